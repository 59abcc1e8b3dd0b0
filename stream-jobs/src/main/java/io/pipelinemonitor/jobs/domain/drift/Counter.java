package io.pipelinemonitor.jobs.domain.drift;

/**
 * One side of a two-sided CUSUM: what observations have added up to since they last came to
 * nothing.
 *
 * @param value C+ or C-, in standard deviations of one observation; never below 0
 * @param run N+ or N-: how many observations ago the value was last 0
 * @param zeroDay the epoch day at whose beginning it was last 0
 * @param open whether it has signalled, and what it signalled is not over
 */
public record Counter(double value, int run, long zeroDay, boolean open) {

  /** At zero as the epoch day begins. */
  public static Counter zero(long day) {
    return new Counter(0, 0, day, false);
  }

  /**
   * Adds an observation: {@code max(0, value + observation - allowance)}.
   *
   * @param observation with the sign of this side, in standard deviations
   * @param allowance k: what counts as nothing, in standard deviations
   * @param day the epoch day at whose beginning it is made
   */
  public Counter plus(double observation, double allowance, long day) {
    double sum = value + observation - allowance;
    return sum > 0 ? new Counter(sum, run + 1, zeroDay, open) : zero(day);
  }

  Counter opened() {
    return new Counter(value, run, zeroDay, true);
  }
}
