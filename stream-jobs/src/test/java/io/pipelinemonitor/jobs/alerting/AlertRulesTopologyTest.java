package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.SuppressionCause;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole topology on a cluster, in parallel, shuffles and serializers included. */
class AlertRulesTopologyTest {

  private static final int PARALLELISM = 2;
  private static final int UNITS = 12;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  private final List<AlertEvent> events = new ArrayList<>();
  private final List<AlertEvent> states = new ArrayList<>();
  private final List<AlertEvent> shadowEvents = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  @Test
  void tellsOfEveryScopeInParallelAndOfRefusedRulesOnce() throws Exception {
    JobSettings settings = JobSettings.of(Map.of("schema.registry.url", "mock://alert-topology"));
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistryUrl(), Map.of())) {
      run(records(new AlertInputs(registry)), settings);
    }
    assertThat(events)
        .filteredOn(event -> event.getRuleId().equals(BurstEvents.BULK_EDIT_RULE))
        .extracting(AlertEvent::getTransition, AlertEvent::getValue)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(AlertTransition.FIRED, 51.0),
            org.assertj.core.groups.Tuple.tuple(AlertTransition.UPDATED, 60.0),
            org.assertj.core.groups.Tuple.tuple(AlertTransition.RESOLVED, 60.0));
    events.removeIf(event -> event.getRuleId().equals(BurstEvents.BULK_EDIT_RULE));
    states.removeIf(event -> event.getRuleId().equals(BurstEvents.BULK_EDIT_RULE));
    List<AlertEvent> dealEvents =
        events.stream().filter(event -> event.getScopeType() == ScopeType.DEAL).toList();
    events.removeAll(dealEvents);
    states.removeIf(event -> event.getScopeType() == ScopeType.DEAL);
    assertThat(events).hasSize(4 * UNITS);
    for (int unit = 0; unit < UNITS; unit++) {
      String unitId = "unit-" + unit;
      assertThat(events)
          .filteredOn(event -> event.getScopeId().equals(unitId))
          .extracting(AlertEvent::getTransition)
          .containsExactly(
              AlertTransition.PENDING,
              AlertTransition.FIRED,
              AlertTransition.RECOVERING,
              AlertTransition.RESOLVED);
      AlertEvent fired =
          events.stream()
              .filter(event -> event.getScopeId().equals(unitId))
              .filter(event -> event.getTransition() == AlertTransition.FIRED)
              .findFirst()
              .orElseThrow();
      assertThat(fired.getTotalDelta()).isEqualTo(-50_00L - unit);
      assertThat(fired.getContributors())
          .extracting(AlertContributor::getDealId, AlertContributor::getDelta)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("deal-" + unit, -50_00L - unit));
    }
    assertThat(dealEvents)
        .extracting(AlertEvent::getScopeId, AlertEvent::getTransition, AlertEvent::getReason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                "at-risk", AlertTransition.PENDING, AlertReason.THRESHOLD_CROSSED),
            org.assertj.core.groups.Tuple.tuple(
                "at-risk", AlertTransition.FIRED, AlertReason.HELD_LONG_ENOUGH),
            org.assertj.core.groups.Tuple.tuple(
                "at-risk", AlertTransition.RESOLVED, AlertReason.DEAL_LOST));
    assertThat(dealEvents)
        .as("as published, through every serializer")
        .allSatisfy(
            event -> {
              assertThat(event.getAmountAtStake()).isEqualTo(450_000_00L);
              assertThat(event.getRiskFactors()).hasSize(1);
              assertThat(event.getScopePath()).containsExactly("root", "unit-1", "rep-1");
            });
    assertThat(states)
        .as("only of incidents that have opened")
        .hasSize(3 * UNITS)
        .extracting(AlertEvent::getTransition)
        .doesNotContain(AlertTransition.PENDING);
    assertThat(shadowEvents)
        .hasSize(2 * UNITS)
        .extracting(AlertEvent::getRuleId)
        .containsOnly("shadow");
    assertThat(deadLetters)
        .extracting(DeadLetter::getTopic, DeadLetter::getReason)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(
                Topics.RULES.name(), DeadLetterReason.INVALID_VALUE),
            org.assertj.core.groups.Tuple.tuple(
                Topics.SNAPSHOTS.name(), DeadLetterReason.UNDECODABLE),
            org.assertj.core.groups.Tuple.tuple(
                Topics.COMMANDS.name(), DeadLetterReason.INVALID_VALUE));
    assertThat(events)
        .filteredOn(event -> event.getSuppressedBy().contains(SuppressionCause.SILENCE))
        .as("one unit was silenced while it recovered")
        .extracting(AlertEvent::getScopeId, AlertEvent::getTransition)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("unit-3", AlertTransition.RECOVERING),
            org.assertj.core.groups.Tuple.tuple("unit-3", AlertTransition.RESOLVED));
  }

  private static List<RawRecord> records(AlertInputs inputs) throws Exception {
    String coverage = AlertInputs.COVERAGE;
    List<RawRecord> records = new ArrayList<>();
    records.add(inputs.rule(0, coverage));
    records.add(
        inputs.rule(
            0,
            coverage
                .replace("'ruleId': 'coverage'", "'ruleId': 'shadow', 'mode': 'SHADOW'")
                .replace("'for': '4h'", "'for': '0s'")
                .replace("'keepFiringFor': '1h'", "'keepFiringFor': '0s'")));
    records.add(
        inputs.rule(
            0, coverage.replace("'ruleId': 'coverage'", "'ruleId': 'bad'").replace("3.3", "2.9")));
    records.add(inputs.raw(Topics.SNAPSHOTS, "UNIT:x|2026-Q1", new byte[] {9}, 1));
    records.add(
        inputs.command(
            2, "c1", "0123", "'command': 'ACK', 'dedupKey': 'coverage|UNIT:unit-1|2026-Q1'"));
    records.add(
        inputs.command(
            7,
            "c2",
            "c2",
            "'command': 'SILENCE', 'scopeType': 'UNIT', 'scopeId': 'unit-3', 'until':"
                + " '2026-01-01T10:00:00Z'"));
    records.add(
        inputs.rule(
            0,
            "{'ruleId': 'deal-at-risk', 'version': 1, 'name': 'Deal at risk', 'type': 'DEAL',"
                + " 'metric': 'riskScore', 'direction': 'ABOVE', 'deals': {'categories':"
                + " ['COMMIT'], 'topShare': 0.1}, 'levels': [{'severity': 'WARNING', 'fire': 59,"
                + " 'clear': 49, 'for': '4h'}], 'updatedAt': '2026-01-01T00:00:00Z'}"));
    records.add(inputs.raw(AlertInputs.deal(2, "at-risk", "rep-1", 65)));
    records.add(inputs.raw(AlertInputs.deal(2, "well", "rep-1", 25)));
    records.add(inputs.raw(AlertInputs.deal(9, "at-risk", "rep-1", 65).setStatus(DealStatus.LOST)));
    records.add(inputs.unit(0, "root", null));
    for (int unit = 0; unit < UNITS; unit++) {
      records.add(inputs.unit(0, "unit-" + unit, "root"));
      records.add(inputs.member(0, "rep-" + unit, "unit-" + unit));
      records.add(
          inputs.raw(
              AlertInputs.change(1, "deal-" + unit, "rep-" + unit, Movement.LOST, -50_00L - unit)));
      records.add(inputs.coverage(1, "unit-" + unit, 2.7));
      records.add(inputs.coverage(8, "unit-" + unit, 3.5));
      records.add(inputs.coverage(12, "unit-" + unit, 3.6));
    }
    for (int deal = 0; deal < 60; deal++) {
      records.add(
          inputs.raw(AlertInputs.edit(20 + deal / 3_600.0, "edited-" + deal).setActorId("rep-1")));
    }
    records.sort(Comparator.comparingLong(RawRecord::streamTime));
    return records;
  }

  private void run(List<RawRecord> records, JobSettings settings) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(PARALLELISM);
    JobEnvironment.prepare(env);
    DataStream<RawRecord> source =
        env.fromData(Types.POJO(RawRecord.class), records.toArray(new RawRecord[0]))
            .uid("source")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<RawRecord>forMonotonousTimestamps()
                    .withTimestampAssigner((record, none) -> record.streamTime()))
            .uid("time")
            .setParallelism(1)
            .rebalance();
    AlertRulesTopology.Outputs outputs =
        AlertRulesTopology.build(source, source, Topics.HISTORY, settings);
    try (CloseableIterator<AlertEvent> live = outputs.events().collectAsync();
        CloseableIterator<AlertEvent> opened = outputs.states().collectAsync();
        CloseableIterator<AlertEvent> shadow = outputs.shadowEvents().collectAsync();
        CloseableIterator<DeadLetter> dead = outputs.deadLetters().collectAsync()) {
      env.executeAsync("alerts");
      live.forEachRemaining(events::add);
      opened.forEachRemaining(states::add);
      shadow.forEachRemaining(shadowEvents::add);
      dead.forEachRemaining(deadLetters::add);
    }
  }
}
