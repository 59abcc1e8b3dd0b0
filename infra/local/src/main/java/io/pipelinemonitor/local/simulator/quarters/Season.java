package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Timing;
import java.time.LocalDate;
import java.time.Month;

/** What the time of the quarter and of the year does to selling; 1 is usual. */
final class Season {

  private static final int LAST_WEEKS = 14;

  private Season() {}

  /** How fast late stages are decided: customers sign at the end of a quarter. */
  static double closing(Timing timing, long day, long closeDate) {
    long left = timing.quarter().endDay() - day;
    boolean due = closeDate < timing.quarter().endDay();
    if (left <= LAST_WEEKS) {
      return due ? 4 : 0.4;
    }
    return timing.elapsed(day) < 0.4 ? 0.45 : 0.7;
  }

  /** How much new pipeline there is: less when sellers are closing and customers on holiday. */
  static double creating(Timing timing, long day) {
    Month month = LocalDate.ofEpochDay(day).getMonth();
    double holidays = month == Month.AUGUST || month == Month.DECEMBER ? 0.8 : 1.06;
    return timing.quarter().endDay() - day <= LAST_WEEKS ? 0.75 * holidays : holidays;
  }
}
