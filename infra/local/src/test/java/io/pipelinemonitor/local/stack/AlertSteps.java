package io.pipelinemonitor.local.stack;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Steps of incidents on the coverage of reps, as the alert job writes them. */
final class AlertSteps {

  private AlertSteps() {}

  /** A step that is taken now, of an incident whose scope is called as the incident. */
  static AlertEvent step(
      String incidentId, long sequence, AlertTransition transition, String ownerId) {
    boolean over = transition == AlertTransition.RESOLVED;
    return AlertEvent.newBuilder()
        .setAlertEventId(incidentId + "-" + sequence)
        .setIncidentId(incidentId)
        .setDedupKey("coverage|REP:" + incidentId + "|2026-Q1")
        .setSequence(sequence)
        .setTransition(transition)
        .setState(over ? AlertState.RESOLVED : AlertState.FIRING)
        .setSeverity(Severity.WARNING)
        .setReason(over ? AlertReason.THRESHOLD_CLEARED : AlertReason.HELD_LONG_ENOUGH)
        .setRuleId("coverage")
        .setRuleVersion(1)
        .setRuleType(RuleType.THRESHOLD)
        .setScopeType(ScopeType.REP)
        .setScopeId(incidentId)
        .setScopePath(List.of("acme", "emea"))
        .setOwnerId(ownerId)
        .setPeriod("2026-Q1")
        .setMetric("coverageToGo")
        .setValue(2.8)
        .setUnit(MetricUnit.RATIO)
        .setCurrency("EUR")
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setEvaluatedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
        .setSummary("Coverage fell.")
        .build();
  }
}
