package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Random;

/** When things happen in the simulated quarter. Days are epoch days, instants microseconds. */
public final class Timing {

  public static final long HOUR = 3_600L * FiscalCalendar.MICROS_PER_SECOND;
  public static final long MINUTE = HOUR / 60;

  private final FiscalCalendar calendar;
  private final FiscalPeriod before;
  private final FiscalPeriod quarter;
  private final FiscalPeriod next;
  private final Random random;

  public Timing(FiscalCalendar calendar, FiscalPeriod quarter, Random random) {
    this.calendar = calendar;
    this.before = calendar.periodOf(quarter.startDay() - 1);
    this.quarter = quarter;
    this.next = calendar.periodOf(quarter.endDay());
    this.random = random;
  }

  public FiscalPeriod before() {
    return before;
  }

  public FiscalPeriod quarter() {
    return quarter;
  }

  public FiscalPeriod next() {
    return next;
  }

  public boolean isInQuarter(long day) {
    return day >= quarter.startDay() && day < quarter.endDay();
  }

  /** The fiscal quarter that the day lies in. */
  public FiscalPeriod periodOf(long day) {
    return calendar.periodOf(day);
  }

  /** The same, of the quarter that the day lies in. */
  public Timing at(long day) {
    return isInQuarter(day) ? this : new Timing(calendar, calendar.periodOf(day), random);
  }

  /** The first instant of the day. */
  public long startOf(long day) {
    return calendar.startOfDay(day);
  }

  public static boolean isWorkday(long day) {
    DayOfWeek weekday = LocalDate.ofEpochDay(day).getDayOfWeek();
    return weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY;
  }

  /** The first workday from {@code day} on that lies in the quarter, else its last workday. */
  public long workdayFrom(long day) {
    long workday = Math.max(day, quarter.startDay() + 1);
    while (!isWorkday(workday)) {
      workday++;
    }
    return workday < quarter.endDay() ? workday : lastWorkday();
  }

  public long lastWorkday() {
    long workday = quarter.endDay() - 1;
    while (!isWorkday(workday)) {
      workday--;
    }
    return workday;
  }

  /** The workday at which that share of the quarter has passed. */
  public long dayAt(double elapsed) {
    long days = quarter.endDay() - quarter.startDay();
    return workdayFrom(quarter.startDay() + Math.round(elapsed * days));
  }

  /** How much of the quarter has passed at the day's end, 0 to 1. */
  public double elapsed(long day) {
    return (double) (day + 1 - quarter.startDay()) / (quarter.endDay() - quarter.startDay());
  }

  /** Some moment of the team's working day. */
  public long workingMoment(Team team, long day) {
    return startOf(day) + team.opensAt() * HOUR + random.nextLong(9 * HOUR);
  }

  /** Some moment of the team's working day at which the deal has had its earlier changes. */
  public long nextMoment(SimulatedDeal deal, long day) {
    long moment =
        Math.max(
            workingMoment(deal.team, day), deal.changedAt + MINUTE + random.nextLong(20 * MINUTE));
    return Math.max(Math.min(moment, startOf(day + 1) - MINUTE), deal.changedAt + MINUTE / 60);
  }

  /** A close date as sellers choose them: the end of a month more often than not. */
  public long closeDate(FiscalPeriod period, long earliest) {
    LocalDate first = LocalDate.ofEpochDay(Math.max(period.startDay(), earliest));
    LocalDate last = LocalDate.ofEpochDay(period.endDay() - 1);
    if (random.nextInt(5) < 3) {
      LocalDate month =
          LocalDate.ofEpochDay(period.startDay()).plusMonths(pickMonth(period, first));
      LocalDate monthEnd = month.withDayOfMonth(month.lengthOfMonth());
      return Math.min(monthEnd.toEpochDay(), last.toEpochDay());
    }
    long span = Math.max(1, last.toEpochDay() - first.toEpochDay());
    // Later rather than sooner: the square root leans towards the period's end.
    return first.toEpochDay() + Math.round(span * Math.sqrt(random.nextDouble()));
  }

  private int pickMonth(FiscalPeriod period, LocalDate earliest) {
    LocalDate start = LocalDate.ofEpochDay(period.startDay());
    int months = (int) ChronoUnit.MONTHS.between(start, LocalDate.ofEpochDay(period.endDay()));
    int first = (int) ChronoUnit.MONTHS.between(start, earliest);
    int least = Math.min(Math.max(first, 0), months - 1);
    int roll = random.nextInt(6);
    int preferred = roll < 1 ? 0 : roll < 3 ? 1 : months - 1;
    return Math.max(least, Math.min(preferred, months - 1));
  }
}
