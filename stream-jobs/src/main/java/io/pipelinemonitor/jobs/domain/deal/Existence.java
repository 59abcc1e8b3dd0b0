package io.pipelinemonitor.jobs.domain.deal;

/** Whether the CRM still has the deal. */
public enum Existence {
  EXISTS,
  DELETED,
  /** Removed in favour of another deal. */
  MERGED
}
