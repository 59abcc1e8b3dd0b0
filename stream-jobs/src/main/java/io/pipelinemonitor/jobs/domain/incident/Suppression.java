package io.pipelinemonitor.jobs.domain.incident;

/** Why an event is recorded but nobody is to be told. */
public enum Suppression {
  /** The company's deals are being loaded for the first time. */
  BOOTSTRAP,
  /** Deals are being imported. */
  BACKFILL,
  /** Somebody changes many deals at once, which is told as one. */
  BULK_EDIT,
  /** A rule or scope is silenced. */
  SILENCE,
  /** The incident is snoozed. */
  SNOOZE;

  /** Whether its end is told of every incident that is firing, not only of those it kept quiet. */
  boolean endsWithADigest() {
    return this == BOOTSTRAP || this == BACKFILL;
  }
}
