package io.pipelinemonitor.jobs.domain.calendar;

/**
 * One fiscal period.
 *
 * @param name {@code 2026-Q1} or {@code 2026-M03}
 * @param index its place in time: the next period has the next index
 * @param startDay its first day, an epoch day
 * @param endDay the day after its last, an epoch day
 */
public record FiscalPeriod(String name, int index, long startDay, long endDay) {

  /** Whether the epoch day lies in the period. */
  public boolean contains(long day) {
    return startDay <= day && day < endDay;
  }

  /** The share of the period that has passed when {@code today} begins, 0 to 1, in whole days. */
  public double elapsed(long today) {
    if (today <= startDay) {
      return 0;
    }
    return today >= endDay ? 1 : (double) (today - startDay) / (endDay - startDay);
  }
}
