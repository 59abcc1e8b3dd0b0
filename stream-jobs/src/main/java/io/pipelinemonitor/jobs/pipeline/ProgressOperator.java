package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.schema.Heartbeat;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells the next job how far this one has come: a heartbeat says that every snapshot up to its time
 * has been sent. It sees no records, only watermarks.
 *
 * @param <I> the type of the records that it is not given
 */
final class ProgressOperator<I> extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<I, Heartbeat> {

  private static final long serialVersionUID = 1L;

  static final String UID = "progress";

  private static final long MILLIS_BETWEEN = 1_000;

  private long last = Long.MIN_VALUE;

  @Override
  public void processElement(StreamRecord<I> element) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long time = mark.getTimestamp();
    boolean first = last == Long.MIN_VALUE;
    if (time != Long.MAX_VALUE && time > 0 && (first || time - last >= MILLIS_BETWEEN)) {
      last = time;
      output.collect(
          new StreamRecord<>(
              new Heartbeat(PipelineStateJob.HEARTBEAT_SOURCE, Instant.ofEpochMilli(time)), time));
    }
    super.processWatermark(mark);
  }
}
