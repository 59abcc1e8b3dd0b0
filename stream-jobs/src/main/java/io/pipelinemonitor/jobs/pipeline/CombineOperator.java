package io.pipelinemonitor.jobs.pipeline;

import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds changes up before they are shuffled. It sends on when a tick is over, when it holds many,
 * and before each checkpoint, so that it needs no state.
 *
 * @param <I> what the changes come from
 */
abstract class CombineOperator<I> extends AbstractStreamOperator<CellDelta>
    implements OneInputStreamOperator<I, CellDelta> {

  private static final long serialVersionUID = 1L;

  private static final int MOST_CELLS = 50_000;

  private transient DeltaBuffer buffer;

  /** Divided by the records that go out: how much the shuffle is spared. */
  private transient Counter additions;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  CombineOperator() {}

  /** Adds the element to the buffer. */
  abstract void fold(I element, DeltaBuffer buffer);

  @Override
  public void open() throws Exception {
    super.open();
    buffer = new DeltaBuffer();
    additions = getMetricGroup().counter("additions");
  }

  @Override
  public void processElement(StreamRecord<I> element) {
    long before = buffer.additions();
    fold(element.getValue(), buffer);
    additions.inc(buffer.additions() - before);
    if (buffer.size() >= MOST_CELLS) {
      drain(Long.MAX_VALUE);
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    drain(mark.getTimestamp());
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    drain(Long.MAX_VALUE);
  }

  @Override
  public void finish() throws Exception {
    drain(Long.MAX_VALUE);
    super.finish();
  }

  private void drain(long tick) {
    buffer.drain(tick, delta -> output.collect(new StreamRecord<>(delta, delta.tick())));
  }
}
