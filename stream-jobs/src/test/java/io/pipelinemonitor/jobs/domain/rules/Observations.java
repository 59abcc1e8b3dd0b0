package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds observations that read as prose: {@code figures(NORTH).with(COVERAGE_TO_GO, 2.7)}. */
public final class Observations {

  private final Scope scope;
  private String period = "2026-Q1";
  private long asOf;
  private @Nullable String name = "Northern Europe";
  private String currency = "EUR";
  private long open = 4_100_000_00;
  private long booked = 500_000_00;
  private @Nullable Long quota = 2_000_000_00L;
  private boolean attained;
  private @Nullable String slowestStage;
  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);
  private @Nullable WatchedDeal deal;
  private final Map<Metric, Pace> paces = new EnumMap<>(Metric.class);

  private Observations(Scope scope) {
    this.scope = scope;
  }

  public static Observations figures(Scope scope) {
    return new Observations(scope);
  }

  public Observations period(String period) {
    this.period = period;
    return this;
  }

  public Observations asOf(Instant asOf) {
    return asOf(asOf.toEpochMilli() * 1_000);
  }

  public Observations asOf(long micros) {
    this.asOf = micros;
    return this;
  }

  public Observations named(@Nullable String name) {
    this.name = name;
    return this;
  }

  public Observations currency(String currency) {
    this.currency = currency;
    return this;
  }

  public Observations open(long minorUnits) {
    open = minorUnits;
    return this;
  }

  public Observations booked(long minorUnits) {
    booked = minorUnits;
    return this;
  }

  public Observations quota(@Nullable Long minorUnits) {
    quota = minorUnits;
    return this;
  }

  public Observations attained() {
    attained = true;
    return this;
  }

  public Observations with(Metric metric, double value) {
    values.put(metric, value);
    return this;
  }

  public Observations slowestStage(String stageId) {
    slowestStage = stageId;
    return this;
  }

  public Observations pace(Metric metric, double median, int periods) {
    paces.put(metric, new Pace(median, periods));
    return this;
  }

  /** Of a single deal, what else is known of it. */
  public Observations deal(WatchedDeal deal) {
    this.deal = deal;
    return this;
  }

  public Observation build() {
    return new Observation(
        scope,
        period,
        asOf,
        name,
        List.of("root"),
        "manager-1",
        0.25,
        currency,
        open,
        booked,
        quota,
        attained,
        slowestStage,
        values,
        paces,
        deal);
  }
}
