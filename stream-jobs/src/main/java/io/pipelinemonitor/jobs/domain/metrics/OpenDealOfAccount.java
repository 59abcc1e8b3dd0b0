package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.hygiene.DuplicateSuspects;
import org.jspecify.annotations.Nullable;

/**
 * An open deal as its account sees it: whether it is entered twice is seen only beside the others.
 *
 * @param amount minor units of {@code currency}; null without one
 * @param currency ISO 4217; empty without one
 * @param createdAt microseconds since the epoch
 * @param period the period it counts in
 * @param scopes where it counts by itself
 * @param clean whether nothing else is wrong with its record
 */
public record OpenDealOfAccount(
    @Nullable Long amount,
    String currency,
    long createdAt,
    FiscalPeriod period,
    DealScopes scopes,
    boolean clean) {

  DuplicateSuspects.OpenDeal named(String dealId) {
    return new DuplicateSuspects.OpenDeal(dealId, amount, currency, createdAt);
  }

  /** Adds the deal to the suspects of its scopes ({@code sign} 1), or takes it back (-1). */
  public void addSuspectTo(Cells cells, int sign) {
    scopes.forEach(
        scope -> {
          Sums sums = cells.at(scope, period.name());
          sums.add(Measure.DUPLICATE_SUSPECTS, sign);
          if (clean) {
            sums.add(Measure.CLEAN_COUNT, -sign);
          }
        });
  }
}
