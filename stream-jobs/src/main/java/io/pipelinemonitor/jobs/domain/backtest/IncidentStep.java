package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.incident.IncidentEvent;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * What a replay told of an incident.
 *
 * @param ruleId whose incident it is
 * @param scope whose figures were judged
 * @param period the fiscal period's name
 * @param incidentId the same for all steps of an incident
 * @param sequence counts the incident's steps from 1
 * @param transition the step
 * @param severity after the step
 * @param at stream time of the step, microseconds
 */
public record IncidentStep(
    String ruleId,
    Scope scope,
    String period,
    String incidentId,
    long sequence,
    Transition transition,
    Severity severity,
    long at) {
  /** What an event says of its incident. */
  public static IncidentStep of(IncidentEvent event) {
    return new IncidentStep(
        event.rule().ruleId(),
        event.observation().scope(),
        event.observation().period(),
        event.incident().incidentId(),
        event.incident().sequence(),
        event.transition(),
        event.incident().severity(),
        event.at());
  }
}
