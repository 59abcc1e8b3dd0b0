package io.pipelinemonitor.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

class ForecastModelTopologyTest {

  private static final int PARALLELISM = 2;
  private static final Instant START = Instant.parse("2025-01-05T09:00:00Z");
  private static final Instant LAST_PERIOD = Instant.parse("2026-01-01T00:00:00Z");

  private final List<ModelParameters> parameters = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  @Test
  void learnsInParallelWhatALearnerTeachesThatKnowsTheWholeStory() throws Exception {
    JobSettings settings = JobSettings.of(Map.of("schema.registry.url", "mock://model-topology"));
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistryUrl(), Map.of())) {
      ModelInputs inputs = new ModelInputs(registry, settings);
      // Nothing happens after the last period has begun, so owners then are those of today.
      List<ToldDeal> deals = SimulatedCompany.deals(inputs, 5, 100, START, LAST_PERIOD);
      List<RawRecord> records = new ArrayList<>(inputs.plan());
      deals.forEach(deal -> records.addAll(deal.records));
      records.add(inputs.raw(Topics.DEALS, "x", new byte[] {9}, START));
      // It also takes time past the midnight: the end of the input is not the end of time.
      records.add(
          inputs.raw(Topics.ORG_UNITS, "north", new byte[] {9}, LAST_PERIOD.plusSeconds(60)));
      records.sort(Comparator.comparingLong(RawRecord::streamTime));
      run(records, settings);

      SortedMap<String, List<String>> last = new TreeMap<>();
      for (ModelParameters record : parameters) {
        if (record.getEffectiveFrom().equals(LAST_PERIOD)) {
          last.put(
              String.valueOf(Topics.MODEL_PARAMETERS.key(record)), ModelOracle.figures(record));
        }
      }
      assertThat(last)
          .isEqualTo(
              new ModelOracle(inputs.calendar(), deals)
                  .at(ModelInputs.micros(LAST_PERIOD), ModelInputs.TEAMS));
    }
    assertThat(deadLetters)
        .extracting(DeadLetter::getReason)
        .containsExactly(DeadLetterReason.UNDECODABLE);
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
                WatermarkStrategy.<RawRecord>forGenerator(context -> new EachRecord())
                    .withTimestampAssigner((record, none) -> record.streamTime()))
            .uid("time")
            .setParallelism(1);
    ForecastModelTopology.Outputs outputs = ForecastModelTopology.build(source, settings);
    try (CloseableIterator<ModelParameters> learnt = outputs.parameters().collectAsync();
        CloseableIterator<DeadLetter> dead = outputs.deadLetters().collectAsync()) {
      env.executeAsync("model");
      learnt.forEachRemaining(parameters::add);
      dead.forEachRemaining(deadLetters::add);
    }
  }

  /** Time goes on with each record, not with the wall's clock. */
  private static final class EachRecord implements WatermarkGenerator<RawRecord> {

    @Override
    public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
      output.emitWatermark(new Watermark(timestamp - 1));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Nothing happens between records.
    }
  }
}
