package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.JobWrites;
import io.pipelinemonitor.jobs.runtime.WrittenOffsets;
import io.pipelinemonitor.schema.Heartbeat;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps no records, and holds time back until what this process has sent up to then has been
 * acknowledged by the broker. Before time moves on it says how far the partitions have been
 * written. It stands behind a task that writes to Kafka, so whatever that task sent before a
 * watermark has been handed to its producer by the time the watermark comes here.
 *
 * @param <I> the type of the records that are written
 */
final class WrittenTimeOperator<I> extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<I, Heartbeat> {

  private static final long serialVersionUID = 1L;

  /** A quarter of what a producer waits for more to send. */
  private static final long LOOK_AGAIN_MILLIS = 5;

  private final String job;
  private transient Map<TopicPartition, Long> said = Map.of();
  private long sent = Long.MIN_VALUE;
  private long written = Long.MIN_VALUE;
  private boolean looking;

  WrittenTimeOperator(String job) {
    this.job = job;
  }

  @Override
  public void open() throws Exception {
    super.open();
    said = Map.of();
  }

  @Override
  public void processElement(StreamRecord<I> element) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    sent = mark.getTimestamp();
    advance();
  }

  private void advance() throws Exception {
    long unacknowledged = JobWrites.earliestUnacknowledged(job);
    long time = unacknowledged == JobWrites.NONE ? sent : Math.min(sent, unacknowledged - 1);
    if (time > written) {
      written = time;
      say(JobWrites.ends(job), time);
      super.processWatermark(new Watermark(time));
    }
    if (written < sent && !looking) {
      looking = true;
      getProcessingTimeService()
          .registerTimer(
              getProcessingTimeService().getCurrentProcessingTime() + LOOK_AGAIN_MILLIS,
              now -> {
                looking = false;
                advance();
              });
    }
  }

  private void say(Map<TopicPartition, Long> ends, long time) {
    if (!ends.equals(said)) {
      said = ends;
      output.collect(
          new StreamRecord<>(
              new Heartbeat(job, Instant.ofEpochMilli(time), WrittenOffsets.toContract(ends))));
    }
  }

  /** An idle channel would be left out of account, with what it still holds back. */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}
}
