package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;

/**
 * From when to when rules were tried. Times are stream time in microseconds.
 *
 * @param from when they came into force
 * @param until the end of the data
 * @param calendar whose periods the figures are of
 */
public record Horizon(long from, long until, FiscalCalendar calendar) {

  /** The first moment after the period. */
  public long endOf(FiscalPeriod period) {
    return calendar.startOfDay(period.endDay());
  }

  /** From when a warning is too late to count: the last tenth of the period's days begins. */
  public long lateFrom(FiscalPeriod period) {
    long days = period.endDay() - period.startDay();
    return calendar.startOfDay(period.startDay() - Math.floorDiv(-9 * days, 10));
  }

  /**
   * Whether the period shows how good a rule is: it ended in the data, and the rules were in force
   * before its last tenth.
   */
  public boolean counts(FiscalPeriod period) {
    return endOf(period) <= until && from < lateFrom(period);
  }
}
