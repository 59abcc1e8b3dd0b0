package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/** What happened to a deal in the CRM. */
public enum DealEventType {
  CREATED(Existence.EXISTS),
  UPDATED(null),
  DELETED(Existence.DELETED),
  RESTORED(Existence.EXISTS),
  MERGED(Existence.MERGED);

  private final @Nullable Existence existence;

  DealEventType(@Nullable Existence existence) {
    this.existence = existence;
  }

  /** What the event says of the deal's existence, or null if nothing. */
  public @Nullable Existence existence() {
    return existence;
  }
}
