package io.pipelinemonitor.alerts.domain.event;

/** What a scope is made of. */
public enum ScopeType {
  COMPANY,
  UNIT,
  REP,
  SEGMENT,
  PRODUCT,
  TERRITORY,
  PIPELINE,
  SOURCE,
  DEAL,
  UNKNOWN
}
