package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.metrics.Histogram;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import io.pipelinemonitor.jobs.domain.metrics.Tally;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How long deals of a scope were in their stages, counted by period, stage and length. Counts can
 * be taken back.
 */
public final class StageDurations {

  /**
   * What is counted of one stage and period.
   *
   * @param stays completed stays, by length
   * @param toWin times from entering the stage to the win, by length
   */
  public record Counts(Tally stays, Tally toWin) {

    static Counts none() {
      return new Counts(new Tally(), new Tally());
    }

    void add(Counts other) {
      stays.add(other.stays, 1);
      toWin.add(other.toWin, 1);
    }

    boolean isZero() {
      return stays.isZero() && toWin.isZero();
    }
  }

  /**
   * What was learnt of one stage.
   *
   * @param stays how many completed stays there were
   * @param daysMedian median of their lengths in days; null for too few
   * @param daysP90 90th percentile of their lengths in days; null for too few
   * @param daysToWinMedian median of the days from entering the stage to the win; null for too few
   */
  public record Statistics(
      long stays,
      @Nullable Double daysMedian,
      @Nullable Double daysP90,
      @Nullable Double daysToWinMedian) {}

  /** Fewer say nothing of the next one. */
  private static final int FEWEST = 10;

  private final NavigableMap<Integer, SortedMap<StageKey, Counts>> periods = new TreeMap<>();

  /** Counts the stay ({@code sign} 1), or takes it back ({@code sign} -1). */
  public void add(StayObservation stay, int sign) {
    Counts counted = Counts.none();
    Histogram.count(stay.toWin() ? counted.toWin() : counted.stays(), stay.micros(), sign);
    add(stay.period(), stay.stage(), counted);
  }

  /** Adds to what is counted of a stage and period. */
  public void add(int period, StageKey stage, Counts added) {
    SortedMap<StageKey, Counts> stages = periods.computeIfAbsent(period, key -> new TreeMap<>());
    Counts counts = stages.computeIfAbsent(stage, key -> Counts.none());
    counts.add(added);
    if (counts.isZero()) {
      stages.remove(stage);
    }
    if (stages.isEmpty()) {
      periods.remove(period);
    }
  }

  /** Adds all that is counted of another scope. */
  public void add(StageDurations other) {
    other.periods.forEach(
        (period, stages) -> stages.forEach((stage, counts) -> add(period, stage, counts)));
  }

  /** Forgets the periods before that index. */
  public void forgetBefore(int period) {
    periods.headMap(period, false).clear();
  }

  /** What is counted, by index of the period, earliest first. */
  public SortedMap<Integer, SortedMap<StageKey, Counts>> periods() {
    return Collections.unmodifiableSortedMap(periods);
  }

  /** What was learnt of each stage, over all periods that are remembered. */
  public SortedMap<StageKey, Statistics> statistics() {
    SortedMap<StageKey, Counts> sums = new TreeMap<>();
    for (SortedMap<StageKey, Counts> stages : periods.values()) {
      stages.forEach(
          (stage, counts) -> sums.computeIfAbsent(stage, key -> Counts.none()).add(counts));
    }
    SortedMap<StageKey, Statistics> statistics = new TreeMap<>();
    sums.forEach(
        (stage, counts) ->
            statistics.put(
                stage,
                new Statistics(
                    total(counts.stays()),
                    quantile(counts.stays(), 50),
                    quantile(counts.stays(), 90),
                    quantile(counts.toWin(), 50))));
    return statistics;
  }

  private static @Nullable Double quantile(Tally tally, int percent) {
    return total(tally) < FEWEST ? null : Histogram.quantileDays(tally, percent);
  }

  private static long total(Tally tally) {
    long total = 0;
    for (int i = 0; i < tally.size(); i++) {
      total += tally.valueAt(i);
    }
    return total;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StageDurations durations && periods.equals(durations.periods);
  }

  @Override
  public int hashCode() {
    return periods.hashCode();
  }
}
