package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class VouchedClockTest {

  private static final String SNAPSHOTS = "pipeline.snapshots";
  private static final String RULES = "monitor.rules";
  private static final String STATE = "pipeline-state";
  private static final long INTERVAL = 50;
  private static final long SETTLE = 200;

  private final SourceTask source = new SourceTask();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private boolean answers = true;
  private boolean fails;
  private int asked;
  private CompletableFuture<Map<TopicPartition, Long>> answer = new CompletableFuture<>();
  private long watermark = Long.MIN_VALUE;

  private final VouchedClock vouched =
      new VouchedClock(STATE, Set.of(SNAPSHOTS, RULES), SETTLE, this::ends);
  private final WatermarkGenerator<RawRecord> snapshots = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> otherSnapshots = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> rules = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> heartbeats = source.partition(vouched);

  private CompletableFuture<Map<TopicPartition, Long>> ends(String client, Set<String> topics) {
    assertThat(client).isEqualTo(vouched.clientIdPrefix() + "-" + SourceTask.NUMBER);
    assertThat(topics).containsExactlyInAnyOrder(SNAPSHOTS, RULES);
    asked++;
    answer = new CompletableFuture<>();
    if (fails) {
      answer.completeExceptionally(new IllegalStateException("the broker is away"));
    } else if (answers) {
      answer.complete(Map.copyOf(ends));
    }
    return answer;
  }

  @Test
  void comesToAHeartbeatWhenEverythingBeforeItHasBeenRead() {
    deliver(snapshots, SNAPSHOTS, 0, 4, 59_000);
    beat(STATE, 60_000);
    ends.put(new TopicPartition(SNAPSHOTS, 0), 6L);
    ends.put(new TopicPartition(SNAPSHOTS, 1), 0L);
    pass(2 * SETTLE);
    assertThat(watermark).as("record 5 is on its way").isEqualTo(Long.MIN_VALUE);

    deliver(snapshots, SNAPSHOTS, 0, 5, 59_500);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(60_000);
  }

  @Test
  void asksOnlyWhenTheHeartbeatHasSettledAndWaitsForTheAnswer() {
    beat(STATE, 60_000);
    pass(SETTLE);
    assertThat(asked).isZero();
    answers = false;
    pass(INTERVAL);
    assertThat(asked).isEqualTo(1);
    pass(10_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    answer.complete(Map.of());
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(60_000);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void standsStillUntilAllPartitionsHaveBeenRead() {
    ends.put(new TopicPartition(SNAPSHOTS, 0), 100L);
    ends.put(new TopicPartition(SNAPSHOTS, 1), 100L);
    deliver(snapshots, SNAPSHOTS, 0, 10, 10_000);
    deliver(otherSnapshots, SNAPSHOTS, 1, 20, 20_000);
    beat(STATE, 900_000);
    pass(2 * SETTLE);
    deliver(snapshots, SNAPSHOTS, 0, 99, 90_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    deliver(otherSnapshots, SNAPSHOTS, 1, 99, 95_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(900_000);
  }

  @Test
  void standsStillWhileAPartitionIsToDeliverItsFirstRecord() {
    ends.put(new TopicPartition(SNAPSHOTS, 1), 1L);
    deliver(snapshots, SNAPSHOTS, 0, 10, 10_000);
    beat(STATE, 60_000);
    pass(4_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
  }

  /** Marks of transactions are at the end of a partition, and what was read before a restart. */
  @Test
  void takesAPartitionAsReadFromWhichNothingComes() {
    ends.put(new TopicPartition(SNAPSHOTS, 0), 12L);
    ends.put(new TopicPartition(SNAPSHOTS, 1), 7L);
    deliver(snapshots, SNAPSHOTS, 0, 10, 10_000);
    beat(STATE, 60_000);
    pass(5_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    pass(2 * SETTLE);
    assertThat(watermark).isEqualTo(60_000);

    beat(STATE, 61_000);
    pass(2 * SETTLE);
    assertThat(watermark).as("nothing has been written since").isEqualTo(61_000);
  }

  @Test
  void waitsLongerForAPartitionOfWhichTheConsumerKnowsMore() {
    ConsumerBacklog backlog = new ConsumerBacklog();
    backlog.configure(Map.of("client.id", vouched.clientIdPrefix() + "-" + SourceTask.NUMBER));
    try (Metrics ofConsumer = new Metrics(new MetricConfig(), List.of(backlog), Time.SYSTEM)) {
      Sensor lag = SourceTask.lagOfPartitionZero(ofConsumer, SNAPSHOTS);
      lag.record(1);
      ends.put(new TopicPartition(SNAPSHOTS, 0), 12L);
      deliver(snapshots, SNAPSHOTS, 0, 10, 10_000);
      beat(STATE, 60_000);
      pass(50_000);
      assertThat(watermark).isEqualTo(Long.MIN_VALUE);
      lag.record(0);
      pass(INTERVAL);
      assertThat(watermark).isEqualTo(60_000);
    }
  }

  @Test
  void asksAgainWhenTheBrokerCannotAnswer() {
    fails = true;
    beat(STATE, 60_000);
    pass(2_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(asked).isBetween(2, 3);
    fails = false;
    pass(1_000);
    assertThat(watermark).isEqualTo(60_000);
  }

  @Test
  void isMovedOnByNothingButTheHeartbeatsOfItsSource() {
    deliver(snapshots, SNAPSHOTS, 0, 0, 50_000);
    deliver(rules, RULES, 0, 0, 99_000);
    beat("alerts-service", 80_000);
    pass(10_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(asked).isZero();
  }

  /** Heartbeats of several sources share a partition, which has one stream time. */
  @Test
  void goesByTheTimeOfTheHeartbeatNotByThatOfItsPartition() {
    beat("simulator", 90_000);
    heartbeats.onEvent(
        SourceTask.record(Topics.HEARTBEAT.name(), 0, 1, STATE, 60_000), 90_000, task);
    pass(2 * SETTLE);
    assertThat(watermark).isEqualTo(60_000);
  }

  /** Time in which the task asks for watermarks as usual. */
  private void pass(long millis) {
    for (long left = millis; left > 0; left -= INTERVAL) {
      source.pass(INTERVAL);
      for (WatermarkGenerator<RawRecord> partition :
          List.of(snapshots, otherSnapshots, rules, heartbeats)) {
        partition.onPeriodicEmit(task);
      }
    }
  }

  private void beat(String writer, long at) {
    heartbeats.onEvent(SourceTask.record(Topics.HEARTBEAT.name(), 0, 0, writer, at), at, task);
  }

  private void deliver(
      WatermarkGenerator<RawRecord> from, String topic, int number, long offset, long at) {
    from.onEvent(SourceTask.record(topic, number, offset, "key", at), at, task);
  }

  private final WatermarkOutput task =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark mark) {
          assertThat(mark.getTimestamp()).isGreaterThanOrEqualTo(watermark);
          watermark = mark.getTimestamp();
        }

        @Override
        public void markIdle() {
          throw new AssertionError("an idle source would be left out of account");
        }

        @Override
        public void markActive() {}
      };
}
