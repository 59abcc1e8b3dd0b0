package io.pipelinemonitor.jobs.runtime;

import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/** How stream time follows from the records of a job's source. */
public interface SourceClock extends WatermarkStrategy<RawRecord> {

  /**
   * The consumers whose records this clock goes by have to be named so, followed by a dash and the
   * number of their task: it asks them what they have not read yet.
   */
  String clientIdPrefix();

  /** Whether the topic's records move time on by themselves. */
  boolean movesWith(String topic);

  @Override
  default TimestampAssigner<RawRecord> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (record, kafkaTimestamp) -> record.streamTime();
  }
}
