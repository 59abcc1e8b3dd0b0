package io.pipelinemonitor.jobs.domain.scope;

/** What kind of thing a scope is. */
public enum ScopeType {
  COMPANY,
  UNIT,
  REP,
  SEGMENT,
  PRODUCT,
  TERRITORY,
  PIPELINE;

  /** Whether figures of this scope are the sum of its reps' figures. */
  public boolean isRolledUp() {
    return this == COMPANY || this == UNIT;
  }
}
