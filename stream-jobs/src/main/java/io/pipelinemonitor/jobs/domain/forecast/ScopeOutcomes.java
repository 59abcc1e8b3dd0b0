package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of one scope by period. Adding is commutative and can be taken back, so neither the
 * order nor the number of corrections matters; how little an old period counts is decided when they
 * are read.
 */
public final class ScopeOutcomes {

  /** No company's wins fall or grow by as much from one of the remembered periods to another. */
  private static final int FEWEST_WINS = 10;

  private final NavigableMap<Integer, PeriodOutcomes> periods = new TreeMap<>();

  /** Adds the observation ({@code sign} 1), or takes it back ({@code sign} -1). */
  public void add(OutcomeObservation observation, int sign) {
    PeriodOutcomes outcomes =
        periods.computeIfAbsent(observation.period(), index -> new PeriodOutcomes());
    outcomes.add(observation, sign);
    if (outcomes.isEmpty()) {
      periods.remove(observation.period());
    }
  }

  /** Adds all that the other scope counts. */
  public void add(ScopeOutcomes other) {
    other.periods.forEach(this::add);
  }

  /** Adds the outcomes of a period. */
  public void add(int period, PeriodOutcomes added) {
    PeriodOutcomes outcomes = periods.computeIfAbsent(period, index -> new PeriodOutcomes());
    outcomes.add(added);
    if (outcomes.isEmpty()) {
      periods.remove(period);
    }
  }

  /** The outcomes by index of the period, earliest first. */
  public SortedMap<Integer, PeriodOutcomes> periods() {
    return Collections.unmodifiableSortedMap(periods);
  }

  /** Forgets the periods before that index. */
  public void forgetBefore(int period) {
    periods.headMap(period, false).clear();
  }

  /**
   * The periods before that index of which most wins must be missing, so few are there beside the
   * others. Of a company, that is what an import of the deals that are still open leaves of the
   * periods before it: those that were not won.
   */
  public SortedSet<Integer> seenInPart(int period) {
    long most =
        before(period).values().stream().mapToLong(PeriodOutcomes::wonCount).max().orElse(0);
    SortedSet<Integer> seenInPart = new TreeSet<>();
    before(period)
        .forEach(
            (index, outcomes) -> {
              if (outcomes.wonCount() == 0 || FEWEST_WINS * outcomes.wonCount() < most) {
                seenInPart.add(index);
              }
            });
    return seenInPart;
  }

  /** Forgets those periods. */
  public void forget(Collection<Integer> forgotten) {
    periods.keySet().removeAll(forgotten);
  }

  /** Outcomes of periods before that index, earliest first. */
  NavigableMap<Integer, PeriodOutcomes> before(int period) {
    return periods.headMap(period, false);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ScopeOutcomes outcomes && periods.equals(outcomes.periods);
  }

  @Override
  public int hashCode() {
    return periods.hashCode();
  }
}
