package io.pipelinemonitor.jobs.domain.activity;

/** How far an activity has come. State is stored by ordinal: append only. */
public enum ActivityStatus {
  SCHEDULED,
  COMPLETED,
  CANCELLED,
  /** Removed in its source: it counts no longer, as if it had never been. */
  DELETED
}
