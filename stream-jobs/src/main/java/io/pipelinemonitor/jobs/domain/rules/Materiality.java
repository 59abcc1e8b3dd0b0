package io.pipelinemonitor.jobs.domain.rules;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change that is worth telling while an incident is open; reaching either is enough.
 *
 * @param absolute in the metric's unit, above 0; null: no such bound
 * @param percent of the value last told, above 0; null: no such bound
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
}
