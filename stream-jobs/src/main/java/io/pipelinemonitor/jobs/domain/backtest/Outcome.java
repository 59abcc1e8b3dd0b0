package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * What came true of a scope that had a quota.
 *
 * @param scope whose figures
 * @param period which has ended
 * @param quota minor units of the reporting currency, above zero
 * @param missed whether less than the quota was booked when the period ended
 */
public record Outcome(Scope scope, FiscalPeriod period, long quota, boolean missed) {}
