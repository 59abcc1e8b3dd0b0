package io.pipelinemonitor.jobs.domain.activity;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One report of one activity; a greater report of the same activity takes its place.
 *
 * @param activityId the activity
 * @param eventId the report's identifier in its source
 * @param dealId the deal that it was about; null if none is known
 * @param ownerId the member whose activity it is
 * @param kind what kind of touch
 * @param status how far it has come
 * @param occurredAt when it took place; of one that is scheduled, cancelled or deleted, when that
 *     was decided; microseconds since the epoch
 * @param scheduledFor when it is or was due, microseconds since the epoch; null if it was not
 *     planned
 * @param contactIds the customer's contacts who take part; sorted, each once
 * @param automated sent or written by a machine
 */
public record Activity(
    String activityId,
    String eventId,
    @Nullable String dealId,
    String ownerId,
    ActivityKind kind,
    ActivityStatus status,
    long occurredAt,
    @Nullable Long scheduledFor,
    List<String> contactIds,
    boolean automated)
    implements Comparable<Activity> {

  private static final Comparator<Activity> ORDER =
      Comparator.comparingLong(Activity::occurredAt)
          .thenComparing(Activity::eventId)
          .thenComparing(Activity::status)
          .thenComparing(Activity::kind)
          .thenComparing(Activity::automated)
          .thenComparing(Activity::ownerId)
          .thenComparing(Activity::dealId, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Activity::scheduledFor, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Activity::contactIds, Activity::compareLists)
          .thenComparing(Activity::activityId);

  public Activity {
    contactIds = List.copyOf(new TreeSet<>(contactIds));
  }

  /**
   * By instant, then by the report's identifier. Two reports with one identifier come from a source
   * that reuses it: then their content decides, so that the order of arrival never does.
   */
  @Override
  public int compareTo(Activity other) {
    return ORDER.compare(this, other);
  }

  private static int compareLists(List<String> left, List<String> right) {
    Iterator<String> rest = right.iterator();
    for (String element : left) {
      if (!rest.hasNext()) {
        return 1;
      }
      int byElement = element.compareTo(rest.next());
      if (byElement != 0) {
        return byElement;
      }
    }
    return rest.hasNext() ? -1 : 0;
  }

  /** Whether a person has been in touch with the customer: completed, and not by a machine. */
  public boolean isMeaningfulTouch() {
    return status == ActivityStatus.COMPLETED && !automated;
  }

  /**
   * Up to when a meeting was planned: its appointed time, or when it was held, cancelled or deleted
   * if that was earlier; microseconds since the epoch. Null if this is no meeting, or one without
   * an appointed time.
   */
  @Nullable Long meetingPlannedUntil() {
    if (kind != ActivityKind.MEETING || scheduledFor == null) {
      return null;
    }
    return status == ActivityStatus.SCHEDULED
        ? scheduledFor
        : (Long) Math.min(scheduledFor, occurredAt);
  }
}
