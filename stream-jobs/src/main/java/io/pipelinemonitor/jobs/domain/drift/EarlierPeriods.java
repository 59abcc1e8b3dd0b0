package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.Pacing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The projections of a scope's earlier periods, laid beside the days of one period at the same
 * elapsed parts. Of earlier periods the latest {@value Pacing#MOST_PERIODS} are looked at.
 */
public final class EarlierPeriods {

  /** How far on each side days are taken together to learn how much a day changes. */
  private static final int DAYS_AROUND = 14;

  /** 1 / the 75th percentile of the standard normal distribution. */
  private static final double DEVIATIONS_IN_MEDIAN = 1.4826;

  private static final long NONE = Long.MIN_VALUE;

  private final FiscalPeriod period;

  /** By earlier period, then by days passed of this one; minor units or NONE. */
  private final List<long[]> projections = new ArrayList<>();

  /** By days passed: the variance of the change from the day before, square minor units. */
  private final double[] variances;

  private EarlierPeriods(FiscalPeriod period) {
    this.period = period;
    this.variances = new double[(int) (period.endDay() - period.startDay()) + 1];
  }

  /**
   * Lays earlier periods beside this one.
   *
   * @param midnights of the scope's periods; this one and those after it are left out
   */
  public static EarlierPeriods of(FiscalPeriod period, Map<FiscalPeriod, Midnights> midnights) {
    EarlierPeriods earlier = new EarlierPeriods(period);
    midnights.keySet().stream()
        .filter(known -> known.index() < period.index())
        .filter(known -> known.index() >= period.index() - Pacing.MOST_PERIODS)
        // Sums of floating-point numbers depend on the order of adding: always the same one.
        .sorted((one, other) -> Integer.compare(one.index(), other.index()))
        .forEach(known -> earlier.add(known, Objects.requireNonNull(midnights.get(known))));
    earlier.learnVariances();
    return earlier;
  }

  private void add(FiscalPeriod known, Midnights midnights) {
    long[] projected = new long[variances.length];
    for (int passed = 0; passed < projected.length; passed++) {
      Midnights.Standing standing =
          midnights.at(Pacing.sameDay(period, period.startDay() + passed, known));
      projected[passed] = standing == null ? NONE : standing.projected();
    }
    projections.add(projected);
  }

  private void learnVariances() {
    double[] squares = new double[variances.length];
    int[] freedom = new int[variances.length];
    for (int passed = 1; passed < variances.length; passed++) {
      List<Double> changes = changes(passed - 1, passed);
      double mean = mean(changes);
      for (double change : changes) {
        squares[passed] += (change - mean) * (change - mean);
      }
      freedom[passed] = Math.max(0, changes.size() - 1);
    }
    for (int passed = 1; passed < variances.length; passed++) {
      int first = Math.max(1, passed - DAYS_AROUND);
      int beyond = Math.min(variances.length, passed + DAYS_AROUND + 1);
      int free = Arrays.stream(freedom, first, beyond).sum();
      variances[passed] = free == 0 ? 0 : Arrays.stream(squares, first, beyond).sum() / free;
    }
  }

  /** The period that earlier ones are laid beside. */
  public FiscalPeriod period() {
    return period;
  }

  /** What is usual between the beginnings of two epoch days of the period. */
  Usual between(long from, long to) {
    int first = (int) (from - period.startDay());
    int last = (int) (to - period.startDay());
    List<Double> changes = changes(first, last);
    if (changes.isEmpty()) {
      return new Usual(0, 0, 0, 0);
    }
    double variance = 0;
    for (int passed = first + 1; passed <= last; passed++) {
      variance += variances[passed];
    }
    return new Usual(
        changes.size(), mean(changes), deviation(changes), variance * (1 + 1.0 / changes.size()));
  }

  private List<Double> changes(int first, int last) {
    List<Double> changes = new ArrayList<>(projections.size());
    for (long[] projected : projections) {
      if (projected[first] != NONE && projected[last] != NONE) {
        changes.add((double) (projected[last] - projected[first]));
      }
    }
    return changes;
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  private static double deviation(List<Double> values) {
    double median = median(values);
    return DEVIATIONS_IN_MEDIAN
        * median(values.stream().map(value -> Math.abs(value - median)).toList());
  }

  private static double median(List<Double> values) {
    return Objects.requireNonNull(Pacing.of(values)).median();
  }
}
