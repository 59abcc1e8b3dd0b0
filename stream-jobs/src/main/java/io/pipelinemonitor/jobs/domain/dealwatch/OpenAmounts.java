package io.pipelinemonitor.jobs.domain.dealwatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The open deals of one period by their amounts; those with an amount above 0. */
public final class OpenAmounts {

  private final NavigableMap<Integer, AmountBucket> buckets = new TreeMap<>();

  /** Takes in the deals of the bucket at that place. */
  public void add(int place, AmountBucket bucket) {
    buckets.put(place, bucket);
  }

  /**
   * The places of the buckets that change when a deal has another amount. Amounts are minor units;
   * one that is not above 0 does not count.
   */
  public static List<Integer> placesOf(long before, long after) {
    List<Integer> places = new ArrayList<>(2);
    if (before > 0) {
      places.add(AmountBucket.placeOf(before));
    }
    if (after > 0 && !places.contains(AmountBucket.placeOf(after))) {
      places.add(AmountBucket.placeOf(after));
    }
    return places;
  }

  /** The bucket at that place after a deal's amount has changed. */
  public static AmountBucket changed(AmountBucket bucket, int place, long before, long after) {
    AmountBucket next = bucket;
    if (before > 0 && AmountBucket.placeOf(before) == place) {
      next = next.without(before);
    }
    if (after > 0 && AmountBucket.placeOf(after) == place) {
      next = next.with(after);
    }
    return next;
  }

  /**
   * How large a deal has to be to be among so many percent of them, which are rounded up to whole
   * deals; null if there are none.
   */
  public @Nullable TopShares topShares() {
    long deals = 0;
    for (AmountBucket bucket : buckets.values()) {
      for (int i = 0; i < bucket.size(); i++) {
        deals += bucket.deals(i);
      }
    }
    if (deals == 0) {
      return null;
    }
    List<Long> least = new ArrayList<>(TopShares.PERCENTS);
    long largest = 0;
    for (AmountBucket bucket : buckets.descendingMap().values()) {
      for (int i = bucket.size() - 1; i >= 0; i--) {
        largest += bucket.deals(i);
        long percent = Math.min(TopShares.PERCENTS, largest * TopShares.PERCENTS / deals);
        least.addAll(Collections.nCopies((int) percent - least.size(), bucket.amount(i)));
      }
    }
    return new TopShares(least);
  }
}
