package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

/** The midnights of two units of two years and a quarter, as a backtest has them. */
class AlertRulesReplayTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://replay"));

  @Test
  void judgesDriftByTheRecordedMidnights() throws Exception {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of())) {
      AlertInputs inputs = new AlertInputs(registry);
      DriftHistory history = new DriftHistory(inputs, SETTINGS.policy().calendar());
      List<RawRecord> records = new ArrayList<>();
      records.addAll(history.midnights(Topics.SNAPSHOTS, 8, 70, "north"));
      records.addAll(history.midnights(Topics.SNAPSHOTS, 8, 42, "south"));
      records.sort(Comparator.comparingLong(RawRecord::streamTime));
      records.add(0, inputs.rule(-3 * 366 * 24, DriftIncidentTest.SLIDE));

      assertThat(replayed(records))
          .filteredOn(event -> event.getTransition() == AlertTransition.FIRED)
          .singleElement()
          .satisfies(event -> assertThat(event.getScopeId()).isEqualTo("north"))
          .satisfies(
              event ->
                  assertThat(event.getOnsetAt())
                      .isEqualTo(AlertInputs.START.plus(Duration.ofDays(40))));
    }
  }

  @Test
  void judgesSilenceByRecordedEventsAndTakesNoneOfThemForALargeEdit() throws Exception {
    try (SchemaRegistryClient registry =
        RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of())) {
      AlertInputs inputs = new AlertInputs(registry);
      List<RawRecord> records = new ArrayList<>();
      records.add(inputs.rule(0, StaleRuleTest.STALE));
      for (int deal = 0; deal < 60; deal++) {
        records.add(inputs.raw(AlertInputs.edit(10, "d" + deal).setActorId("ann")));
      }
      records.add(inputs.raw(AlertInputs.edit(38, "d1")));
      records.add(inputs.raw(AlertInputs.edit(39, "d1")));

      assertThat(replayed(records))
          .extracting(StaleRuleTest::step)
          .startsWith(
              "2026-01-02T10:01:00Z crm 2026-Q1 FIRED WARNING THRESHOLD_CROSSED",
              "2026-01-02T14:00:00Z crm 2026-Q1 RECOVERING WARNING THRESHOLD_CLEARED",
              "2026-01-02T14:15:00Z crm 2026-Q1 RESOLVED WARNING HELD_LONG_ENOUGH")
          .as("then the recording is over")
          .endsWith("2026-02-01T15:00:00Z crm 2026-Q1 RESOLVED CRITICAL SCOPE_GONE");
    }
  }

  private static List<AlertEvent> replayed(List<RawRecord> records) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
    AlertRulesReplay.prepare(env);
    DataStream<RawRecord> source =
        env.fromData(Types.POJO(RawRecord.class), records.toArray(new RawRecord[0]))
            .uid("source")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<RawRecord>forMonotonousTimestamps()
                    .withTimestampAssigner((record, none) -> record.streamTime()))
            .uid("time")
            .setParallelism(1);
    List<AlertEvent> events = new ArrayList<>();
    try (CloseableIterator<AlertEvent> told =
        AlertRulesReplay.define(source, SETTINGS).collectAsync()) {
      env.executeAsync("replay");
      told.forEachRemaining(events::add);
    }
    return events;
  }
}
