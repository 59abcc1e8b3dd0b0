package io.pipelinemonitor.jobs.domain.drift;

/**
 * What earlier periods' projections did between two days.
 *
 * @param periods how many of them have a projection for both days
 * @param change their mean change, minor units
 * @param deviation how far single ones were from it: 1.4826 × their median absolute deviation,
 *     which is the standard deviation where they are normal; minor units
 * @param variance of the difference between one period's change and the mean of the others if all
 *     its changes from day to day are independent; square minor units
 */
record Usual(int periods, double change, double deviation, double variance) {

  /** The median of fewer says nothing of how far they scatter. */
  static final int FEWEST_PERIODS = 4;

  boolean isEnough() {
    return periods >= FEWEST_PERIODS;
  }
}
