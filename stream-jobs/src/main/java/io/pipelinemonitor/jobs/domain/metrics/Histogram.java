package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Durations counted by bucket, within a {@link Tally}: what was counted can be taken back, which no
 * sketch allows, and any order of counting gives the same quantiles.
 *
 * <p>Resolution: whole hours below 64 hours, above that a thirty-second of the power of two below,
 * so a quantile is at most 1.6 % off. A bucket stands for the middle of its durations.
 */
public final class Histogram {

  /** The code of the first bucket in a tally; the others follow. */
  static final int FIRST_CODE = 1 << 20;

  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final int EXACT_HOURS = 64;
  private static final int STEPS_BITS = 5;
  private static final int STEPS = 1 << STEPS_BITS;
  private static final double HOURS_PER_DAY = 24;

  private Histogram() {}

  /** Counts a duration in microseconds, {@code times} 1 or -1; one below zero counts as zero. */
  public static void count(Tally tally, long micros, int times) {
    tally.add(FIRST_CODE + bucket(micros), times);
  }

  /** The bucket of a duration in microseconds. */
  public static int bucket(long micros) {
    long hours = Math.max(0, micros) / MICROS_PER_HOUR;
    if (hours < EXACT_HOURS) {
      return (int) hours;
    }
    int exponent = 63 - Long.numberOfLeadingZeros(hours);
    int step = (int) (hours >> (exponent - STEPS_BITS)) - STEPS;
    return EXACT_HOURS + (exponent - 6) * STEPS + step;
  }

  /** The middle of the durations of a bucket, in days. */
  public static double days(int bucket) {
    if (bucket < EXACT_HOURS) {
      return (bucket + 0.5) / HOURS_PER_DAY;
    }
    int exponent = 6 + (bucket - EXACT_HOURS) / STEPS;
    long step = STEPS + (bucket - EXACT_HOURS) % STEPS;
    double width = 1L << (exponent - STEPS_BITS);
    return (step + 0.5) * width / HOURS_PER_DAY;
  }

  /**
   * A quantile in days: of n durations in ascending order that of rank ⌈n × percent / 100⌉.
   *
   * @return null if nothing was counted
   */
  public static @Nullable Double quantileDays(Tally tally, int percent) {
    long total = 0;
    for (int i = firstBucket(tally); i < tally.size(); i++) {
      total += tally.valueAt(i);
    }
    if (total <= 0) {
      return null;
    }
    long rank = Math.max(1, (total * percent + 99) / 100);
    long seen = 0;
    for (int i = firstBucket(tally); i < tally.size(); i++) {
      seen += tally.valueAt(i);
      if (seen >= rank) {
        return days(tally.codeAt(i) - FIRST_CODE);
      }
    }
    throw new IllegalStateException("more durations were taken back than counted: " + tally);
  }

  private static int firstBucket(Tally tally) {
    int place = tally.size();
    while (place > 0 && tally.codeAt(place - 1) >= FIRST_CODE) {
      place--;
    }
    return place;
  }
}
