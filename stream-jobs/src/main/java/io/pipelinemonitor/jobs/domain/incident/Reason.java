package io.pipelinemonitor.jobs.domain.incident;

/** Why a step was taken. */
public enum Reason {
  /** The value passed a fire line. */
  THRESHOLD_CROSSED,
  /** The value reached a clear line, or came back over the fire line before its time was up. */
  THRESHOLD_CLEARED,
  /** The breach, or the recovery, lasted as long as the rule asks. */
  HELD_LONG_ENOUGH,
  /** As many of the last observations were in breach as the rule asks. */
  M_OF_N,
  /** The value moved by what the rule calls worth telling. */
  MATERIAL_CHANGE,
  /** It is still open. */
  REMINDER,
  /** A new version of the rule judges differently. */
  RULE_EDITED,
  RULE_DELETED,
  RULE_DISABLED,
  /** The scope is gone, or the metric has no value any more. */
  SCOPE_GONE,
  /** The time in which the rule watches the period is over. */
  PERIOD_CLOSED,
  /** Somebody asked for it. */
  MANUAL,
  /** The figures have become older than the rule allows. */
  DATA_STALE,
  /** New figures came after that. */
  DATA_FRESH,
  /** A bulk edit or an import is over, while which nobody was told. */
  SUPPRESSION_ENDED,
  /** The deal was won. */
  DEAL_WON,
  /** The deal was lost. */
  DEAL_LOST,
  /** The deal's close date went to another period. */
  DEAL_MOVED,
  /** The deal has another owner, who is to be told anew if need be. */
  DEAL_REASSIGNED
}
