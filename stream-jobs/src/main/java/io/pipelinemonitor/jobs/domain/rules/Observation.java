package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule needs of one pipeline snapshot, or of one deal.
 *
 * @param scope whose figures these are
 * @param period the fiscal period's name
 * @param asOf stream time of the snapshot, microseconds
 * @param scopeName what people call the scope; null if unknown
 * @param scopePath unit ids from the root down to the scope's parent
 * @param ownerId who answers for the scope; null if nobody
 * @param periodElapsed elapsed part of the period, 0 to 1
 * @param currency ISO 4217, of every amount
 * @param openAmount minor units
 * @param bookedAmount minor units
 * @param quota minor units; null without a quota
 * @param attained whether the booked amount has reached the quota
 * @param slowestStage the stage that STAGE_SLOWDOWN is of; null if there is none
 * @param values money in major units; without those metrics that have no value
 * @param paces of those metrics that earlier periods are compared by
 * @param deal what else is known where the scope is a single deal; null: it is none
 */
public record Observation(
    Scope scope,
    String period,
    long asOf,
    @Nullable String scopeName,
    List<String> scopePath,
    @Nullable String ownerId,
    double periodElapsed,
    String currency,
    long openAmount,
    long bookedAmount,
    @Nullable Long quota,
    boolean attained,
    @Nullable String slowestStage,
    Map<Metric, Double> values,
    Map<Metric, Pace> paces,
    @Nullable WatchedDeal deal) {

  public Observation {
    scopePath = List.copyOf(scopePath);
    EnumMap<Metric, Double> copy = new EnumMap<>(Metric.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
    paces = Map.copyOf(paces);
  }

  /** The metric's value, money in major units; null if it has none. */
  public @Nullable Double value(Metric metric) {
    return values.get(metric);
  }
}
