package io.pipelinemonitor.jobs.domain.forecast;

/**
 * How old a deal is for a period. It is the same all through the period, so no sum changes merely
 * because a day passes.
 */
public enum DealAge {
  /** Created in the period itself. */
  NEW,
  /** Created in the period before. */
  RECENT,
  /** Created earlier. */
  OLD;

  /**
   * The age of a deal.
   *
   * @param createdIn index of the period in which the deal was created
   * @param period index of the period in which it counts
   */
  public static DealAge of(int createdIn, int period) {
    int periods = period - createdIn;
    return periods <= 0 ? NEW : periods == 1 ? RECENT : OLD;
  }
}
