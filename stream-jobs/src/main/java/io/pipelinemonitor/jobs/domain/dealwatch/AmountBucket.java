package io.pipelinemonitor.jobs.domain.dealwatch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many deals have which amount, of amounts that are close to each other. Amounts are minor
 * units above 0; a bucket never changes.
 */
public final class AmountBucket {

  /** No deals. */
  public static final AmountBucket EMPTY = new AmountBucket(new long[0], new int[0]);

  /** Each doubling of the amount is cut into two to the power of so many buckets. */
  private static final int BITS = 5;

  /** Ascending, without repetition. */
  private final long[] amounts;

  /** Of each amount, above 0. */
  private final int[] deals;

  private AmountBucket(long[] amounts, int[] deals) {
    this.amounts = amounts;
    this.deals = deals;
  }

  /** As it was stored: amounts ascending, and how many deals have each. */
  public static AmountBucket of(long[] amounts, int[] deals) {
    return amounts.length == 0 ? EMPTY : new AmountBucket(amounts.clone(), deals.clone());
  }

  /** The bucket that an amount belongs in; a greater amount is never in a lower one. */
  public static int placeOf(long amount) {
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(amount);
    if (exponent < BITS) {
      return (int) amount;
    }
    int mantissa = (int) (amount >>> (exponent - BITS)) - (1 << BITS);
    return ((exponent - BITS + 1) << BITS) + mantissa;
  }

  /** The same with one deal more of that amount. */
  AmountBucket with(long amount) {
    int place = Arrays.binarySearch(amounts, amount);
    if (place >= 0) {
      return withDeals(place, deals[place] + 1);
    }
    int at = -place - 1;
    long[] longer = new long[amounts.length + 1];
    int[] longerDeals = new int[amounts.length + 1];
    System.arraycopy(amounts, 0, longer, 0, at);
    System.arraycopy(deals, 0, longerDeals, 0, at);
    longer[at] = amount;
    longerDeals[at] = 1;
    System.arraycopy(amounts, at, longer, at + 1, amounts.length - at);
    System.arraycopy(deals, at, longerDeals, at + 1, amounts.length - at);
    return new AmountBucket(longer, longerDeals);
  }

  /** The same with one deal less of that amount; a deal that was never counted stays uncounted. */
  AmountBucket without(long amount) {
    int place = Arrays.binarySearch(amounts, amount);
    if (place < 0) {
      return this;
    }
    if (deals[place] > 1) {
      return withDeals(place, deals[place] - 1);
    }
    if (amounts.length == 1) {
      return EMPTY;
    }
    long[] shorter = new long[amounts.length - 1];
    int[] shorterDeals = new int[amounts.length - 1];
    System.arraycopy(amounts, 0, shorter, 0, place);
    System.arraycopy(deals, 0, shorterDeals, 0, place);
    System.arraycopy(amounts, place + 1, shorter, place, shorter.length - place);
    System.arraycopy(deals, place + 1, shorterDeals, place, shorter.length - place);
    return new AmountBucket(shorter, shorterDeals);
  }

  private AmountBucket withDeals(int place, int number) {
    int[] changed = deals.clone();
    changed[place] = number;
    return new AmountBucket(amounts, changed);
  }

  /** Whether there are no deals in it. */
  public boolean isEmpty() {
    return amounts.length == 0;
  }

  /** How many different amounts there are. */
  public int size() {
    return amounts.length;
  }

  /** The amount at that place, the least first. */
  public long amount(int place) {
    return amounts[place];
  }

  /** How many deals have the amount at that place. */
  public int deals(int place) {
    return deals[place];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AmountBucket bucket
        && Arrays.equals(amounts, bucket.amounts)
        && Arrays.equals(deals, bucket.deals);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(amounts) + Arrays.hashCode(deals);
  }

  @Override
  public String toString() {
    return Arrays.toString(amounts) + Arrays.toString(deals);
  }
}
