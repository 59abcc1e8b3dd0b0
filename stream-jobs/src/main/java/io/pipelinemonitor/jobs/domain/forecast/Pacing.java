package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a figure stood in earlier periods at the same elapsed part, in the figure's unit.
 *
 * @param periods how many earlier periods it is taken from, at most {@value #MOST_PERIODS}
 * @param p10 10th percentile
 * @param median the middle one, or halfway between the two in the middle
 * @param p90 90th percentile
 */
public record Pacing(int periods, double p10, double median, double p90) {

  /** Earlier periods than these are not looked at. */
  public static final int MOST_PERIODS = 8;

  /**
   * From the values of earlier periods; those beyond the latest {@value #MOST_PERIODS} are left
   * out.
   *
   * @param latestFirst the period before this one first
   * @return null if there are none
   */
  public static @Nullable Pacing of(List<Double> latestFirst) {
    List<Double> ordered =
        latestFirst.subList(0, Math.min(MOST_PERIODS, latestFirst.size())).stream()
            .sorted()
            .toList();
    return ordered.isEmpty()
        ? null
        : new Pacing(
            ordered.size(),
            percentile(ordered, 0.1),
            percentile(ordered, 0.5),
            percentile(ordered, 0.9));
  }

  /** Straight between the two nearest values, the least being the 0th and the largest the 100th. */
  private static double percentile(List<Double> ordered, double part) {
    double place = part * (ordered.size() - 1);
    int below = (int) place;
    double least = ordered.get(below);
    return below + 1 == ordered.size()
        ? least
        : least + (place - below) * (ordered.get(below + 1) - least);
  }

  /**
   * The day of an earlier period at which the same part of it had passed as of {@code period} when
   * {@code today} begins. Periods differ by a day or two in length.
   *
   * @param today an epoch day
   * @return an epoch day from the earlier period's first to the day after its last
   */
  public static long sameDay(FiscalPeriod period, long today, FiscalPeriod earlier) {
    return earlier.startDay()
        + Math.round(period.elapsed(today) * (earlier.endDay() - earlier.startDay()));
  }

  /** The value now divided by the median; null if that is not above zero. */
  public @Nullable Double paceIndex(double now) {
    return median > 0 ? (Double) (now / median) : null;
  }
}
