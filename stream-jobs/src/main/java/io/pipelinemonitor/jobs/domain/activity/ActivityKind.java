package io.pipelinemonitor.jobs.domain.activity;

/** What kind of touch an activity is. State is stored by ordinal: append only. */
public enum ActivityKind {
  EMAIL,
  CALL,
  MEETING,
  TASK,
  NOTE,
  MESSAGE
}
