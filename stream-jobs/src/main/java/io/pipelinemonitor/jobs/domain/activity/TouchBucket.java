package io.pipelinemonitor.jobs.domain.activity;

import java.util.Comparator;

/**
 * Whose touches of which kind on which day.
 *
 * @param ownerId the member
 * @param kind what kind of touch
 * @param day an epoch day in the fiscal calendar's zone
 */
public record TouchBucket(String ownerId, ActivityKind kind, long day)
    implements Comparable<TouchBucket> {

  private static final Comparator<TouchBucket> ORDER =
      Comparator.comparing(TouchBucket::ownerId)
          .thenComparingLong(TouchBucket::day)
          .thenComparing(TouchBucket::kind);

  /** By owner, then by day. */
  @Override
  public int compareTo(TouchBucket other) {
    return ORDER.compare(this, other);
  }
}
