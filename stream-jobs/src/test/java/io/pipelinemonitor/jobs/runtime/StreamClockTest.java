package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;

class StreamClockTest {

  private static final String HEARTBEAT = "monitor.heartbeat";
  private static final long IDLE_AFTER = 500;
  private static final long FIRST_RECORD_WITHIN = 3_000;
  private static final long GRACE = 250;
  private static final long INTERVAL = 50;
  private static final String TASK = "1";

  private final ManualClock clock = new ManualClock();
  private final StreamClock streamClock =
      new StreamClock(
          HEARTBEAT,
          source -> !source.equals("ourselves"),
          Set.of("model.parameters"),
          new Tick(250),
          IDLE_AFTER,
          FIRST_RECORD_WITHIN,
          GRACE);
  private final TaskOutput task = new TaskOutput();
  private final WatermarkGenerator<RawRecord> deals = partition();
  private final WatermarkGenerator<RawRecord> otherDeals = partition();
  private final WatermarkGenerator<RawRecord> heartbeats = partition();

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
    backlog.configure(Map.of("client.id", streamClock.clientIdPrefix() + "-" + TASK));
    try (Metrics ofConsumer = new Metrics(new MetricConfig(), List.of(backlog), Time.SYSTEM)) {
      Sensor lag = lagOfPartitionZero(ofConsumer);
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
    clock.pass(10 * IDLE_AFTER);
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
    deals.onEvent(record("deals", "A", 5_000), 5_000, task);
    otherDeals.onEvent(record("model.parameters", "COMPANY:company", 1_000), 1_000, task);
    emit();
    assertThat(task.watermark).isEqualTo(4_999);
    pass(IDLE_AFTER);
    otherDeals.onEvent(record("model.parameters", "COMPANY:company", 90_000), 90_000, task);
    emit();
    assertThat(task.watermark).isEqualTo(5_000);
  }

  /** Time in which the task asks for watermarks as usual. */
  private void pass(long millis) {
    pass(millis, deals, otherDeals, heartbeats);
  }

  @SafeVarargs
  private final void pass(long millis, WatermarkGenerator<RawRecord>... partitions) {
    for (long left = millis; left > 0; left -= INTERVAL) {
      clock.pass(Math.min(left, INTERVAL));
      for (WatermarkGenerator<RawRecord> partition : partitions) {
        partition.onPeriodicEmit(task);
      }
    }
  }

  private WatermarkGenerator<RawRecord> partition() {
    return partition(streamClock);
  }

  private WatermarkGenerator<RawRecord> partition(StreamClock of) {
    return of.createWatermarkGenerator(
        new WatermarkGeneratorSupplier.Context() {
          @Override
          public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup() {
              @Override
              public Map<String, String> getAllVariables() {
                return Map.of("<subtask_index>", TASK);
              }
            };
          }

          @Override
          public RelativeClock getInputActivityClock() {
            return clock;
          }
        });
  }

  private static Sensor lagOfPartitionZero(Metrics metrics) {
    Sensor lag = metrics.sensor("lag");
    lag.add(
        metrics.metricName(
            "records-lag",
            "consumer-fetch-manager-metrics",
            Map.of("topic", "crm.deal-events", "partition", "0")),
        new Value());
    return lag;
  }

  private void beat(String source, long at) {
    heartbeats.onEvent(record(HEARTBEAT, source, at), at, task);
  }

  private void deliver(WatermarkGenerator<RawRecord> partition, String topic, long at) {
    partition.onEvent(record(topic, "key", at), at, task);
  }

  private static RawRecord record(String topic, String key, long at) {
    return new RawRecord(topic, 0, 0, at, at, key.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  private void emit() {
    deals.onPeriodicEmit(task);
    otherDeals.onPeriodicEmit(task);
    heartbeats.onPeriodicEmit(task);
  }

  private static final class ManualClock implements RelativeClock {
    private long nanos;

    void pass(long millis) {
      nanos += millis * 1_000_000;
    }

    @Override
    public long relativeTimeMillis() {
      return nanos / 1_000_000;
    }

    @Override
    public long relativeTimeNanos() {
      return nanos;
    }
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
