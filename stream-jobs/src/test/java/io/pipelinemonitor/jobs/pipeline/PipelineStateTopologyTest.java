package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.oracle.HistoryGenerator;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole topology on a cluster, in parallel, shuffles and serializers included. */
class PipelineStateTopologyTest {

  private static final int PARALLELISM = 2;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @Test
  void endsInTheOraclesSnapshotsWhenRunInParallel() throws Exception {
    HistoryGenerator.History history = HistoryGenerator.history(42);
    JobSettings settings =
        JobSettings.of(
            Map.of(
                "schema.registry.url", "mock://topology",
                "reporting.currency", history.policy().reportingCurrency(),
                "reported.periods", "40"));
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistryUrl(), Map.of())) {
      new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
      long end = settings.tick().endOf(history.nowMicros() / 1_000);
      List<RawRecord> records = records(history, settings, registry, end);

      List<PipelineSnapshot> snapshots = new ArrayList<>();
      List<Heartbeat> progress = new ArrayList<>();
      run(records, settings, snapshots, progress);

      Map<String, PipelineSnapshot> latest = new HashMap<>();
      snapshots.stream()
          .sorted(Comparator.comparing(PipelineSnapshot::getAsOf))
          .filter(snapshot -> snapshot.getAsOf().toEpochMilli() <= end)
          .forEach(
              snapshot -> latest.put(String.valueOf(Topics.SNAPSHOTS.key(snapshot)), snapshot));
      assertThat(
              PublishedSnapshots.differences(
                  SnapshotOracle.of(
                      history.events(), List.of(), history.plan(), settings.policy(), end * 1_000),
                  PublishedSnapshots.of(latest)))
          .isEmpty();
      assertThat(progress).isNotEmpty();
      assertThat(progress).isSortedAccordingTo(Comparator.comparing(Heartbeat::getAt));
    }
  }

  private static List<RawRecord> records(
      HistoryGenerator.History history,
      JobSettings settings,
      SchemaRegistryClient registry,
      long end) {
    ContractRecords contract = new ContractRecords(registry);
    List<RawRecord> records =
        contract.plan(history.plan(), settings.policy().calendar(), end - 60_000);
    for (var event : HistoryGenerator.shuffled(history.events(), new Random(1))) {
      records.add(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(event), end));
    }
    return records;
  }

  private static void run(
      List<RawRecord> records,
      JobSettings settings,
      List<PipelineSnapshot> snapshots,
      List<Heartbeat> progress)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(PARALLELISM);
    JobEnvironment.prepare(env);
    DataStream<RawRecord> source =
        env.fromData(Types.POJO(RawRecord.class), records.toArray(new RawRecord[0]))
            .uid("source")
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<RawRecord>forGenerator(context -> new WithEveryRecord())
                    .withTimestampAssigner((record, none) -> record.streamTime()))
            .uid("time")
            .setParallelism(1)
            .rebalance();
    PipelineStateTopology.Outputs outputs =
        PipelineStateTopology.build(source, WrittenBefore.NOTHING, settings);
    try (CloseableIterator<PipelineSnapshot> published =
            outputs.scopeSnapshots().union(outputs.unitSnapshots()).collectAsync();
        CloseableIterator<Heartbeat> beats = outputs.progress().collectAsync()) {
      outputs.deals().sinkTo(new DiscardingSink<>()).uid("deals");
      outputs.deadLetters().sinkTo(new DiscardingSink<>()).uid("dead");
      env.executeAsync("topology");
      published.forEachRemaining(snapshots::add);
      beats.forEachRemaining(progress::add);
    }
  }

  /** Watermarks by the records alone: a short source ends before any would be due by the clock. */
  private static final class WithEveryRecord implements WatermarkGenerator<RawRecord> {
    @Override
    public void onEvent(RawRecord record, long streamTime, WatermarkOutput output) {
      output.emitWatermark(new Watermark(streamTime - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }
}
