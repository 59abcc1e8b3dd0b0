package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.schema.Heartbeat;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells the next job how far this one has come: a heartbeat says that every snapshot up to its time
 * has been sent. It sees no records, only watermarks, and beats at the end of each tick: once the
 * last one is over, nothing is left that a heartbeat has not vouched for.
 *
 * @param <I> the type of the records that it is not given
 */
final class ProgressOperator<I> extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<I, Heartbeat> {

  private static final long serialVersionUID = 1L;

  static final String UID = "progress";

  private final Tick tick;
  private long last = 0;

  ProgressOperator(Tick tick) {
    this.tick = tick;
  }

  @Override
  public void processElement(StreamRecord<I> element) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long time = mark.getTimestamp();
    long ended = Math.floorDiv(time, tick.millis()) * tick.millis();
    if (time != Long.MAX_VALUE && ended > last) {
      last = ended;
      output.collect(
          new StreamRecord<>(
              new Heartbeat(PipelineStateJob.HEARTBEAT_SOURCE, Instant.ofEpochMilli(ended)),
              ended));
    }
    super.processWatermark(mark);
  }
}
