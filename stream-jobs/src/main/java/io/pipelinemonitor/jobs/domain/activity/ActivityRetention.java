package io.pipelinemonitor.jobs.domain.activity;

/**
 * For how long after it occurred a report of an activity is kept; lengths are microseconds.
 *
 * <p>Calls, mails and the like are kept for {@code touches}. Meetings are kept for {@code plans},
 * because one may be planned far ahead, and so is what was cancelled or deleted, of whatever kind:
 * else a meeting that was cancelled would be back when its first report arrives again.
 *
 * @param touches at least the longest window in which touches are counted
 * @param plans at least {@code touches}: how far ahead a meeting may be planned
 * @param contacts of how many contacts it is remembered up to when so many had been touched
 * @param contactWindow for how long a touch of a contact counts there, at most {@code touches}
 */
public record ActivityRetention(long touches, long plans, int contacts, long contactWindow) {

  public ActivityRetention {
    if (touches <= 0 || plans < touches) {
      throw new IllegalArgumentException(
          "activities are kept for more than 0, and meetings for no less: not for "
              + touches
              + " and "
              + plans
              + " microseconds");
    }
    if (contacts < 1 || contactWindow <= 0 || contactWindow > touches) {
      throw new IllegalArgumentException(
          "contacts are 1 or more, touched for more than 0 and no longer than touches are kept: not "
              + contacts
              + " for "
              + contactWindow
              + " microseconds");
    }
  }

  /** From when on the report is no longer kept by itself, microseconds since the epoch. */
  long until(Activity activity) {
    boolean isPlan =
        activity.kind() == ActivityKind.MEETING
            || activity.status() == ActivityStatus.CANCELLED
            || activity.status() == ActivityStatus.DELETED;
    return activity.occurredAt() + (isPlan ? plans : touches);
  }
}
