package io.pipelinemonitor.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.alerting.DefaultRules;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.quarters.FiscalQuarters;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The default rule that needs two earlier quarters, which the story does not have. */
class EarlierQuartersTest {

  private static final Policy POLICY = JobSettings.of(Map.of()).policy();
  private static final String RULE = "booked-pace";
  private static final int QUARTERS = 3;

  @Test
  void bookingsBehindThoseOfTheTwoQuartersBeforeAreTold() throws Exception {
    Simulation simulation =
        FiscalQuarters.of(
            1,
            POLICY.calendar(),
            Objects.requireNonNull(POLICY.calendar().periodNamed("2026-Q1")),
            QUARTERS);
    List<AlertRule> rules =
        DefaultRules.of(POLICY.reportingCurrency()).stream()
            .filter(rule -> rule.getRuleId().equals(RULE))
            .toList();

    JobsInProcess.Outcome outcome =
        new JobsInProcess()
            .runWithoutLearning(withoutActivities(simulation), simulation.endMicros(), rules);

    assertThat(Incident.of(outcome.events()))
        .filteredOn(incident -> incident.ruleId().equals(RULE))
        .map(Incident::textWithDays)
        .containsExactly(
            "booked-pace australia-new-zealand 2026-Q1 CRITICAL HELD_LONG_ENOUGH, 2026-02-16 to 2026-03-31",
            "booked-pace us-east-enterprise 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-16 to 2026-02-21",
            "booked-pace us-east-enterprise 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-07 to 2026-03-19",
            "booked-pace japan-enterprise 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-20 to 2026-03-24",
            "booked-pace us-west 2026-Q1 WARNING null, 2026-03-25 to -");
  }

  /** They book nothing, and neither does what is learnt. */
  private static List<SimulatedRecord> withoutActivities(Simulation simulation) {
    return simulation.records().stream()
        .filter(record -> record.topic() != Topics.ACTIVITY_EVENTS)
        .toList();
  }
}
