package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.schema.Heartbeat;
import java.time.Instant;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells the next job how far this one has come: a heartbeat says that everything up to its time has
 * been written. It sees no records, only watermarks, and beats at the end of each tick: once the
 * last one is over, nothing is left that a heartbeat has not vouched for.
 */
final class ProgressOperator extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<Heartbeat, Heartbeat> {

  private static final long serialVersionUID = 1L;

  static final String UID = "progress";

  private final Tick tick;
  private long last = 0;

  ProgressOperator(Tick tick) {
    this.tick = tick;
  }

  @Override
  public void processElement(StreamRecord<Heartbeat> element) {}

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
