package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What came true of a scope that had a quota.
 *
 * @param scope whose figures
 * @param period which has ended
 * @param quota minor units of the reporting currency, above zero
 * @param missed whether less than the quota was booked when the period ended
 * @param commitMissed whether less was booked than was committed to first in the period; null:
 *     nothing was
 */
public record Outcome(
    Scope scope, FiscalPeriod period, long quota, boolean missed, @Nullable Boolean commitMissed) {

  /** Whether that came true; null if it could not. */
  @Nullable Boolean is(Truth truth) {
    return switch (truth) {
      case QUOTA_MISSED -> (Boolean) missed;
      case COMMIT_MISSED -> commitMissed;
    };
  }
}
