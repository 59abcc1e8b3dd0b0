package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.Pacing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a scope's period stands beside what was known at earlier midnights.
 *
 * @param projectedWeekAgo what it was expected to end with seven days ago; null if not kept then
 * @param coverageToGo of earlier periods at the same elapsed part; null without any
 * @param booked likewise
 * @param projected likewise
 */
public record Pace(
    @Nullable Long projectedWeekAgo,
    @Nullable Pacing coverageToGo,
    @Nullable Pacing booked,
    @Nullable Pacing projected) {

  /** Nothing was kept. */
  public static final Pace NONE = new Pace(null, null, null, null);

  private static final int WEEK = 7;

  /** What was kept of a period; nothing of one that the scope had no figures for. */
  @FunctionalInterface
  public interface Memory<E extends Exception> {
    @Nullable Midnights of(FiscalPeriod period) throws E;
  }

  /**
   * Compares with earlier midnights.
   *
   * @param earlier the periods before this one, the latest first; none if it is not compared
   * @param today an epoch day in the calendar's zone
   */
  public static <E extends Exception> Pace of(
      FiscalPeriod period, List<FiscalPeriod> earlier, Memory<E> memory, long today) throws E {
    Midnights own = memory.of(period);
    Midnights.Standing weekAgo = own == null ? null : own.at(today - WEEK);
    List<Midnights.Standing> standings = new ArrayList<>();
    for (FiscalPeriod before : earlier) {
      Midnights kept = memory.of(before);
      Midnights.Standing standing =
          kept == null ? null : kept.at(Pacing.sameDay(period, today, before));
      if (standing != null) {
        standings.add(standing);
      }
    }
    return new Pace(
        weekAgo == null ? null : (Long) weekAgo.projected(),
        pacing(standings, Midnights.Standing::coverageToGo),
        pacing(standings, standing -> (double) standing.booked()),
        pacing(standings, standing -> (double) standing.projected()));
  }

  private static @Nullable Pacing pacing(
      List<Midnights.Standing> standings, Function<Midnights.Standing, @Nullable Double> figure) {
    List<Double> values = new ArrayList<>();
    for (Midnights.Standing standing : standings) {
      Double value = figure.apply(standing);
      if (value != null) {
        values.add(value);
      }
    }
    return Pacing.of(values);
  }
}
