package io.pipelinemonitor.jobs.domain.rules;

/** Which fiscal periods a rule watches, seen from stream time. */
public enum RulePeriod {
  /** The period that contains now. */
  CURRENT,
  /** The one after it. */
  NEXT
}
