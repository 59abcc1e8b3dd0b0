package io.pipelinemonitor.alerts.domain.event;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deals that moved the money behind a figure.
 *
 * @param deals those that moved it most, the largest first; all others make up the difference to
 *     the total
 * @param total the whole change since then, in minor units of the currency
 * @param since from when it counts; null: not known
 */
public record Explanation(
    Currency currency, List<DealChange> deals, long total, @Nullable Instant since) {

  public Explanation {
    deals = List.copyOf(deals);
  }

  /**
   * One deal's part.
   *
   * @param name what people call it; null: it has no name
   * @param otherPeriod the period that it came from or went to; null: none
   * @param delta what it added to the total, in minor units
   * @param byEvent whether an event of the deal did it, and not the organisation or a rate
   */
  public record DealChange(
      String dealId,
      @Nullable String name,
      DealCause cause,
      @Nullable String otherPeriod,
      long delta,
      boolean byEvent) {

    /** What to call it. */
    public String title() {
      return name == null || name.isBlank() ? dealId : name;
    }
  }
}
