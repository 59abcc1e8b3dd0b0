package io.pipelinemonitor.jobs.domain.rules;

/** How a rule judges its metric. This version judges THRESHOLD rules and refuses the others. */
public enum RuleType {
  THRESHOLD,
  CHANGE,
  DRIFT,
  PACING,
  DEAL,
  STALE
}
