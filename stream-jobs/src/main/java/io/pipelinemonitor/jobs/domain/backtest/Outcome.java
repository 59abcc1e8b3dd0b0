package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What came true of a scope that had a quota, or of a single deal.
 *
 * @param scope whose figures
 * @param period which has ended
 * @param quota minor units of the reporting currency, above zero; 0 of a deal
 * @param missed whether less than the quota was booked when the period ended
 * @param commitMissed whether less was booked than was committed to first in the period; null:
 *     nothing was
 * @param dealNotWon whether the deal was lost, or not closed in the period; null: it is no deal
 */
public record Outcome(
    Scope scope,
    FiscalPeriod period,
    long quota,
    boolean missed,
    @Nullable Boolean commitMissed,
    @Nullable Boolean dealNotWon) {

  /** Of a scope that had a quota. */
  public Outcome(
      Scope scope,
      FiscalPeriod period,
      long quota,
      boolean missed,
      @Nullable Boolean commitMissed) {
    this(scope, period, quota, missed, commitMissed, null);
  }

  static Outcome ofDeal(Scope deal, FiscalPeriod period, boolean notWon) {
    return new Outcome(deal, period, 0, false, null, notWon);
  }

  /** Whether that came true; null if it could not. */
  @Nullable Boolean is(Truth truth) {
    return switch (truth) {
      case QUOTA_MISSED -> quota > 0 ? (Boolean) missed : null;
      case COMMIT_MISSED -> commitMissed;
      case DEAL_NOT_WON -> dealNotWon;
    };
  }
}
