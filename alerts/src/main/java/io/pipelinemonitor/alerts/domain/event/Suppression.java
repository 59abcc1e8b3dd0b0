package io.pipelinemonitor.alerts.domain.event;

/** Why whoever judged wants nobody to be told of a step. */
public enum Suppression {
  BOOTSTRAP,
  BACKFILL,
  BULK_EDIT,
  SILENCE,
  SNOOZE,
  INHIBITED,
  UNKNOWN
}
