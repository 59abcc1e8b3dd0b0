package io.pipelinemonitor.jobs.domain.burst;

/**
 * What is many at once. Lengths of time are microseconds.
 *
 * @param mostDeals more distinct deals than so many
 * @param leastOfUnit or more than so many open deals of a unit,
 * @param percentOfUnit if they are more than so many percent of all of them
 * @param within in so much time
 * @param quiet for how long nothing more has to come until it is over
 * @param longestQuiet for how long at most an edit keeps other alerts from being told: whoever goes
 *     on for longer works like that
 */
public record BurstPolicy(
    int mostDeals, int leastOfUnit, int percentOfUnit, long within, long quiet, long longestQuiet) {

  private static final long MINUTE = 60_000_000L;

  /**
   * More than 50 deals, or more than 10 and 20 % of a unit, within 2 minutes; over after 10,
   * telling held back for at most an hour.
   */
  public static final BurstPolicy STANDARD =
      new BurstPolicy(50, 10, 20, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE);
}
