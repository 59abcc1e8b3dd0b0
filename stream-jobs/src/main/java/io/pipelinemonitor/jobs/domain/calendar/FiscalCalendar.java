package io.pipelinemonitor.jobs.domain.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which day belongs to which fiscal period, and when a day begins.
 *
 * <p>A fiscal year is named after the calendar year in which it ends, so with {@code firstMonth} 2
 * the quarter of February to April 2026 is {@code 2027-Q1}; with {@code firstMonth} 1 both years
 * are the same. Days are epoch days, instants are microseconds since the epoch (UTC).
 */
public final class FiscalCalendar {

  /** Microseconds in a second. */
  public static final long MICROS_PER_SECOND = 1_000_000L;

  /** A power of two. */
  private static final int RECENT = 128;

  /** Sixteen days in a place: shorter than any period. */
  private static final int RECENT_DAYS_BITS = 4;

  private final int firstMonth;
  private final PeriodKind kind;
  private final ZoneId zone;
  private final boolean fixedUtc;
  private final Map<Integer, FiscalPeriod> byIndex = new ConcurrentHashMap<>();

  /** Periods of days asked for lately, by day; two threads may at worst look one up twice. */
  private final @Nullable FiscalPeriod[] recent = new @Nullable FiscalPeriod[RECENT];

  /**
   * @param firstMonth the calendar month in which a fiscal year begins, 1 to 12
   * @param kind how long a period is
   * @param zone where midnight is
   */
  public FiscalCalendar(int firstMonth, PeriodKind kind, ZoneId zone) {
    if (firstMonth < 1 || firstMonth > 12) {
      throw new IllegalArgumentException(
          "the fiscal year's first month is a number from 1 to 12, not " + firstMonth);
    }
    this.firstMonth = firstMonth;
    this.kind = kind;
    this.zone = zone;
    this.fixedUtc = zone.normalized().equals(java.time.ZoneOffset.UTC);
  }

  /** The calendar month in which a fiscal year begins, 1 to 12. */
  public int firstMonth() {
    return firstMonth;
  }

  /** How long a period is. */
  public PeriodKind kind() {
    return kind;
  }

  /** Where midnight is. */
  public ZoneId zone() {
    return zone;
  }

  /** The period that the day lies in. */
  public FiscalPeriod periodOf(long epochDay) {
    int place = (int) (epochDay >> RECENT_DAYS_BITS) & (RECENT - 1);
    FiscalPeriod known = recent[place];
    if (known == null || !known.contains(epochDay)) {
      known = newPeriodOf(epochDay);
      recent[place] = known;
    }
    return known;
  }

  private FiscalPeriod newPeriodOf(long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    int monthsSinceYearZero = day.getYear() * 12 + day.getMonthValue() - firstMonth;
    return period(Math.floorDiv(monthsSinceYearZero, kind.months()));
  }

  /** The period that the instant lies in, in the calendar's zone. */
  public FiscalPeriod periodAt(long micros) {
    return periodOf(epochDay(micros));
  }

  /** The period of that name, or null if this calendar has none of that name. */
  public @Nullable FiscalPeriod periodNamed(String name) {
    int dash = name.indexOf('-', 1);
    if (dash < 0 || name.length() != dash + 2 + kind.digits()) {
      return null;
    }
    if (name.charAt(dash + 1) != kind.letter()) {
      return null;
    }
    int year;
    int number;
    try {
      year = Integer.parseInt(name.substring(0, dash));
      number = Integer.parseInt(name.substring(dash + 2));
    } catch (NumberFormatException notANumber) {
      return null;
    }
    if (number < 1 || number > kind.perYear() || year < 1 || year > 9999) {
      return null;
    }
    int startYear = firstMonth == 1 ? year : year - 1;
    return period(startYear * kind.perYear() + number - 1);
  }

  /** The day that the instant lies in, in the calendar's zone. */
  public long epochDay(long micros) {
    if (fixedUtc) {
      return Math.floorDiv(micros, 86_400L * MICROS_PER_SECOND);
    }
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(micros, MICROS_PER_SECOND));
    return instant.atZone(zone).toLocalDate().toEpochDay();
  }

  /** What a clock on the wall shows at that instant. */
  public LocalDateTime localTime(long micros) {
    return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), zone);
  }

  /** The first instant of the day in the calendar's zone, in microseconds. */
  public long startOfDay(long epochDay) {
    if (fixedUtc) {
      return epochDay * 86_400L * MICROS_PER_SECOND;
    }
    return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toEpochSecond() * MICROS_PER_SECOND;
  }

  private FiscalPeriod period(int index) {
    return byIndex.computeIfAbsent(index, this::newPeriod);
  }

  private FiscalPeriod newPeriod(int index) {
    int startYear = Math.floorDiv(index, kind.perYear());
    int number = Math.floorMod(index, kind.perYear());
    LocalDate start =
        LocalDate.of(startYear, firstMonth, 1).plusMonths((long) number * kind.months());
    String name =
        String.format(
            "%04d-%c%0" + kind.digits() + "d",
            firstMonth == 1 ? startYear : startYear + 1,
            kind.letter(),
            number + 1);
    return new FiscalPeriod(
        name, index, start.toEpochDay(), start.plusMonths(kind.months()).toEpochDay());
  }
}
