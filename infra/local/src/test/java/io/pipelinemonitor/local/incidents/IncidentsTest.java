package io.pipelinemonitor.local.incidents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentsTest {

  private final Incidents incidents = new Incidents();

  private void event(String incidentId, String unit, AlertState state) {
    incidents.add(
        AlertEvent.newBuilder()
            .setAlertEventId(incidentId + "-1")
            .setIncidentId(incidentId)
            .setDedupKey("coverage|UNIT:" + unit + "|2026-Q1")
            .setSequence(1)
            .setTransition(AlertTransition.FIRED)
            .setState(state)
            .setSeverity(Severity.WARNING)
            .setRuleId("coverage")
            .setRuleVersion(1)
            .setScopeType(ScopeType.UNIT)
            .setScopeId(unit)
            .setPeriod("2026-Q1")
            .setMetric("coverageToGo")
            .setEvaluatedAt(Instant.EPOCH)
            .setSummary("Coverage of " + unit + " recovered.")
            .build());
  }

  @Test
  void findsAnOpenIncidentByTheBeginningOfItsIdOrByWhatItIsAbout() {
    event("8df5", "north", AlertState.FIRING);
    event("8e01", "south", AlertState.RECOVERING);
    assertThat(incidents.require("8d").getScopeId()).isEqualTo("north");
    assertThat(incidents.require("8e01").getScopeId()).isEqualTo("south");
    assertThat(incidents.require("coverage|UNIT:south|2026-Q1").getIncidentId()).isEqualTo("8e01");
  }

  @Test
  void asksForMoreWhenSeveralAreMeant() {
    event("8df5", "north", AlertState.FIRING);
    event("8e01", "south", AlertState.FIRING);
    assertThatThrownBy(() -> incidents.require("8"))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "8 may be any of 8df5 (coverage|UNIT:north|2026-Q1), 8e01"
                + " (coverage|UNIT:south|2026-Q1); write more of the id");
  }

  @Test
  void takesTheOpenOneWhereOthersHaveEnded() {
    event("8df5", "north", AlertState.RESOLVED);
    event("8e01", "south", AlertState.FIRING);
    assertThat(incidents.require("8").getIncidentId()).isEqualTo("8e01");
    assertThat(incidents.open()).hasSize(1);
  }

  @Test
  void saysWhatBecameOfOneThatIsOverAndWhereToFindOthers() {
    event("8df5", "north", AlertState.RESOLVED);
    assertThatThrownBy(() -> incidents.require("8df5"))
        .hasMessage("The incident 8df5 is over: Coverage of north recovered.");
    assertThatThrownBy(() -> incidents.require("77"))
        .hasMessage("There is no open incident 77. Those that are open are listed by: monitor ack");
  }
}
