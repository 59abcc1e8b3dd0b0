package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import java.math.BigDecimal;

/**
 * What a site decides about its figures.
 *
 * @param calendar the fiscal calendar
 * @param reportingCurrency ISO 4217, what every total is in
 * @param qualifiedFromOrder the first stage, by its order, that counts as qualified
 * @param coverageTarget the coverage that {@code pipelineNeeded} leads to
 * @param reportedPeriods how many periods back are still reported: of older ones, figures are
 *     neither kept nor published
 * @param velocityDays how many days, today among them, velocity looks back
 * @param risk what makes a deal a risk
 */
public record Policy(
    FiscalCalendar calendar,
    String reportingCurrency,
    int qualifiedFromOrder,
    BigDecimal coverageTarget,
    int reportedPeriods,
    int velocityDays,
    RiskPolicy risk) {

  /** How many days, today among them, the waterfall of the last days holds. */
  public static final int WEEK = 7;

  /** How many days, today among them, activities are counted. */
  public static final int MONTH = 28;

  /** The first day of the trailing window that ends today. */
  public long windowFrom(long today) {
    return today - velocityDays + 1;
  }

  /** The first day of the window before that one, with which it is compared. */
  public long windowBeforeFrom(long today) {
    return today - 2L * velocityDays + 1;
  }

  /** The first day of the four weeks that end today. */
  public long monthFrom(long today) {
    return today - MONTH + 1;
  }

  /** The first day of the trailing week. */
  public long weekFrom(long today) {
    return today - WEEK + 1;
  }

  /** Whether figures of the period are still kept on that day. */
  public boolean isReported(FiscalPeriod period, long today) {
    return calendar.periodOf(today).index() - period.index() <= reportedPeriods;
  }

  /** The first day on which the period is no longer reported. */
  public long reportedUntil(FiscalPeriod period) {
    FiscalPeriod last = period;
    for (int i = 0; i < reportedPeriods; i++) {
      last = calendar.periodOf(last.endDay());
    }
    return last.endDay();
  }
}
