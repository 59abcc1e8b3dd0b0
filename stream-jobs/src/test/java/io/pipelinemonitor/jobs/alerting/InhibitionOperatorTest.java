package io.pipelinemonitor.jobs.alerting;

import static io.pipelinemonitor.jobs.alerting.AlertInputs.COVERAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.SuppressionCause;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** North is above team, and both are Nora's. */
class InhibitionOperatorTest {

  private static final double PERIOD_HOURS = 90 * 24;
  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://inhibition"));
  private static final String AT_ONCE =
      COVERAGE.replace("'for': '4h'", "'for': '0s'").replace("'1h'", "'0s'");

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  InhibitionOperatorTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    chain = new AlertChain(SETTINGS, null);
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  private RawRecord north(double hours, double coverage) {
    return coverage(hours, "north", List.of("root"), coverage);
  }

  private RawRecord team(double hours, double coverage) {
    return coverage(hours, "team", List.of("root", "north"), coverage);
  }

  private RawRecord coverage(double hours, String unitId, List<String> path, double coverage) {
    PipelineSnapshot snapshot = AlertInputs.snapshot(hours, unitId, coverage);
    snapshot.setScopePath(path);
    snapshot.setOwnerId("nora");
    return inputs.raw(
        Topics.SNAPSHOTS, "UNIT:" + unitId + "|2026-Q1", inputs.encoded(snapshot), hours);
  }

  /** As the chain tells it, marked where it is inhibited. */
  private static List<String> steps(AlertChain chain) {
    return chain.events().stream()
        .map(
            event ->
                AlertChain.step(event)
                    + (event.getSuppressedBy().contains(SuppressionCause.INHIBITED)
                        ? " inhibited"
                        : ""))
        .toList();
  }

  private static void assertGapless(List<AlertEvent> events) {
    Map<String, Long> numbers = new HashMap<>();
    for (AlertEvent event : events) {
      assertThat(event.getSequence())
          .as(event.toString())
          .isEqualTo(numbers.merge(event.getIncidentId(), 1L, Long::sum));
      assertThat(event.getAlertEventId())
          .isEqualTo(event.getIncidentId() + "-" + event.getSequence());
    }
  }

  @Test
  void parentSpeaksForTheChildUntilItEnds() throws Exception {
    chain.send(inputs.rule(0, AT_ONCE));
    // The child's figures come first, of the same moment.
    chain.send(team(1, 2.5));
    chain.send(north(1, 2.7));
    chain.send(north(5, 3.5));
    chain.send(team(6, 3.5));
    chain.timePassesTo(1);
    assertThat(steps(chain))
        .as("without waiting any longer")
        .containsExactly(
            "1.0 north FIRED THRESHOLD_CROSSED", "1.0 team FIRED THRESHOLD_CROSSED inhibited");
    chain.timePassesTo(6);
    assertThat(steps(chain))
        .containsExactly(
            "1.0 north FIRED THRESHOLD_CROSSED",
            "1.0 team FIRED THRESHOLD_CROSSED inhibited",
            "5.0 north RESOLVED THRESHOLD_CLEARED",
            "5.0 team REMINDED REMINDER",
            "6.0 team RESOLVED THRESHOLD_CLEARED");
    assertGapless(chain.events());
    chain.timePassesTo(PERIOD_HOURS + 48);
    assertThat(chain.left()).isZero();
  }

  @Test
  void reminderSaysWhatIsKnownOfTheLatestStep() throws Exception {
    chain.send(inputs.rule(0, AT_ONCE));
    chain.send(team(1, 2.5));
    chain.send(north(1, 2.7));
    chain.send(north(5, 3.5));
    chain.timePassesTo(5);
    AlertEvent fired = chain.events().get(1);
    AlertEvent reminder = chain.events().get(3);
    assertThat(reminder.getDedupKey()).isEqualTo("coverage|UNIT:team|2026-Q1");
    assertThat(reminder.getIncidentId()).isEqualTo(fired.getIncidentId());
    assertThat(reminder.getTransition()).isEqualTo(AlertTransition.REMINDED);
    assertThat(reminder.getReason()).isEqualTo(AlertReason.REMINDER);
    assertThat(reminder.getState()).isEqualTo(AlertState.FIRING);
    assertThat(reminder.getPreviousState()).isEqualTo(AlertState.FIRING);
    assertThat(reminder.getEvaluatedAt()).isEqualTo(AlertInputs.START.plus(Duration.ofHours(5)));
    assertThat(reminder.getDataAsOf()).isEqualTo(fired.getDataAsOf());
    assertThat(reminder.getValue()).isEqualTo(2.5);
    assertThat(reminder.getSuppressedBy()).isEmpty();
    assertThat(reminder.getContributors()).isEmpty();
    assertThat(reminder.getTotalDelta()).isNull();
    assertThat(reminder.getSummary())
        .isEqualTo(
            "Still open, and no incident above speaks for it any more. " + fired.getSummary());
  }

