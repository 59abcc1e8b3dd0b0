package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * What somebody said that a scope will close in a period.
 *
 * @param scope who is to close it
 * @param period the fiscal period's name
 * @param category how firmly it was said
 * @param amount minor units of {@code currency}, what is booked already included
 * @param currency ISO 4217
 * @param submittedBy the member who said it
 * @param submittedAt when, microseconds since the epoch
 * @param opening whether it was said before the period began, or in its first instant
 */
public record ForecastCall(
    Scope scope,
    String period,
    ForecastCategory category,
    long amount,
    String currency,
    String submittedBy,
    long submittedAt,
    boolean opening) {

  /** Whether it still holds when {@code other}, of the same scope and period, comes after it. */
  public boolean holdsAgainst(ForecastCall other) {
    return submittedAt > other.submittedAt;
  }
}
