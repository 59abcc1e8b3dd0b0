package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import org.jspecify.annotations.Nullable;

/**
 * How far back a CHANGE rule looks: to the midnight so many days before today's, or to the full
 * hour so many hours before the present one.
 *
 * @param unit days or hours
 * @param length how many, above 0
 */
public record Lookback(Unit unit, int length) {

  /** The longest one, in days. */
  public static final int MOST_DAYS = 366;

  private static final int SECONDS_PER_HOUR = 3_600;
  private static final int SECONDS_PER_DAY = 86_400;

  /** Stretches of time, numbered one after the other, at whose beginnings values are kept. */
  public enum Unit {
    HOUR {
      @Override
      long numberAt(long micros, FiscalCalendar calendar) {
        return Math.floorDiv(micros, MICROS_PER_HOUR);
      }

      @Override
      long startOf(long number, FiscalCalendar calendar) {
        return number * MICROS_PER_HOUR;
      }
    },
    /** A local day, which may have 23 or 25 hours. */
    DAY {
      @Override
      long numberAt(long micros, FiscalCalendar calendar) {
        return calendar.epochDay(micros);
      }

      @Override
      long startOf(long number, FiscalCalendar calendar) {
        return calendar.startOfDay(number);
      }
    };

    private static final long MICROS_PER_HOUR = SECONDS_PER_HOUR * FiscalCalendar.MICROS_PER_SECOND;

    /** The one that the moment lies in. */
    abstract long numberAt(long micros, FiscalCalendar calendar);

    /** Its first moment, stream time in microseconds. */
    abstract long startOf(long number, FiscalCalendar calendar);

    /** The first one that does not begin before the moment. */
    long firstFrom(long micros, FiscalCalendar calendar) {
      long number = numberAt(micros, calendar);
      return startOf(number, calendar) == micros ? number : number + 1;
    }
  }

  /** Whole days, or whole hours below a day; null for any other length of time. */
  static @Nullable Lookback ofSeconds(long seconds) {
    if (seconds <= 0 || seconds > (long) MOST_DAYS * SECONDS_PER_DAY) {
      return null;
    }
    if (seconds % SECONDS_PER_DAY == 0) {
      return new Lookback(Unit.DAY, (int) (seconds / SECONDS_PER_DAY));
    }
    return seconds < SECONDS_PER_DAY && seconds % SECONDS_PER_HOUR == 0
        ? new Lookback(Unit.HOUR, (int) (seconds / SECONDS_PER_HOUR))
        : null;
  }

  /** The moment to which figures are compared at that moment. */
  public long momentBefore(long at, FiscalCalendar calendar) {
    return unit.startOf(unit.numberAt(at, calendar) - length, calendar);
  }

  /** Its length, a day taken as 24 hours, in microseconds. */
  public long micros() {
    return (unit == Unit.DAY ? SECONDS_PER_DAY : SECONDS_PER_HOUR)
        * FiscalCalendar.MICROS_PER_SECOND
        * length;
  }
}
