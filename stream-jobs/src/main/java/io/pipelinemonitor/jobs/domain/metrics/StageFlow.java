package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * How deals passed through one stage within the trailing window.
 *
 * @param entered times that a deal entered it
 * @param completed stays that ended
 * @param advanced of them, those that ended in a later stage or a win
 * @param conversion advanced / completed; null without any
 * @param daysMedian median length of the completed stays, see {@link Histogram}
 * @param daysP90 their 90th percentile
 * @param slowdown daysMedian / that of the window before; null without stays in one of them
 */
public record StageFlow(
    long entered,
    long completed,
    long advanced,
    @Nullable Double conversion,
    @Nullable Double daysMedian,
    @Nullable Double daysP90,
    @Nullable Double slowdown) {

  /**
   * Computes the figures.
   *
   * @param now the stage's sums of the window
   * @param before those of the window before; null for none
   */
  public static StageFlow of(Tally now, @Nullable Tally before) {
    long completed = StageMeasure.COMPLETED.of(now);
    long advanced = StageMeasure.ADVANCED.of(now);
    Double median = Histogram.quantileDays(now, 50);
    Double medianBefore = before == null ? null : Histogram.quantileDays(before, 50);
    return new StageFlow(
        StageMeasure.ENTERED.of(now),
        completed,
        advanced,
        Figures.ratio(advanced, completed),
        median,
        Histogram.quantileDays(now, 90),
        median == null || medianBefore == null ? null : (Double) (median / medianBefore));
  }
}
