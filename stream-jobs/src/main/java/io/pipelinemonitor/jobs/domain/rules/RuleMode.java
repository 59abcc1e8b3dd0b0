package io.pipelinemonitor.jobs.domain.rules;

/** Whether a rule tells anybody. */
public enum RuleMode {
  LIVE,
  SHADOW
}
