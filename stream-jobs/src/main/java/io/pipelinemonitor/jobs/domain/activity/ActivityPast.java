package io.pipelinemonitor.jobs.domain.activity;

import org.jspecify.annotations.Nullable;

/**
 * What is remembered of activities that are no longer kept: dates only, no figure counts them.
 * Instants are microseconds since the epoch, null where there was none.
 *
 * @param firstTouch the first meaningful touch
 * @param lastTouch the last meaningful touch
 * @param contactsUntil the latest instant up to which enough contacts had been touched, see {@link
 *     ActivityFacts#contactsTouchedUntil}
 * @param meetingUntil the latest instant up to which a meeting was planned
 */
public record ActivityPast(
    @Nullable Long firstTouch,
    @Nullable Long lastTouch,
    @Nullable Long contactsUntil,
    @Nullable Long meetingUntil) {

  /** Nothing to remember. */
  public static final ActivityPast NOTHING = new ActivityPast(null, null, null, null);

  ActivityPast withTouch(long at) {
    return new ActivityPast(
        firstTouch == null ? at : Math.min(firstTouch, at),
        later(lastTouch, at),
        contactsUntil,
        meetingUntil);
  }

  ActivityPast withContactsUntil(@Nullable Long at) {
    return new ActivityPast(firstTouch, lastTouch, later(contactsUntil, at), meetingUntil);
  }

  ActivityPast withMeetingUntil(@Nullable Long at) {
    return new ActivityPast(firstTouch, lastTouch, contactsUntil, later(meetingUntil, at));
  }

  static @Nullable Long later(@Nullable Long left, @Nullable Long right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return Math.max(left, right);
  }
}
