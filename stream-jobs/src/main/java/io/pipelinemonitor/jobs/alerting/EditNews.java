package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.Touch;
import org.jspecify.annotations.Nullable;

/**
 * What is new of deal events: one that changed a deal, or one that is earlier than all before.
 *
 * @param at when the event was recorded, stream time in microseconds
 * @param touch what it changed; null: it is only the earliest so far
 */
public record EditNews(long at, @Nullable Touch touch) {

  /** Whose doing it is; empty where that does not matter. */
  String key() {
    return touch == null ? "" : touch.author().key();
  }
}
