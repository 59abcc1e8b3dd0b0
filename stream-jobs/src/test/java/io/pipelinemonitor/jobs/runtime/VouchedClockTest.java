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
  private static final TopicPartition FIRST = new TopicPartition(SNAPSHOTS, 0);
  private static final TopicPartition SECOND = new TopicPartition(SNAPSHOTS, 1);
  private static final TopicPartition RULE = new TopicPartition(RULES, 0);

  private final SourceTask source = new SourceTask();
  private final Map<Long, Map<TopicPartition, Long>> written = new HashMap<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private boolean answers = true;
  private boolean fails;
  private int asked;
  private CompletableFuture<Map<TopicPartition, Long>> answer = new CompletableFuture<>();
  private long watermark = Long.MIN_VALUE;
  private long beats;

  private final VouchedClock vouched =
      new VouchedClock(
          STATE,
          Set.of(SNAPSHOTS),
          Set.of(RULES),
          heartbeat -> written.getOrDefault(heartbeat.kafkaTimestamp(), Map.of()),
          this::ends);
  private final WatermarkGenerator<RawRecord> snapshots = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> otherSnapshots = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> rules = source.partition(vouched);
  private final WatermarkGenerator<RawRecord> heartbeats = source.partition(vouched);

  private CompletableFuture<Map<TopicPartition, Long>> ends(String client, Set<String> topics) {
    assertThat(client).isEqualTo(vouched.clientIdPrefix() + "-" + SourceTask.NUMBER);
    assertThat(topics).containsExactly(RULES);
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
  void comesToAHeartbeatWhenEverythingWrittenBeforeItHasBeenRead() {
    deliver(snapshots, FIRST, 4, 59_000);
    beat(60_000, Map.of(FIRST, 6L, SECOND, 0L));
    pass(400);
    assertThat(watermark).as("record 5 is on its way").isEqualTo(Long.MIN_VALUE);

    deliver(snapshots, FIRST, 5, 59_500);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(60_000);
  }

  /** Several tasks write to a partition: what comes next may be earlier than what came last. */
  @Test
  void worksABacklogOffHeartbeatByHeartbeat() {
    deliver(snapshots, FIRST, 10, 30_000);
    deliver(otherSnapshots, SECOND, 20, 30_000);
    beat(10_000, Map.of(FIRST, 11L, SECOND, 21L));
    beat(20_000, Map.of(FIRST, 12L, SECOND, 21L));
    beat(30_000, Map.of(FIRST, 13L, SECOND, 22L));
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(10_000);
    deliver(otherSnapshots, SECOND, 21, 30_000);
    pass(INTERVAL);
    assertThat(watermark).as("the first holds a record of before").isEqualTo(10_000);
    deliver(snapshots, FIRST, 11, 20_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(20_000);
    deliver(snapshots, FIRST, 12, 25_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(30_000);
  }

  @Test
  void takesEverySecondHeartbeatOfALongBacklog() {
    for (int i = 1; i <= 30_001; i++) {
      beat(i * 1_000L, Map.of(FIRST, (long) i));
    }
    deliver(snapshots, FIRST, 30_000, 30_000_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(30_001_000);
  }

  /** Of these the heartbeats know nothing. */
  @Test
  void asksHowFarWhatOthersWriteIsToBeReadAndWaitsForTheAnswer() {
    ends.put(RULE, 3L);
    answers = false;
    deliver(rules, RULE, 0, 40_000);
    beat(60_000, Map.of(FIRST, 0L));
    pass(10_000);
    assertThat(asked).isEqualTo(1);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    answer.complete(Map.copyOf(ends));
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(39_999);
    deliver(rules, RULE, 1, 50_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(49_999);
    deliver(rules, RULE, 2, 90_000);
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(60_000);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void standsStillWhileAPartitionIsToDeliverItsFirstRecord() {
    deliver(snapshots, FIRST, 10, 10_000);
    beat(60_000, Map.of(FIRST, 11L, SECOND, 1L));
    pass(4_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
  }

  /** What was read before a restart is not known, and what has been deleted never comes. */
  @Test
  void takesPartitionsAsReadFromWhichNothingComes() {
    beat(60_000, Map.of(FIRST, 12L, SECOND, 7L));
    pass(4_900);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    pass(4 * INTERVAL);
    assertThat(watermark).as("not one after the other").isEqualTo(60_000);

    beat(61_000, Map.of(FIRST, 12L, SECOND, 7L));
    pass(INTERVAL);
    assertThat(watermark).as("nothing has been written since").isEqualTo(61_000);
  }

  @Test
  void givesUpAtOnceAllThatHasBeenDeleted() {
    for (int i = 1; i <= 1_000; i++) {
      beat(i * 1_000L, Map.of(FIRST, (long) i));
    }
    pass(5_100);
    assertThat(watermark).isEqualTo(1_000_000);
  }

  /** A task that cannot keep up may have fetched long ago what it has yet to hand on. */
  @Test
  void waitsLongForTheRestOfWhatThatJobHasWritten() {
    deliver(snapshots, FIRST, 10, 10_000);
    beat(60_000, Map.of(FIRST, 12L));
    pass(50_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    pass(10_100);
    assertThat(watermark).isEqualTo(60_000);
  }

  /** Marks of transactions are at the end of a partition, and are no records. */
  @Test
  void takesWhatOthersWriteAsReadWhenNothingComes() {
    ends.put(RULE, 3L);
    deliver(rules, RULE, 1, 10_000);
    beat(60_000, Map.of(FIRST, 0L));
    pass(4_900);
    assertThat(watermark).isEqualTo(9_999);
    pass(4 * INTERVAL);
    assertThat(watermark).isEqualTo(60_000);
  }

  @Test
  void waitsLongerForAPartitionOfWhichTheConsumerKnowsMore() {
    ConsumerBacklog backlog = new ConsumerBacklog();
    backlog.configure(Map.of("client.id", vouched.clientIdPrefix() + "-" + SourceTask.NUMBER));
    try (Metrics ofConsumer = new Metrics(new MetricConfig(), List.of(backlog), Time.SYSTEM)) {
      Sensor lag = SourceTask.lagOfPartitionZero(ofConsumer, RULES);
      lag.record(1);
      ends.put(RULE, 12L);
      deliver(rules, RULE, 10, 10_000);
      beat(60_000, Map.of(FIRST, 0L));
      pass(50_000);
      assertThat(watermark).isEqualTo(9_999);
      lag.record(0);
      pass(INTERVAL);
      assertThat(watermark).isEqualTo(60_000);
    }
  }

  @Test
  void asksAgainWhenTheBrokerCannotAnswer() {
    fails = true;
    beat(60_000, Map.of(FIRST, 0L));
    pass(2_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(asked).isBetween(2, 3);
    fails = false;
    pass(1_000);
    assertThat(watermark).isEqualTo(60_000);
  }

  @Test
  void isMovedOnByNothingButTheHeartbeatsOfItsSource() {
    deliver(snapshots, FIRST, 0, 50_000);
    deliver(rules, RULE, 0, 99_000);
    written.put(80_000L, Map.of(FIRST, 0L));
    heartbeats.onEvent(
        SourceTask.record(Topics.HEARTBEAT.name(), 0, 0, "alerts-service", 80_000), 80_000, task);
    pass(10_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(asked).isZero();
  }

  /** An earlier version of the other job did not say. */
  @Test
  void passesOverAHeartbeatThatDoesNotSayWhereToFindWhatItVouchesFor() {
    beat(60_000, Map.of());
    pass(10_000);
    assertThat(watermark).isEqualTo(Long.MIN_VALUE);
    beat(61_000, Map.of(FIRST, 0L));
    pass(INTERVAL);
    assertThat(watermark).isEqualTo(61_000);
  }

  /** Heartbeats of several sources share a partition, which has one stream time. */
  @Test
  void goesByTheTimeOfTheHeartbeatNotByThatOfItsPartition() {
    written.put(60_000L, Map.of(FIRST, 0L));
    heartbeats.onEvent(
        SourceTask.record(Topics.HEARTBEAT.name(), 0, 1, STATE, 60_000), 90_000, task);
    pass(INTERVAL);
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

  private void beat(long at, Map<TopicPartition, Long> upTo) {
    written.put(at, upTo);
    heartbeats.onEvent(SourceTask.record(Topics.HEARTBEAT.name(), 0, beats++, STATE, at), at, task);
  }

  private void deliver(
      WatermarkGenerator<RawRecord> from, TopicPartition partition, long offset, long at) {
    from.onEvent(
        SourceTask.record(partition.topic(), partition.partition(), offset, "key", at), at, task);
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
