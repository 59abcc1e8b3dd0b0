package io.pipelinemonitor.alerts.domain.event;

/** The step that was taken. */
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
  UPDATED,
  REMINDED,
  ACKNOWLEDGED,
  SNOOZED,
  UNSNOOZED,
  /** One that this version does not know. */
  UNKNOWN;

  /** Whether people may ever hear of it; the others are for the record. */
  public boolean isForPeople() {
    return switch (this) {
      case PENDING, PENDING_CLEARED, UNKNOWN -> false;
      case FIRED,
          ESCALATED,
          STEPPED_DOWN,
          RECOVERING,
          REBREACHED,
          RESOLVED,
          REOPENED,
          UPDATED,
          REMINDED,
          ACKNOWLEDGED,
          SNOOZED,
          UNSNOOZED ->
          true;
    };
  }
}
