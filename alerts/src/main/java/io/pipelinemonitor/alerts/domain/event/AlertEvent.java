package io.pipelinemonitor.alerts.domain.event;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of an incident.
 *
 * @param alertEventId identity of the step; a replay gives the same
 * @param incidentId identity of the incident
 * @param sequence counts the incident's steps from 1
 * @param severity how bad the incident is after the step
 * @param period fiscal period, 2026-Q1 or 2026-M03
 * @param periodElapsed elapsed part of the period, 0 to 1
 * @param summary what happened, in the words of whoever judged
 * @param explanation the deals behind it; null: not explained in money
 * @param flapping whether the incident goes back and forth too often to be told each time
 * @param suppressedBy why nobody is to be told; empty: nothing speaks against it
 * @param stale whether the figures behind it are too old
 */
public record AlertEvent(
    String alertEventId,
    String incidentId,
    long sequence,
    Transition transition,
    IncidentState state,
    Severity severity,
    StepReason reason,
    Rule rule,
    Scope scope,
    String period,
    double periodElapsed,
    Figure figure,
    Times times,
    String summary,
    @Nullable Explanation explanation,
    boolean flapping,
    Set<Suppression> suppressedBy,
    boolean stale) {

  public AlertEvent {
    suppressedBy = Set.copyOf(suppressedBy);
  }

  /** Whether the incident is open after the step. */
  public boolean isOpen() {
    return state == IncidentState.FIRING || state == IncidentState.RECOVERING;
  }

  /** What the incident is about, as commands say it. */
  public String dedupKey() {
    return rule.id() + '|' + scope.key() + '|' + period;
  }

  /**
   * The rule that judged.
   *
   * @param name what people call it
   */
  public record Rule(String id, String name, RuleType type) {
    private static final Set<String> BUILT_IN = Set.of("bulk-edit", "backfill");

    /** Whether it is one of those that whoever judges brings along; nobody wrote it. */
    public boolean isBuiltIn() {
      return BUILT_IN.contains(id);
    }
  }
}
