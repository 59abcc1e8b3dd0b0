package io.pipelinemonitor.jobs.domain.incident;

/** The step of an incident's life that an event records. */
public enum Transition {
  PENDING,
  PENDING_CLEARED,
  FIRED,
  ESCALATED,
  STEPPED_DOWN,
  RECOVERING,
  REBREACHED,
  RESOLVED,
  REOPENED,
  /** A change that is worth telling, in the same state. */
  UPDATED,
  REMINDED,
  ACKNOWLEDGED,
  SNOOZED,
  UNSNOOZED;

  /** Whether it is kept for the record only: the incident has not opened. */
  public boolean isAuditOnly() {
    return this == PENDING || this == PENDING_CLEARED;
  }
}
