package io.pipelinemonitor.jobs.domain.incident;

/** Where an incident stands. */
public enum IncidentState {
  /** Not in breach. Nothing is kept. */
  OK,
  /** Past the fire line, not yet for long enough. Ends at the latest with the rule's span. */
  PENDING,
  /** Open. Ends at the latest when the period closes. */
  FIRING,
  /** Past the clear line, not yet for long enough. Ends at the latest when the period closes. */
  RECOVERING,
  /** Closed; kept until the cooldown is over. */
  RESOLVED
}
