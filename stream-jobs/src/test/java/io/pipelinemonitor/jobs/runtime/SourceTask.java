package io.pipelinemonitor.jobs.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.RelativeClock;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;

/** A source's task as its clock sees it, with a wall clock that is moved on by hand. */
final class SourceTask implements RelativeClock, WatermarkGeneratorSupplier.Context {

  static final String NUMBER = "1";

  private long nanos;

  void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  /** A partition that the task is given to read. */
  WatermarkGenerator<RawRecord> partition(SourceClock clock) {
    return clock.createWatermarkGenerator(this);
  }

  static RawRecord record(String topic, int partition, long offset, String key, long at) {
    return new RawRecord(
        topic, partition, offset, at, at, key.getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  /** What the consumer says that it has yet to read of the topic's partition 0. */
  static Sensor lagOfPartitionZero(Metrics metrics, String topic) {
    Sensor lag = metrics.sensor("lag");
    lag.add(
        metrics.metricName(
            "records-lag",
            "consumer-fetch-manager-metrics",
            Map.of("topic", topic, "partition", "0")),
        new Value());
    return lag;
  }

  @Override
  public long relativeTimeMillis() {
    return nanos / 1_000_000;
  }

  @Override
  public long relativeTimeNanos() {
    return nanos;
  }

  @Override
  public RelativeClock getInputActivityClock() {
    return this;
  }

  @Override
  public MetricGroup getMetricGroup() {
    return new UnregisteredMetricsGroup() {
      @Override
      public Map<String, String> getAllVariables() {
        return Map.of("<subtask_index>", NUMBER);
      }
    };
  }
}
