package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Where in time sums are kept: a fiscal period, a day (for trailing windows over all periods), a
 * day of activities, or a day of movements of a period. As text: {@code 2026-Q1}, {@code @20488},
 * {@code touches@20488}, {@code 2026-Q1@20488}.
 */
public final class Bucket {

  /** Open deals without a close date: they belong to no period and to no day. */
  public static final String UNDATED = "undated@0";

  /** A power of two. */
  private static final int RECENT = 256;

  /** Texts asked for lately; two threads may at worst make one twice. */
  private static final @Nullable Text[] RECENT_TEXTS = new @Nullable Text[RECENT];

  private record Text(String prefix, long day, String text) {}

  private static final char DAY = '@';
  private static final String TOUCHES = "touches";

  private Bucket() {}

  /** What happened on an epoch day, whatever its period. */
  public static String ofDay(long day) {
    return text("", day);
  }

  /** Activities of an epoch day, whatever the period. */
  public static String ofTouches(long day) {
    return text(TOUCHES, day);
  }

  /** Whether it is {@link #ofTouches a day of activities}. */
  static boolean isOfTouches(String bucket) {
    return bucket.startsWith(TOUCHES);
  }

  /** What moved within the period on an epoch day. */
  public static String ofPeriodAndDay(String period, long day) {
    return text(period, day);
  }

  /** The same few are asked for all day long, by every deal. */
  private static String text(String prefix, long day) {
    int place = (31 * prefix.hashCode() + (int) day) & (RECENT - 1);
    Text known = RECENT_TEXTS[place];
    if (known == null || known.day() != day || !known.prefix().equals(prefix)) {
      known = new Text(prefix, day, prefix + DAY + day);
      RECENT_TEXTS[place] = known;
    }
    return known.text();
  }

  /** Whether it is a period as a whole. */
  public static boolean isPeriod(String bucket) {
    return bucket.indexOf(DAY) < 0;
  }

  /** The period's name; empty for what is of no period. */
  public static String period(String bucket) {
    int at = bucket.indexOf(DAY);
    if (at < 0) {
      return bucket;
    }
    return isOfTouches(bucket) || bucket.equals(UNDATED) ? "" : bucket.substring(0, at);
  }

  /** The epoch day of a bucket that has one. */
  public static long day(String bucket) {
    return Long.parseLong(bucket, bucket.indexOf(DAY) + 1, bucket.length(), 10);
  }
}