  @Test
  void ruleThatEndsTakesItsIncidentsWithIt() throws Exception {
    chain.send(inputs.rule(0, AT_ONCE));
    chain.send(north(1, 2.7));
    chain.send(team(1, 2.5));
    chain.send(inputs.ruleDeletion(3, "coverage"));
    chain.timePassesTo(4);
    assertThat(steps(chain))
        .containsExactly(
            "1.0 north FIRED THRESHOLD_CROSSED",
            "1.0 team FIRED THRESHOLD_CROSSED inhibited",
            "3.0 north RESOLVED RULE_DELETED",
            "3.0 team RESOLVED RULE_DELETED");
    chain.timePassesTo(PERIOD_HOURS + 48);
    assertThat(chain.left()).isZero();
  }

  @Test
  void routeDecidesWhoHearsOfItFromItsMomentOn() throws Exception {
    String toManager = ", 'route': {'to': ['MANAGER']}, 'updatedAt'";
    chain.send(inputs.unit(0, "root", null));
    chain.send(inputs.unit(0, "north", "root"));
    chain.send(inputs.rule(0, AT_ONCE));
    chain.send(
        inputs.rule(
            3, AT_ONCE.replace(", 'updatedAt'", toManager).replace("version': 1", "version': 2")));
    chain.send(north(1, 2.7));
    chain.send(team(1, 2.5));
    chain.timePassesTo(4);
    assertThat(steps(chain))
        .as("of managers above nothing is known, and nobody is no reason to be quiet")
        .endsWith("1.0 team FIRED THRESHOLD_CROSSED inhibited", "3.0 team REMINDED REMINDER");
  }

  @Test
  void isToldAtTheEndOfASilenceThatBeganMeanwhile() throws Exception {
    chain.send(inputs.rule(0, AT_ONCE));
    chain.send(
        inputs.command(
            3,
            "c1",
            "c1",
            "'command': 'SILENCE', 'scopeType': 'UNIT', 'scopeId': 'team', 'until':"
                + " '2026-01-01T08:00:00Z'"));
    chain.send(north(1, 2.7));
    chain.send(team(1, 2.5));
    chain.send(north(5, 3.5));
    chain.timePassesTo(7.9);
    assertThat(steps(chain)).endsWith("5.0 north RESOLVED THRESHOLD_CLEARED");
    chain.timePassesTo(8.1);
    assertThat(steps(chain)).endsWith("8.0 team REMINDED REMINDER");
  }

  /** Coverage of a tree of four, up and down, some of it at the same moment. */
  private List<RawRecord> anyFigures(Random random) {
    List<RawRecord> figures = new ArrayList<>();
    for (int hour = 1; hour < 200; hour++) {
      if (random.nextInt(4) == 0) {
        figures.add(coverage(hour, "north", List.of("root"), 2.5 + random.nextInt(3) * 0.5));
      }
      for (String unitId : List.of("team", "crew")) {
        if (random.nextInt(3) == 0) {
          figures.add(
              coverage(hour, unitId, List.of("root", "north"), 2.5 + random.nextInt(3) * 0.5));
        }
      }
      if (random.nextInt(3) == 0) {
        figures.add(
            coverage(
                hour, "pair", List.of("root", "north", "team"), 2.5 + random.nextInt(3) * 0.5));
      }
    }
    return figures;
  }

  @Test
  void tellsTheSameInAnyOrderOfArrivalAndAfterARestartWithRepetitions() throws Exception {
    Random random = new Random(7);
    List<RawRecord> figures = anyFigures(random);
    chain.send(inputs.rule(0, COVERAGE.replace("'for': '4h'", "'for': '2h'")));
    for (RawRecord record : figures) {
      chain.send(record);
    }
    chain.timePassesTo(250);
    List<AlertEvent> expected = chain.events();
    assertThat(steps(chain)).anyMatch(step -> step.endsWith("inhibited"));
    assertThat(steps(chain)).anyMatch(step -> step.endsWith("REMINDED REMINDER"));
    assertGapless(expected);

    List<RawRecord> shuffled = new ArrayList<>(figures);
    Collections.shuffle(shuffled, random);
    List<AlertEvent> told;
    AlertChain.Checkpoint checkpoint;
    try (AlertChain before = new AlertChain(SETTINGS, null)) {
      before.send(inputs.rule(0, COVERAGE.replace("'for': '4h'", "'for': '2h'")));
      for (RawRecord record : shuffled) {
        before.send(record);
      }
      before.timePassesTo(40);
      before.timePassesTo(100.3);
      told = new ArrayList<>(before.events());
      checkpoint = before.checkpoint();
    }
    try (AlertChain after = new AlertChain(SETTINGS, checkpoint)) {
      for (RawRecord record : shuffled.subList(0, shuffled.size() / 2)) {
        after.send(record);
      }
      for (double hour = 101; hour <= 250; hour += 7) {
        after.timePassesTo(hour);
      }
      after.timePassesTo(250);
      told.addAll(after.events());
    }
    assertThat(told).isEqualTo(expected);
  }
}
