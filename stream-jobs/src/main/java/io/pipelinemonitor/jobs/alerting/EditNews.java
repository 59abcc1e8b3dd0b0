package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.OpenChange;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import org.jspecify.annotations.Nullable;

/**
 * What is new of deals for whoever counts edits: an event that changed one, an event that is
 * earlier than all before, or that one is open elsewhere.
 *
 * @param at when the event was recorded, or from when on the deal is open elsewhere, stream time in
 *     microseconds
 * @param touch what the event changed; null: it is something else
 * @param open where the deal is no longer open or newly so; null: it is something else
 */
public record EditNews(long at, @Nullable Touch touch, @Nullable OpenChange open) {

  /** An event that is earlier than all before. */
  static EditNews earliest(long at) {
    return new EditNews(at, null, null);
  }

  static EditNews of(Touch touch) {
    return new EditNews(touch.at(), touch, null);
  }

  static EditNews of(OpenChange open) {
    return new EditNews(open.moment(), null, open);
  }

  /** Whose doing it is; empty where that does not matter. */
  String key() {
    return touch == null ? "" : touch.author().key();
  }
}
