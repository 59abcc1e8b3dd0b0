package io.pipelinemonitor.alerts.domain.event;

/** How a rule judges. */
public enum RuleType {
  THRESHOLD,
  CHANGE,
  DRIFT,
  PACING,
  DEAL,
  STALE,
  /** One that this version does not know. */
  UNKNOWN
}
