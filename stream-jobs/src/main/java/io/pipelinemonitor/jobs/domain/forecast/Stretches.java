package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;

/**
 * The stretches that a period is cut into for learning: tenths, and the last one in two, because
 * many deals are won in the last days. What is learnt of a stretch holds at its start.
 */
public final class Stretches {

  private static final double[] STARTS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95};

  /** How many there are. */
  public static final int COUNT = STARTS.length;

  private Stretches() {}

  /** Where the stretch begins, as elapsed part of the period, 0 to 1. */
  public static double start(int stretch) {
    return STARTS[stretch];
  }

  /** Where the stretch ends, as elapsed part of the period, 0 to 1. */
  public static double end(int stretch) {
    return stretch + 1 < COUNT ? STARTS[stretch + 1] : 1;
  }

  /** The epoch day at whose first instant the stretch begins. */
  public static long firstDay(FiscalPeriod period, int stretch) {
    return period.startDay() + Math.round(STARTS[stretch] * (period.endDay() - period.startDay()));
  }

  /** The stretch that the elapsed part of a period lies in; 1 lies in the last. */
  public static int at(double elapsed) {
    int stretch = COUNT - 1;
    while (stretch > 0 && STARTS[stretch] > elapsed) {
      stretch--;
    }
    return stretch;
  }
}
