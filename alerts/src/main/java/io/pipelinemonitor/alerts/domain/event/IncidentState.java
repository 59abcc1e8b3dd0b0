package io.pipelinemonitor.alerts.domain.event;

/** Where an incident stands. */
public enum IncidentState {
  OK,
  PENDING,
  FIRING,
  RECOVERING,
  RESOLVED,
  UNKNOWN
}
