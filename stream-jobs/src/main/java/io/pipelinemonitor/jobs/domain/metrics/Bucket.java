package io.pipelinemonitor.jobs.domain.metrics;

/**
 * Where in time sums are kept: a fiscal period, a day (for trailing windows over all periods), or a
 * day of movements of a period. As text: {@code 2026-Q1}, {@code @20488}, {@code 2026-Q1@20488}.
 */
public final class Bucket {

  private static final char DAY = '@';

  private Bucket() {}

  /** What happened on an epoch day, whatever its period. */
  public static String ofDay(long day) {
    return DAY + Long.toString(day);
  }

  /** What moved within the period on an epoch day. */
  public static String ofPeriodAndDay(String period, long day) {
    return period + DAY + day;
  }

  /** Whether it is a period as a whole. */
  public static boolean isPeriod(String bucket) {
    return bucket.indexOf(DAY) < 0;
  }

  /** The period's name; empty for a day of all periods. */
  public static String period(String bucket) {
    int at = bucket.indexOf(DAY);
    return at < 0 ? bucket : bucket.substring(0, at);
  }

  /** The epoch day of a bucket that has one. */
  public static long day(String bucket) {
    return Long.parseLong(bucket, bucket.indexOf(DAY) + 1, bucket.length(), 10);
  }
}
