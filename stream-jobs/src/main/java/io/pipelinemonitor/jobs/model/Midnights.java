package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;

/** When it is midnight in the fiscal calendar's zone, in stream time: milliseconds. */
final class Midnights {

  private static final long MICROS_PER_MILLI = 1_000;

  private final FiscalCalendar calendar;

  Midnights(FiscalCalendar calendar) {
    this.calendar = calendar;
  }

  /** The first midnight that is not before the moment. */
  long notBefore(long millis) {
    long micros = micros(millis);
    long day = calendar.epochDay(micros);
    long start = calendar.startOfDay(day);
    return millis(start == micros ? start : calendar.startOfDay(day + 1));
  }

  static long micros(long millis) {
    return millis * MICROS_PER_MILLI;
  }

  static long millis(long micros) {
    return Math.floorDiv(micros, MICROS_PER_MILLI);
  }
}
