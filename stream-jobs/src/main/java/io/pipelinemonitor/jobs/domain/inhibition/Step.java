package io.pipelinemonitor.jobs.domain.inhibition;

import io.pipelinemonitor.jobs.domain.incident.IncidentState;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of an incident as its own scope and period took it, before anybody looked at those above
 * it.
 *
 * @param scope whose figures are in breach
 * @param scopePath unit ids from the root down to the scope's parent; of a deal its owner's units,
 *     and the owner
 * @param ownerId who answers for the scope; null if nobody
 * @param incidentId the incident
 * @param sequence the number that the step was given, from 1
 * @param transition the step
 * @param state where the incident stands after it
 * @param severity how bad it is after it
 * @param suppressedBy why nobody is to be told anyway
 * @param at stream time, microseconds
 */
public record Step(
    Scope scope,
    List<String> scopePath,
    @Nullable String ownerId,
    String incidentId,
    long sequence,
    Transition transition,
    IncidentState state,
    Severity severity,
    Set<Suppression> suppressedBy,
    long at) {

  public Step {
    scopePath = List.copyOf(scopePath);
    suppressedBy = Set.copyOf(suppressedBy);
  }

  /** Identity of the step as it was given. */
  public String stepId() {
    return incidentId + '-' + sequence;
  }

  boolean isOpen() {
    return state == IncidentState.FIRING || state == IncidentState.RECOVERING;
  }

  /** How many scopes there are above: none above the company, the company above every other. */
  int depth() {
    return scope.type() == ScopeType.COMPANY ? 0 : 1 + scopePath.size();
  }

  /** Unit ids from the root down. */
  List<String> unitsAbove() {
    boolean endsWithOwner = scope.type() == ScopeType.DEAL && !scopePath.isEmpty();
    return endsWithOwner ? scopePath.subList(0, scopePath.size() - 1) : scopePath;
  }

  /** The scopes that this one is part of; the root's unit is the company. */
  List<Scope> above() {
    if (scope.type() != ScopeType.UNIT && scope.type() != ScopeType.REP) {
      return List.of();
    }
    List<Scope> above = new ArrayList<>(1 + scopePath.size());
    above.add(Scope.COMPANY);
    scopePath.forEach(unitId -> above.add(Scope.unit(unitId)));
    return above;
  }
}
