package io.pipelinemonitor.jobs.domain.scope;

/** What kind of thing a scope is. */
public enum ScopeType {
  COMPANY,
  UNIT,
  REP,
  SEGMENT,
  PRODUCT,
  TERRITORY,
  PIPELINE,
  /** A system that reports deals or activities; it has no figures. */
  SOURCE,
  /** One deal: it has incidents, but no figures. */
  DEAL;

  /** Whether figures of this scope are the sum of its reps' figures. */
  public boolean isRolledUp() {
    return this == COMPANY || this == UNIT;
  }
}
