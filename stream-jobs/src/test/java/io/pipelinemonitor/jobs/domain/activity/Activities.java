package io.pipelinemonitor.jobs.domain.activity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports of activities for tests, changed step by step. */
public record Activities(Activity activity) {

  /** A completed call of ann on deal A, without contacts, reported once. */
  public static Activities call(String activityId, long occurredAt) {
    return new Activities(
        new Activity(
            activityId,
            activityId + "-1",
            "A",
            "ann",
            ActivityKind.CALL,
            ActivityStatus.COMPLETED,
            occurredAt,
            null,
            List.of(),
            false));
  }

  /** A meeting that is planned. */
  public static Activities meeting(String activityId, long decidedAt, long scheduledFor) {
    return call(activityId, decidedAt)
        .of(ActivityKind.MEETING)
        .scheduledFor(scheduledFor)
        .being(ActivityStatus.SCHEDULED);
  }

  public Activities reportedBy(String eventId) {
    return changed(eventId, activity.kind(), activity.status(), activity.automated());
  }

  public Activities of(ActivityKind kind) {
    return changed(activity.eventId(), kind, activity.status(), activity.automated());
  }

  public Activities being(ActivityStatus status) {
    return changed(activity.eventId(), activity.kind(), status, activity.automated());
  }

  public Activities automated() {
    return changed(activity.eventId(), activity.kind(), activity.status(), true);
  }

  private Activities changed(
      String eventId, ActivityKind kind, ActivityStatus status, boolean automated) {
    return new Activities(
        new Activity(
            activity.activityId(),
            eventId,
            activity.dealId(),
            activity.ownerId(),
            kind,
            status,
            activity.occurredAt(),
            activity.scheduledFor(),
            activity.contactIds(),
            automated));
  }

  public Activities at(long occurredAt) {
    return moved(activity.ownerId(), occurredAt, activity.scheduledFor(), activity.contactIds());
  }

  public Activities scheduledFor(@Nullable Long instant) {
    return moved(activity.ownerId(), activity.occurredAt(), instant, activity.contactIds());
  }

  public Activities by(String ownerId) {
    return moved(ownerId, activity.occurredAt(), activity.scheduledFor(), activity.contactIds());
  }

  public Activities with(String... contactIds) {
    return moved(
        activity.ownerId(), activity.occurredAt(), activity.scheduledFor(), List.of(contactIds));
  }

  private Activities moved(
      String ownerId, long occurredAt, @Nullable Long scheduledFor, List<String> contactIds) {
    return new Activities(
        new Activity(
            activity.activityId(),
            activity.eventId(),
            activity.dealId(),
            ownerId,
            activity.kind(),
            activity.status(),
            occurredAt,
            scheduledFor,
            contactIds,
            activity.automated()));
  }
}
