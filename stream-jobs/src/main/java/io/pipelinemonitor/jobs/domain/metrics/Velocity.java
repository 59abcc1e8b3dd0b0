package io.pipelinemonitor.jobs.domain.metrics;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How much money moves, and how fast, from the sums of a trailing window. A figure is null where
 * its denominator is zero.
 *
 * @param winRate won / (won + lost) deals
 * @param winRateValue the same by amount
 * @param winRateCohort of the deals created in the window, the share won by now
 * @param averageDealSize mean amount of won deals, minor units of the reporting currency, rounded
 *     half to even
 * @param cycleDays mean days from creation to win
 * @param cycleDaysMedian their median, see {@link Histogram}
 * @param perDay open deals × winRate × averageDealSize / cycleDays, minor units a day, computed
 *     exactly and rounded half to even
 */
public record Velocity(
    @Nullable Double winRate,
    @Nullable Double winRateValue,
    @Nullable Double winRateCohort,
    @Nullable Long averageDealSize,
    @Nullable Double cycleDays,
    @Nullable Double cycleDaysMedian,
    @Nullable Long perDay) {

  private static final long SECONDS_PER_DAY = 86_400;

  /**
   * Computes the figures.
   *
   * @param window the sums of the window's days
   * @param openCount open deals of the period
   */
  static Velocity of(Sums window, long openCount) {
    long won = window.get(Measure.WON_COUNT);
    long closed = won + window.get(Measure.DAY_LOST_COUNT);
    long wonAmount = window.get(Measure.WON_AMOUNT);
    long closedAmount = wonAmount + window.get(Measure.DAY_LOST_AMOUNT);
    long cycleSeconds = window.get(Measure.WON_CYCLE_SECONDS);
    return new Velocity(
        Figures.ratio(won, closed),
        Figures.ratio(wonAmount, closedAmount),
        Figures.ratio(window.get(Measure.CREATED_WON_COUNT), window.get(Measure.CREATED_COUNT)),
        quotient(BigInteger.valueOf(wonAmount), BigInteger.valueOf(won)),
        Figures.ratio(cycleSeconds, won * SECONDS_PER_DAY),
        Histogram.quantileDays(window.measures(), 50),
        quotient(
            product(openCount, wonAmount, won, SECONDS_PER_DAY), product(closed, cycleSeconds)));
  }

  private static BigInteger product(long... factors) {
    BigInteger product = BigInteger.ONE;
    for (long factor : factors) {
      product = product.multiply(BigInteger.valueOf(factor));
    }
    return product;
  }

  private static @Nullable Long quotient(BigInteger dividend, BigInteger divisor) {
    if (divisor.signum() <= 0) {
      return null;
    }
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    int half = parts[1].abs().shiftLeft(1).compareTo(divisor);
    boolean away = half > 0 || (half == 0 && parts[0].testBit(0));
    return parts[0].add(BigInteger.valueOf(away ? dividend.signum() : 0)).longValueExact();
  }
}
