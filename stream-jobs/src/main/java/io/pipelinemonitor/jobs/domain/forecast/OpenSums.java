package io.pipelinemonitor.jobs.domain.forecast;

/**
 * The open deals of one class in one scope and period: whole numbers, so that a deal is added by
 * adding and taken back by subtracting.
 *
 * @param dealClass what the deals have in common
 * @param count how many
 * @param amount their amounts together, minor units of the reporting currency
 * @param squares the sum of {@link #square} over their amounts
 */
public record OpenSums(DealClass dealClass, long count, long amount, long squares) {

  /** Square minor units in the unit of {@link #square}. */
  static final double SQUARE_UNIT = 10_000;

  private static final long LARGEST = 100_000_000L;

  /**
   * The square of an amount, in hundreds of minor units squared. An amount beyond 10 thousand
   * million minor units counts as that, so that one mistyped deal does not overflow a sum.
   */
  public static long square(long amount) {
    long hundreds = Math.min(Math.abs(amount / 100), LARGEST);
    return hundreds * hundreds;
  }
}
