package io.pipelinemonitor.jobs.domain.incident;

/** Why an event is recorded but nobody is to be told. */
public enum Suppression {
  /** A rule or scope is silenced. */
  SILENCE,
  /** The incident is snoozed. */
  SNOOZE
}
