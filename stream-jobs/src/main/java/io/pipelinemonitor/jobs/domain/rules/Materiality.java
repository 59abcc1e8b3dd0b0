package io.pipelinemonitor.jobs.domain.rules;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change that is worth telling; reaching either is enough.
 *
 * @param absolute in the unit of the values, for rules that of the metric, above 0; null: no such
 *     bound
 * @param percent of the value before the change, above 0; null: no such bound
 */
public record Materiality(@Nullable Double absolute, @Nullable Double percent) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /** Whether the way from one value to the other is worth telling. Decimal: 3.0 to 2.7 is 10 %. */
  public boolean isReached(double told, double value) {
    BigDecimal from = BigDecimal.valueOf(told);
    BigDecimal change = BigDecimal.valueOf(value).subtract(from).abs();
    if (change.signum() == 0) {
      return false;
    }
    return (absolute != null && change.compareTo(BigDecimal.valueOf(absolute)) >= 0)
        || (percent != null
            && change.multiply(HUNDRED).compareTo(from.abs().multiply(BigDecimal.valueOf(percent)))
                >= 0);
  }

  /** The least change from that value; 0 without any bound. */
  public double least(double from) {
    if (percent == null) {
      return absolute == null ? 0 : absolute;
    }
    double share = percent / 100 * Math.abs(from);
    return absolute == null ? share : Math.min(absolute, share);
  }

  /** The same for values in minor units, of which a major unit has so many digits. */
  public Materiality ofMinorUnits(int fractionDigits) {
    return absolute == null
        ? this
        : new Materiality(
            BigDecimal.valueOf(absolute).movePointRight(fractionDigits).doubleValue(), percent);
  }
}
