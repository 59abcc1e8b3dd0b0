package io.pipelinemonitor.jobs.domain.rules;

/**
 * How a rule judges its metric. This version judges by {@link Judgement} and refuses the types that
 * have none.
 */
public enum RuleType {
  THRESHOLD,
  CHANGE,
  DRIFT,
  PACING,
  DEAL,
  STALE
}
