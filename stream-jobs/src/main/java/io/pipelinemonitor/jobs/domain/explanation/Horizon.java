package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.util.Collection;

/**
 * How far back a change is explained, and when what explains it is forgotten.
 *
 * @param calendar where midnight is, and when periods end
 */
public record Horizon(FiscalCalendar calendar) {

  /** A change is told over this day and the days before. */
  static final int DAYS = 7;

  private static final long DAY = 86_400L * FiscalCalendar.MICROS_PER_SECOND;

  /** A movement that was published longer ago, and comes again, is a repetition. */
  static final long REMEMBERED = 8 * DAY;

  /** By then the incidents of a period are closed and forgotten. */
  private static final long AFTER_PERIOD = 2 * DAY;

  /** When a period no longer needs explaining; the beginning of time if there is no such period. */
  public long endOf(String periodName) {
    FiscalPeriod period = calendar.periodNamed(periodName);
    return period == null ? Long.MIN_VALUE : calendar.startOfDay(period.endDay()) + AFTER_PERIOD;
  }

  /**
   * The day at whose beginning the change begins that explains a step of an incident.
   *
   * @param at the moment of the step
   * @param activeAt when the breach began
   */
  public long sinceDay(long at, long activeAt) {
    return Math.min(calendar.epochDay(at) - DAYS + 1, dayOf(activeAt));
  }

  /**
   * The day at whose beginning the change begins that was looked for.
   *
   * @param comparedWith the moment to which the figures were compared
   */
  public long sinceDay(long comparedWith) {
    return calendar.epochDay(comparedWith);
  }

  /**
   * The first day that a later step may ask for.
   *
   * @param activeAt when the breaches of those incidents began that may take another step
   * @param lookedBackTo the earliest moment to which figures may be compared from now on
   */
  public long keptFrom(long now, Collection<Long> activeAt, long lookedBackTo) {
    return activeAt.stream()
        .mapToLong(began -> sinceDay(now, began))
        .reduce(Math.min(calendar.epochDay(now) - DAYS + 1, sinceDay(lookedBackTo)), Math::min);
  }

  /**
   * The day that a moment ends or lies in: what takes effect at midnight belongs to the day over.
   */
  long dayOf(long moment) {
    return calendar.epochDay(moment - 1);
  }
}
