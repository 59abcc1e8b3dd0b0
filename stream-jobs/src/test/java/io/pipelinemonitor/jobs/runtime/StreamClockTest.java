package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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

class StreamClockTest {

  private static final String HEARTBEAT = "monitor.heartbeat";
  private static final long IDLE_AFTER = 500;
  private static final long FIRST_RECORD_WITHIN = 3_000;
  private static final long GRACE = 250;
  private static final long INTERVAL = 50;

  private final SourceTask source = new SourceTask();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final StreamClock streamClock =
      new StreamClock(
          HEARTBEAT,
          writer -> !writer.equals("ourselves"),
          Set.of("crm.deal-events", "plan.quotas"),
          Set.of("model.parameters"),
          new Tick(250),
          IDLE_AFTER,
          FIRST_RECORD_WITHIN,
          GRACE,
          (client, topics) -> CompletableFuture.completedFuture(Map.copyOf(ends)));
  private final TaskOutput task = new TaskOutput();
  private final WatermarkGenerator<RawRecord> deals = source.partition(streamClock);
  private final WatermarkGenerator<RawRecord> otherDeals = source.partition(streamClock);
  private final WatermarkGenerator<RawRecord> heartbeats = source.partition(streamClock);

  @Test
  void waitsAtFirstForPartitionsThatHaveNotDelivered() {
    deliver(deals, "crm.deal-events", 10_000);
    pass(FIRST_RECORD_WITHIN - 1);
    emit();
    assertThat(task.watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(task.idle).isFalse();
  }

  @Test
  void isAsFarAsTheSlowestPartitionThatDelivers() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_000);
    deliver(otherDeals, "crm.deal-events", 7_000);
    emit();
    assertThat(task.watermark).isEqualTo(6_999);
    assertThat(task.idle).isFalse();
  }

  @Test
  void doesNotWaitForPartitionsThatFellSilent() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_000);
    deliver(otherDeals, "crm.deal-events", 7_000);
    emit();
    pass(IDLE_AFTER);
    deliver(deals, "crm.deal-events", 11_000);
    emit();
    assertThat(task.watermark).isEqualTo(10_999);
  }

  @Test
  void waitsForAPartitionThatFellSilentAndHoldsMore() {
    ConsumerBacklog backlog = new ConsumerBacklog();
    backlog.configure(Map.of("client.id", streamClock.clientIdPrefix() + "-" + SourceTask.NUMBER));
    try (Metrics ofConsumer = new Metrics(new MetricConfig(), List.of(backlog), Time.SYSTEM)) {
      Sensor lag = SourceTask.lagOfPartitionZero(ofConsumer, "crm.deal-events");
      pass(FIRST_RECORD_WITHIN);
      deliver(deals, "crm.deal-events", 10_000);
      lag.record(3);
      emit();
      pass(10 * IDLE_AFTER);
      deliver(otherDeals, "plan.quotas", 70_000);
      emit();
      assertThat(task.watermark).isEqualTo(9_999);
      lag.record(0);
      emit();
      assertThat(task.watermark).isEqualTo(69_999);
    }
  }

  /**
   * After a pause the client hands on hours of one partition first; that of the others is on the
   * way.
   */
  @Test
  void waitsForWhatTheBrokerHasOfASilentPartitionWhenAnotherDeliversAgain() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_000);
    otherDeals.onEvent(SourceTask.record("crm.deal-events", 1, 4, "key", 10_050), 10_050, task);
    ends.put(new TopicPartition("crm.deal-events", 1), 5L);
    pass(10 * IDLE_AFTER);
    assertThat(task.watermark).isEqualTo(10_250);

    ends.put(new TopicPartition("crm.deal-events", 1), 7L);
    deliver(deals, "crm.deal-events", 70_000);
    pass(IDLE_AFTER - INTERVAL);
    assertThat(task.watermark).as("records 5 and 6 are on their way").isEqualTo(10_250);
    otherDeals.onEvent(SourceTask.record("crm.deal-events", 1, 5, "key", 20_000), 20_000, task);
    emit();
    assertThat(task.watermark).isEqualTo(19_999);
    otherDeals.onEvent(SourceTask.record("crm.deal-events", 1, 6, "key", 30_000), 30_000, task);
    pass(2 * IDLE_AFTER);
    assertThat(task.watermark).as("all has been read").isEqualTo(70_000);
  }

  @Test
  void doesNotWaitLongForWhatEndsAPartitionAndIsNoRecord() {
    pass(FIRST_RECORD_WITHIN);
    otherDeals.onEvent(SourceTask.record("crm.deal-events", 1, 4, "key", 10_050), 10_050, task);
    ends.put(new TopicPartition("crm.deal-events", 1), 6L);
    pass(3 * IDLE_AFTER);
    deliver(deals, "crm.deal-events", 70_000);
    emit();
    assertThat(task.watermark).isEqualTo(69_999);
  }

  @Test
  void closesTheLastTickOnceAllAreSilent() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_100);
    deliver(otherDeals, "crm.deal-events", 7_000);
    emit();
    pass(IDLE_AFTER);
    emit();
    assertThat(task.watermark).isEqualTo(10_250);
    assertThat(task.idle).isTrue();
  }

  @Test
  void followsHeartbeatsOnlyWhileTheDataAreSilent() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_000);
    beat("alerts-service", 60_000);
    emit();
    assertThat(task.watermark).isEqualTo(9_999);
    pass(IDLE_AFTER);
    emit();
    assertThat(task.watermark).isEqualTo(60_000 - GRACE);
    assertThat(task.idle).isTrue();
  }

  @Test
  void doesNotTakeAPauseOfItsOwnForSilence() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 10_000);
    beat("alerts-service", 60_000);
    emit();
    source.pass(10 * IDLE_AFTER);
    emit();
    assertThat(task.watermark).isEqualTo(9_999);
    assertThat(task.idle).isFalse();
  }

  @Test
  void ignoresHeartbeatsThatDoNotCount() {
    pass(FIRST_RECORD_WITHIN);
    beat("ourselves", 60_000);
    emit();
    assertThat(task.watermark).isEqualTo(Long.MIN_VALUE);
    assertThat(task.idle).isTrue();
  }

  @Test
  void neitherWaitsForRecordsThatAnswerItsOwnNorLetsThemMoveTimeOn() {
    pass(FIRST_RECORD_WITHIN);
    deliver(deals, "crm.deal-events", 5_000);
    deliver(otherDeals, "model.parameters", 1_000);
    emit();
    assertThat(task.watermark).isEqualTo(4_999);
    pass(IDLE_AFTER);
    deliver(otherDeals, "model.parameters", 90_000);
    emit();
    assertThat(task.watermark).isEqualTo(5_000);
  }

  /** Time in which the task asks for watermarks as usual. */
  private void pass(long millis) {
    for (long left = millis; left > 0; left -= INTERVAL) {
      source.pass(Math.min(left, INTERVAL));
      emit();
    }
  }

  private void beat(String writer, long at) {
    heartbeats.onEvent(SourceTask.record(HEARTBEAT, 0, 0, writer, at), at, task);
  }

  private void deliver(WatermarkGenerator<RawRecord> partition, String topic, long at) {
    partition.onEvent(SourceTask.record(topic, 0, 0, "key", at), at, task);
  }

  private void emit() {
    deals.onPeriodicEmit(task);
    otherDeals.onPeriodicEmit(task);
    heartbeats.onPeriodicEmit(task);
  }

  private static final class TaskOutput implements WatermarkOutput {
    private long watermark = Long.MIN_VALUE;
    private boolean idle;

    @Override
    public void emitWatermark(Watermark mark) {
      watermark = Math.max(watermark, mark.getTimestamp());
      idle = false;
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }
}
