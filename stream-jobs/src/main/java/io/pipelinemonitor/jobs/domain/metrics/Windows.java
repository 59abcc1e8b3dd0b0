package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Which window the sums of a day belong to on a given day. What enters a window leaves it as
 * exactly: the sums of the day are kept as long as any window needs them.
 */
public final class Windows {

  /** The trailing window that ends today, over all periods. */
  public static final String TRAILING = "@";

  /** The window of the same length before it. */
  public static final String TRAILING_BEFORE = "@before";

  /** Activities of the trailing week. */
  public static final String TOUCHES_WEEK = "touches@week";

  /** Activities of the three weeks before. */
  public static final String TOUCHES_BEFORE = "touches@before";

  private final Policy policy;

  public Windows(Policy policy) {
    this.policy = policy;
  }

  /** The trailing week of a period's movements. */
  public static String week(String period) {
    return period + "@week";
  }

  /**
   * The window that a bucket counts in.
   *
   * @param today an epoch day
   * @return null for none, and for a period as a whole
   */
  public @Nullable String windowOf(String bucket, long today) {
    if (Bucket.isPeriod(bucket)) {
      return null;
    }
    if (bucket.equals(Bucket.UNDATED)) {
      return Bucket.UNDATED;
    }
    long day = Bucket.day(bucket);
    String period = Bucket.period(bucket);
    if (day > today) {
      return null;
    }
    if (Bucket.isOfTouches(bucket)) {
      if (day >= policy.weekFrom(today)) {
        return TOUCHES_WEEK;
      }
      return day >= policy.monthFrom(today) ? TOUCHES_BEFORE : null;
    }
    if (!period.isEmpty()) {
      return day >= policy.weekFrom(today) ? week(period) : null;
    }
    if (day >= policy.windowFrom(today)) {
      return TRAILING;
    }
    return day >= policy.windowBeforeFrom(today) ? TRAILING_BEFORE : null;
  }

  /** Whether any window needs the bucket on that day or later; always true of periods. */
  public boolean isKept(String bucket, long today) {
    if (Bucket.isPeriod(bucket) || bucket.equals(Bucket.UNDATED)) {
      return true;
    }
    if (Bucket.isOfTouches(bucket)) {
      return Bucket.day(bucket) >= policy.monthFrom(today);
    }
    return Bucket.day(bucket)
        >= (Bucket.period(bucket).isEmpty()
            ? policy.windowBeforeFrom(today)
            : policy.weekFrom(today));
  }
}
