package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where one scope's period stood at midnights, as it was known then. */
public final class Midnights {

  /** How many days before its start are kept of a period. */
  private static final int KEPT_BEFORE = 7;

  /**
   * What was known at one midnight. Amounts are minor units of the reporting currency.
   *
   * @param booked won so far in the period
   * @param projected what it was expected to end with
   * @param coverageToGo open amount / what was left to sell; null without a quota or once attained
   */
  public record Standing(long booked, long projected, @Nullable Double coverageToGo) {}

  private final NavigableMap<Long, Standing> byDay;

  /**
   * Midnights read back from state.
   *
   * @param byDay by the epoch day that began; owned by the new object
   */
  public Midnights(NavigableMap<Long, Standing> byDay) {
    this.byDay = byDay;
  }

  /** None yet. */
  public Midnights() {
    this(new TreeMap<>());
  }

  /** Keeps what is known as {@code today} begins, and lets go of what nobody asks for any more. */
  public void record(FiscalPeriod period, long today, Standing standing) {
    byDay.put(today, standing);
    byDay.headMap(Math.min(period.startDay(), today - KEPT_BEFORE), false).clear();
  }

  /** What was known as that day began; null if nothing was kept then. */
  public @Nullable Standing at(long day) {
    return byDay.get(day);
  }

  /** By the epoch day that began; not to be changed. */
  public NavigableMap<Long, Standing> byDay() {
    return byDay;
  }
}
