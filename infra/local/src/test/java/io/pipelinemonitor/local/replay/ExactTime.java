package io.pipelinemonitor.local.replay;

import io.pipelinemonitor.jobs.runtime.RawRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stream time by the records alone: each moves it on to just before its own time, and the end of
 * the records to a given moment and no further. (Flink would say then that all time is over.)
 */
final class ExactTime extends AbstractStreamOperator<RawRecord>
    implements OneInputStreamOperator<RawRecord, RawRecord>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private final long end;
  private long now = Long.MIN_VALUE;

  /**
   * @param end how far time goes, milliseconds
   */
  ExactTime(long end) {
    this.end = end;
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) {
    RawRecord record = element.getValue();
    if (record.streamTime() > now) {
      now = record.streamTime();
      output.emitWatermark(new Watermark(now - 1));
    }
    output.collect(new StreamRecord<>(record, record.streamTime()));
  }

  @Override
  public void processWatermark(Watermark none) {}

  @Override
  public void endInput() {
    output.emitWatermark(new Watermark(end));
  }
}
