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
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.SuppressionCause;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentOperatorTest {

  private static final double PERIOD_HOURS = 90 * 24;
  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://incidents"));

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  IncidentOperatorTest() {}

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

  @Test
  void firesWhenStreamTimeHasPassedTheLengthOfTheRule() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(2, "north", 2.7));
    chain.timePassesTo(1.9);
    assertThat(chain.steps()).as("not judged before its time").isEmpty();
    chain.timePassesTo(5.9);
    assertThat(chain.steps()).containsExactly("2.0 north PENDING THRESHOLD_CROSSED");
    chain.timePassesTo(6);
    assertThat(chain.steps())
        .containsExactly("2.0 north PENDING THRESHOLD_CROSSED", "6.0 north FIRED HELD_LONG_ENOUGH");
  }

  @Test
  void tellsEverythingThatTheContractAsksFor() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(2, "north", 2.7));
    chain.timePassesTo(6);
    AlertEvent event = chain.events().get(1);
    assertThat(event.getAlertEventId()).isEqualTo(event.getIncidentId() + "-2");
    assertThat(event.getIncidentId()).matches("[0-9a-f]{24}");
    assertThat(event.getDedupKey()).isEqualTo("coverage|UNIT:north|2026-Q1");
    assertThat(event.getSequence()).isEqualTo(2);
    assertThat(event.getTransition()).isEqualTo(AlertTransition.FIRED);
    assertThat(event.getState()).isEqualTo(AlertState.FIRING);
    assertThat(event.getPreviousState()).isEqualTo(AlertState.PENDING);
    assertThat(event.getSeverity()).isEqualTo(Severity.WARNING);
    assertThat(event.getReason()).isEqualTo(AlertReason.HELD_LONG_ENOUGH);
    assertThat(event.getRuleId()).isEqualTo("coverage");
    assertThat(event.getRuleVersion()).isEqualTo(1);
    assertThat(event.getRuleName()).isEqualTo("Coverage too thin");
    assertThat(event.getRuleType()).isEqualTo(RuleType.THRESHOLD);
    assertThat(event.getScopeType()).isEqualTo(ScopeType.UNIT);
    assertThat(event.getScopeId()).isEqualTo("north");
    assertThat(event.getScopeName()).isEqualTo("Unit north");
    assertThat(event.getScopePath()).containsExactly("root");
    assertThat(event.getOwnerId()).isEqualTo("manager-north");
    assertThat(event.getPeriod()).isEqualTo("2026-Q1");
    assertThat(event.getPeriodElapsed()).isEqualTo(0.25);
    assertThat(event.getMetric()).isEqualTo("coverageToGo");
    assertThat(event.getValue()).isEqualTo(2.7);
    assertThat(event.getUnit()).isEqualTo(MetricUnit.RATIO);
    assertThat(event.getCurrency()).as("of the money behind the ratio").isEqualTo("USD");
    assertThat(event.getFireThreshold()).isEqualTo(3.0);
    assertThat(event.getClearThreshold()).isEqualTo(3.3);
    assertThat(event.getActiveAt()).isEqualTo(at(2));
    assertThat(event.getFiredAt()).isEqualTo(at(6));
    assertThat(event.getRecoveringSince()).isNull();
    assertThat(event.getResolvedAt()).isNull();
    assertThat(event.getEvaluatedAt()).isEqualTo(at(6));
    assertThat(event.getDataAsOf()).isEqualTo(at(2));
    assertThat(event.getSummary())
        .isEqualTo(
            "Coverage of Unit north for 2026-Q1 is 2.7× what is left to sell and has been below"
                + " the warning line of 3.0× for 4 hours: USD 4.1 M open against USD 1.5 M still"
                + " to book.");
    assertThat(event.getContributors()).isEmpty();
    assertThat(event.getSuppressedBy()).isEmpty();
    assertThat(event.getTotalDelta()).isZero();
    assertThat(event.getOtherDelta()).isZero();
    assertThat(event.getDeltaSince()).isEqualTo(Instant.parse("2025-12-26T00:00:00Z"));
  }

  /** WARNING when coverage has fallen by over a fifth in a day. */
  private static final String FALL =
      COVERAGE
          .replace("'ruleId': 'coverage'", "'ruleId': 'fall'")
          .replace("'THRESHOLD'", "'CHANGE', 'over': '1d'")
          .replace("'fire': 3.0, 'clear': 3.3", "'fire': -0.2, 'clear': -0.1");

  @Test
  void tellsWhatAChangeIsAChangeFrom() throws Exception {
    chain.send(inputs.rule(0, FALL));
    chain.send(inputs.coverage(2, "north", 4.0));
    chain.send(inputs.coverage(50, "north", 3.0));
    chain.timePassesTo(54);
    AlertEvent event = chain.events().get(1);
    assertThat(event.getTransition()).isEqualTo(AlertTransition.FIRED);
    assertThat(event.getRuleType()).isEqualTo(RuleType.CHANGE);
    assertThat(event.getMetric()).isEqualTo("coverageToGo");
    assertThat(event.getValue()).isEqualTo(-0.25);
    assertThat(event.getUnit()).isEqualTo(MetricUnit.RATIO);
    assertThat(event.getBaselineValue()).isEqualTo(4.0);
    assertThat(event.getBaselineAt()).isEqualTo(at(24));
    assertThat(event.getFireThreshold()).isEqualTo(-0.2);
    assertThat(event.getDataAsOf()).isEqualTo(at(50));
  }

  @Test
  void comparesWithWhatWasBeforeARestartAndLeavesNothingInTheEnd() throws Exception {
    chain.send(inputs.rule(0, FALL));
    chain.send(inputs.coverage(2, "north", 4.0));
    chain.timePassesTo(40);
    AlertChain.Checkpoint checkpoint = chain.checkpoint();
    chain.close();
    chain = new AlertChain(SETTINGS, checkpoint);
    chain.send(inputs.coverage(50, "north", 3.0));
    chain.timePassesTo(60);
    checkpoint = chain.checkpoint();
    assertThat(chain.steps())
        .containsExactly(
            "50.0 north PENDING THRESHOLD_CROSSED", "54.0 north FIRED HELD_LONG_ENOUGH");
    chain.close();
    chain = new AlertChain(SETTINGS, checkpoint);
    chain.timePassesTo(100);
    assertThat(chain.steps())
        .as("since the midnight of hour 96 it is compared with that of hour 72")
        .containsExactly(
            "96.0 north RECOVERING THRESHOLD_CLEARED", "97.0 north RESOLVED HELD_LONG_ENOUGH");
    chain.timePassesTo(PERIOD_HOURS + 48);
    assertThat(chain.left()).isZero();
  }

  @Test
  void dropsSnapshotsThatTheStateJobRepeats() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    RawRecord low = inputs.coverage(2, "north", 2.7);
    chain.send(low);
    chain.send(low);
    chain.timePassesTo(3);
    chain.send(low);
    chain.send(inputs.coverage(5, "north", 3.1));
    chain.timePassesTo(5);
    chain.send(low);
    chain.timePassesTo(10);
    assertThat(chain.steps())
        .containsExactly(
            "2.0 north PENDING THRESHOLD_CROSSED", "5.0 north PENDING_CLEARED THRESHOLD_CLEARED");
  }

  @Test
  void judgesALateSnapshotFromWhereTimeStands() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(8);
    chain.send(inputs.coverage(3, "north", 3.5));
    chain.timePassesTo(9);
    assertThat(chain.steps())
        .containsExactly(
            "1.0 north PENDING THRESHOLD_CROSSED",
            "5.0 north FIRED HELD_LONG_ENOUGH",
            "5.0 north RECOVERING THRESHOLD_CLEARED",
            "6.0 north RESOLVED HELD_LONG_ENOUGH");
  }

  @Test
  void putsAnEditInForceAtItsStreamTimeWhereverItWasRead() throws Exception {
    String stricter = COVERAGE.replace("'version': 1", "'version': 2").replace("3.0", "3.2");
    List<RawRecord> records = new ArrayList<>();
    records.add(inputs.rule(0, COVERAGE));
    records.add(inputs.coverage(1, "north", 3.1));
    records.add(inputs.rule(2, stricter));
    records.add(inputs.coverage(3, "south", 3.1));
    for (RawRecord record : records) {
      chain.send(record);
      chain.timePassesTo(hours(record));
    }
    chain.timePassesTo(20);

    try (AlertChain replayed = new AlertChain(SETTINGS, null)) {
      records.sort(Comparator.comparing(record -> !record.topic().equals(Topics.SNAPSHOTS.name())));
      for (RawRecord record : records) {
        replayed.send(record);
      }
      replayed.timePassesTo(20);
      assertThat(replayed.events()).containsExactlyInAnyOrderElementsOf(chain.events());
    }
    assertThat(chain.steps())
        .containsExactlyInAnyOrder(
            "2.0 north PENDING RULE_EDITED",
            "6.0 north FIRED HELD_LONG_ENOUGH",
            "3.0 south PENDING THRESHOLD_CROSSED",
            "7.0 south FIRED HELD_LONG_ENOUGH");
  }

  @Test
  void leavesAnOpenIncidentAloneWhenItsRuleIsEdited() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(6);
    chain.send(
        inputs.rule(7, COVERAGE.replace("'version': 1", "'version': 2").replace("3.0", "2.9")));
    chain.timePassesTo(8);
    assertThat(chain.steps()).hasSize(2);
    chain.send(inputs.coverage(9, "north", 3.4));
    chain.timePassesTo(10);
    assertThat(chain.steps())
        .endsWith("9.0 north RECOVERING THRESHOLD_CLEARED", "10.0 north RESOLVED HELD_LONG_ENOUGH");
    assertThat(chain.events().get(3).getRuleVersion()).isEqualTo(2);
    assertThat(chain.events())
        .extracting(AlertEvent::getIncidentId)
        .hasSize(4)
        .containsOnly(chain.events().get(0).getIncidentId());
  }

  @Test
  void startsARecoveryThatEndsAtOnceWhereAnEditAsksForIt() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(6);
    chain.send(
        inputs.rule(
            7,
            COVERAGE
                .replace("'version': 1", "'version': 2")
                .replace("3.0", "2.0")
                .replace("3.3", "2.2")
                .replace("'keepFiringFor': '1h'", "'keepFiringFor': '0s'")));
    chain.timePassesTo(8);
    assertThat(chain.steps())
        .endsWith("7.0 north RECOVERING RULE_EDITED", "7.0 north RESOLVED HELD_LONG_ENOUGH");
  }

  @Test
  void resolvesTheIncidentsOfADeletedAndOfADisabledRule() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(6);
    chain.send(inputs.ruleDeletion(7, "coverage"));
    chain.timePassesTo(7);
    assertThat(chain.steps()).endsWith("7.0 north RESOLVED RULE_DELETED");
    assertThat(chain.leftOfRules()).isZero();

    chain.send(inputs.rule(8, COVERAGE));
    chain.timePassesTo(13);
    chain.send(inputs.rule(14, COVERAGE.replace("'version': 1", "'version': 2, 'enabled': false")));
    chain.timePassesTo(14);
    assertThat(chain.steps()).endsWith("14.0 north RESOLVED RULE_DISABLED");
  }

  @Test
  void keepsTheLastGoodVersionInForceAndSaysWhyTheOtherIsRefused() throws Exception {
    String second = COVERAGE.replace("'version': 1", "'version': 2");
    chain.send(inputs.rule(0, second));
    chain.send(inputs.rule(1, COVERAGE));
    chain.send(
        inputs.rule(1, second.replace("3.3", "2.8").replace("coverageToGo", "coverageTogo")));
    chain.send(inputs.raw(Topics.RULES, "coverage", new byte[] {1, 2, 3, 4, 5, 6}, 1));
    RawRecord misplaced = inputs.rule(1, second);
    chain.send(inputs.raw(Topics.RULES, "other", misplaced.value(), 1));
    chain.send(inputs.coverage(2, "north", 2.7));
    chain.timePassesTo(6);
    assertThat(chain.steps()).contains("6.0 north FIRED HELD_LONG_ENOUGH");
    assertThat(chain.events().get(0).getRuleVersion()).isEqualTo(2);
    assertThat(chain.deadLetters())
        .extracting(letter -> letter.getReason())
        .containsExactly(
            DeadLetterReason.STALE_VERSION,
            DeadLetterReason.INVALID_VALUE,
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.KEY_MISMATCH);
    assertThat(chain.deadLetters().get(0).getMessage())
        .isEqualTo("version: is 1, but version 2 is in force; write 3 or higher");
    assertThat(chain.deadLetters().get(1).getMessage())
        .contains(
            "metric: 'coverageTogo'", "did you mean 'coverageToGo'?", "levels[0].clear: is 2.8");
    assertThat(chain.deadLetters().get(1).getFailedBy()).isEqualTo("alert-rules/rule-check");
  }

  @Test
  void refusesSnapshotsThatItCannotUseAndGoesOn() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    String key = "UNIT:north|2026-Q1";
    PipelineSnapshot snapshot = AlertInputs.snapshot(1, "north", 2.7);
    chain.send(inputs.raw(Topics.SNAPSHOTS, key, new byte[] {0, 0, 0, 0, 1}, 1));
    chain.send(inputs.raw(Topics.SNAPSHOTS, "UNIT:south|2026-Q1", inputs.encoded(snapshot), 1));
    snapshot.setPeriod("2026-M01");
    chain.send(inputs.raw(Topics.SNAPSHOTS, "UNIT:north|2026-M01", inputs.encoded(snapshot), 1));
    snapshot.setPeriod("2026-Q1");
    snapshot.setCurrency("EURO");
    chain.send(inputs.raw(Topics.SNAPSHOTS, key, inputs.encoded(snapshot), 1));
    snapshot.setScopeType(ScopeType.UNKNOWN);
    chain.send(inputs.raw(Topics.SNAPSHOTS, "UNKNOWN:north|2026-Q1", inputs.encoded(snapshot), 1));
    chain.send(inputs.coverage(2, "north", 2.7));
    chain.timePassesTo(6);
    assertThat(chain.steps()).endsWith("6.0 north FIRED HELD_LONG_ENOUGH");
    assertThat(chain.deadLetters())
        .extracting(letter -> letter.getReason())
        .containsExactly(
            DeadLetterReason.WRONG_SCHEMA,
            DeadLetterReason.KEY_MISMATCH,
            DeadLetterReason.INVALID_VALUE,
            DeadLetterReason.INVALID_VALUE,
            DeadLetterReason.INVALID_VALUE);
    assertThat(chain.deadLetters().get(2).getMessage()).contains("2026-M01", "fiscal.*");
  }

  @Test
  void sendsTheEventsOfShadowRulesElsewhere() throws Exception {
    chain.send(inputs.rule(0, COVERAGE.replace("'version': 1", "'version': 1, 'mode': 'SHADOW'")));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(6);
    assertThat(chain.events()).isEmpty();
    assertThat(chain.shadowEvents())
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.PENDING, AlertTransition.FIRED);
  }

  @Test
  void leavesNothingOfAPeriodThatIsOver() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.send(inputs.coverage(1, "south", 3.7));
    chain.send(inputs.coverage(2, "east", null));
    chain.timePassesTo(PERIOD_HOURS + 25);
    assertThat(chain.steps()).endsWith("2184.0 north RESOLVED PERIOD_CLOSED");
    assertThat(chain.left()).isPositive();
    chain.timePassesTo(PERIOD_HOURS + 48);
    assertThat(chain.left()).isZero();
    chain.send(inputs.coverage(PERIOD_HOURS + 49, "north", 1.0));
    chain.timePassesTo(PERIOD_HOURS + 100);
    assertThat(chain.left()).isZero();
    assertThat(chain.steps()).hasSize(3);
  }

  @Test
  void leavesNothingOfAScopeThatIsWithdrawn() throws Exception {
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.timePassesTo(6);
    chain.send(inputs.raw(Topics.SNAPSHOTS, "UNIT:north|2026-Q1", null, 7));
    chain.timePassesTo(7);
    assertThat(chain.steps()).endsWith("7.0 north RESOLVED SCOPE_GONE");
    assertThat(chain.left()).isZero();
  }

  private static final String ABOUT_NORTH = "'dedupKey': 'coverage|UNIT:north|2026-Q1'";

  /** The incident that begins when north falls below its line at hour 1. */
  private String incidentOfNorth() throws Exception {
    try (AlertChain other = new AlertChain(SETTINGS, null)) {
      other.send(inputs.rule(0, COVERAGE));
      other.send(inputs.coverage(1, "north", 2.7));
      other.timePassesTo(1);
      return other.events().get(0).getIncidentId();
    }
  }

  @Test
  void obeysCommandsAtTheirTimeAndMarksWhatNobodyIsToBeToldOf() throws Exception {
    String incidentId = incidentOfNorth();
    // As in a replay: commands are there long before the figures.
    chain.send(inputs.command(6, "c1", incidentId, "'command': 'ACK', " + ABOUT_NORTH));
    chain.send(
        inputs.command(
            7,
            "c2",
            incidentId,
            "'command': 'SNOOZE', 'until': '2026-01-01T09:00:00Z', " + ABOUT_NORTH));
    chain.send(
        inputs.command(
            12,
            "c3",
            "c3",
            "'command': 'SILENCE', 'ruleId': 'coverage', 'until':" + " '2026-01-01T20:00:00Z'"));
    chain.send(
        inputs.command(
            14,
            "c4",
            "c4",
            "'command': 'SILENCE', 'ruleId': 'coverage', 'until':" + " '2026-01-01T14:00:00Z'"));
    chain.send(inputs.command(15, "c5", incidentId, "'command': 'RESOLVE', " + ABOUT_NORTH));
    chain.send(inputs.command(15, "c5", incidentId, "'command': 'RESOLVE', " + ABOUT_NORTH));
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.coverage(1, "north", 2.7));
    chain.send(inputs.coverage(12.5, "north", 3.5));
    chain.send(inputs.coverage(12.6, "north", 2.5));
    chain.timePassesTo(30);
    assertThat(chain.steps())
        .containsExactly(
            "1.0 north PENDING THRESHOLD_CROSSED",
            "5.0 north FIRED HELD_LONG_ENOUGH",
            "6.0 north ACKNOWLEDGED MANUAL",
            "7.0 north SNOOZED MANUAL",
            "9.0 north UNSNOOZED REMINDER",
            "12.5 north RECOVERING THRESHOLD_CLEARED",
            "12.6 north REBREACHED THRESHOLD_CROSSED",
            "14.0 north REMINDED REMINDER",
            "15.0 north RESOLVED MANUAL");
    assertThat(chain.events().get(6).getSuppressedBy()).containsExactly(SuppressionCause.SILENCE);
    assertThat(chain.events().get(7).getSuppressedBy()).isEmpty();
    assertThat(chain.deadLetters()).isEmpty();
  }

  @Test
  void refusesCommandsThatNobodyCanObey() throws Exception {
    chain.send(inputs.command(1, "c1", "0123", "'command': 'ACK', " + ABOUT_NORTH));
    chain.send(inputs.command(1, "c2", "0123", "'command': 'ACK'"));
    chain.send(inputs.command(1, "c3", "0123", "'command': 'ACK', 'dedupKey': 'r|UNIT:n|soon'"));
    chain.send(inputs.command(1, "c4", "0123", "'command': 'ACK', 'dedupKey': 'r|N:n|2026-Q1'"));
    chain.send(
        inputs.command(1, "c5", "c5", "'command': 'SILENCE', 'until': '2026-01-02T00:00:00Z'"));
    chain.send(
        inputs.command(
            1, "c6", "c6", "'command': 'SILENCE', 'ruleId': 'r', 'until': '2026-01-01T00:30:00Z'"));
    chain.send(inputs.raw(Topics.COMMANDS, "c7", null, 1));
    chain.timePassesTo(2);
    assertThat(chain.deadLetters())
        .extracting(letter -> letter.getMessage())
        .containsExactlyInAnyOrder(
            "dedupKey is missing; take it from the incident's events, with its incidentId",
            "dedupKey is 'r|UNIT:n|soon', whose period the fiscal calendar does not have",
            "dedupKey is 'r|N:n|2026-Q1', and 'N:n' is no scope",
            "it would silence everything; name a ruleId, a scopeType, or a scope",
            "a command is never taken back by a null value",
            "until is 2026-01-01T00:30:00Z, which was over, and there is no such silence to end",
            "the incident 0123 is unknown here: it never was, or it has ended");
    assertThat(chain.deadLetters())
        .extracting(letter -> StandardCharsets.UTF_8.decode(letter.getKey()).toString())
        .as("under the keys that they came with")
        .contains("0123", "c5", "c6");
    assertThat(chain.left()).isZero();
  }

  @Test
  void goesOnFromACheckpointAsIfNothingHadHappened() throws Exception {
    List<RawRecord> records = new ArrayList<>();
    records.add(inputs.rule(0, COVERAGE));
    records.add(inputs.coverage(1, "north", 2.7));
    records.add(inputs.coverage(2, "south", 2.2));
    records.add(inputs.coverage(3, "south", 3.2));
    records.add(
        inputs.rule(
            6,
            COVERAGE
                .replace(
                    "'version': 1",
                    "'version': 2, 'remindEvery': '90m', 'staleAfter': '5h', 'minObservations': 1, 'materiality': {'percent': 5}")
                .replace("3.0", "3.25")));
    records.add(inputs.coverage(8, "north", 3.5));
    records.add(inputs.coverage(8.5, "north", 2.9));
    records.add(inputs.coverage(12, "north", 3.5));
    records.add(inputs.coverage(13, "south", 3.4));
    records.add(
        inputs.command(
            9,
            "c1",
            incidentOfNorth(),
            "'command': 'SNOOZE', 'until':" + " '2026-01-01T11:30:00Z', " + ABOUT_NORTH));
    records.add(
        inputs.command(
            9.5,
            "c2",
            "c2",
            "'command': 'SILENCE', 'scopeType': 'UNIT', 'until':" + " '2026-01-01T20:00:00Z'"));
    records.add(inputs.command(10, "c3", "0123", "'command': 'ACK', " + ABOUT_NORTH));
    records.sort(Comparator.comparingLong(RawRecord::streamTime));
    for (RawRecord record : records) {
      chain.send(record);
      chain.timePassesTo(hours(record));
    }
    chain.timePassesTo(30);
    assertThat(chain.deadLetters()).hasSize(1);
    assertThat(chain.steps()).hasSizeGreaterThan(8);

    for (int cut = 0; cut <= records.size(); cut++) {
      List<AlertEvent> events = new ArrayList<>();
      AlertChain.Checkpoint checkpoint;
      int refusals;
      try (AlertChain before = new AlertChain(SETTINGS, null)) {
        for (RawRecord record : records.subList(0, cut)) {
          // Half a step behind, so that something always waits for its time.
          before.send(record);
          before.timePassesTo(hours(record) - 0.5);
        }
        checkpoint = before.checkpoint();
        events.addAll(before.events());
        refusals = before.deadLetters().size();
      }
      try (AlertChain after = new AlertChain(SETTINGS, checkpoint)) {
        for (RawRecord record : records.subList(cut, records.size())) {
          after.send(record);
          after.timePassesTo(hours(record) - 0.5);
        }
        after.timePassesTo(30);
        events.addAll(after.events());
        refusals += after.deadLetters().size();
      }
      assertThat(refusals).as("refused once, cut after %s records", cut).isEqualTo(1);
      assertThat(events)
          .as("cut after %s records", cut)
          .containsExactlyInAnyOrderElementsOf(chain.events());
    }
  }

  private static Instant at(double hours) {
    return Instant.ofEpochMilli(AlertInputs.millis(hours));
  }

  private static double hours(RawRecord record) {
    return (record.streamTime() - AlertInputs.START.toEpochMilli()) / 3_600_000.0;
  }
}
