package io.pipelinemonitor.alerts.domain.event;

import java.time.Instant;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What was judged, and what it was held against.
 *
 * @param metric name of the metric as in a snapshot, for example {@code coverageToGo}
 * @param value in {@code unit}, money in major units; null: there is none at present
 * @param currency of the value where it is money, and of what it is compared with; null: none
 * @param fire the fire line of the level in question; of a DRIFT rule of its statistic; null: none
 * @param clear the clear line, on the healthy side of the fire line; null: none
 * @param baseline what it was compared with, in the metric's own unit; null: with lines only
 * @param baselineAt the time of that; null: of several times, or none
 * @param statistic of a DRIFT rule what is held against the lines, in standard deviations
 * @param onsetAt the midnight at which a drift began; null: no drift
 */
public record Figure(
    String metric,
    @Nullable Double value,
    FigureUnit unit,
    @Nullable Currency currency,
    @Nullable Double fire,
    @Nullable Double clear,
    @Nullable Double baseline,
    @Nullable Instant baselineAt,
    @Nullable Double statistic,
    @Nullable Instant onsetAt) {

  public Figure {
    requireFinite(value);
    requireFinite(fire);
    requireFinite(clear);
    requireFinite(baseline);
    requireFinite(statistic);
  }

  private static void requireFinite(@Nullable Double number) {
    if (number != null && !Double.isFinite(number)) {
      throw new IllegalArgumentException("a figure is a number or missing, and not " + number);
    }
  }
}
