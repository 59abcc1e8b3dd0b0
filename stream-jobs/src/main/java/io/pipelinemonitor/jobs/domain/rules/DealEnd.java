package io.pipelinemonitor.jobs.domain.rules;

/** How a deal stopped being an open one of a period. State is stored by name: never rename. */
public enum DealEnd {
  WON,
  LOST,
  DELETED,
  MERGED,
  /** Its close date went to another period. */
  MOVED,
  /** It has no close date any more. */
  UNDATED
}
