package io.pipelinemonitor.jobs.domain.incident;

/** Why a step was taken. */
public enum Reason {
  /** The value passed a fire line. */
  THRESHOLD_CROSSED,
  /** The value reached a clear line, or came back over the fire line before its time was up. */
  THRESHOLD_CLEARED,
  /** The breach, or the recovery, lasted as long as the rule asks. */
  HELD_LONG_ENOUGH,
  /** A new version of the rule judges differently. */
  RULE_EDITED,
  RULE_DELETED,
  RULE_DISABLED,
  /** The scope is gone, or the metric has no value any more. */
  SCOPE_GONE,
  /** The time in which the rule watches the period is over. */
  PERIOD_CLOSED
}
