package io.pipelinemonitor.jobs.domain.calendar;

/**
 * Time on working days: Saturdays and Sundays do not count, every other day counts whole. Instants
 * and lengths are microseconds.
 *
 * @param calendar where midnight is
 */
public record WorkingTime(FiscalCalendar calendar) {

  /** Epoch day 0 was a Thursday. */
  private static final int MONDAY_OFFSET = 3;

  private static final int DAYS_OF_WEEK = 7;
  private static final int WORKING_DAYS = 5;

  /** How much of it lies between the two; 0 if there is nothing between them. */
  public long between(long from, long until) {
    long passed = 0;
    long at = from;
    while (at < until) {
      long day = calendar.epochDay(at);
      long next = Math.min(calendar.startOfDay(day + 1), until);
      passed += isWorking(day) ? next - at : 0;
      at = next;
    }
    return passed;
  }

  /** The first moment by which so much of it has passed since {@code from}. */
  public long after(long from, long length) {
    long left = length;
    long at = from;
    while (left > 0) {
      long day = calendar.epochDay(at);
      long next = calendar.startOfDay(day + 1);
      if (isWorking(day)) {
        if (left <= next - at) {
          return at + left;
        }
        left -= next - at;
      }
      at = next;
    }
    return at;
  }

  private static boolean isWorking(long epochDay) {
    return Math.floorMod(epochDay + MONDAY_OFFSET, DAYS_OF_WEEK) < WORKING_DAYS;
  }
}
