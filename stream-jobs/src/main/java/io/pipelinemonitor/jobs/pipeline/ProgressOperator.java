package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.jobs.runtime.WrittenOffsets;
import io.pipelinemonitor.schema.Heartbeat;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the next jobs how far this one has come: a heartbeat says that everything up to its time
 * has been written, and where. It is told by processes how far they have written, and beats at the
 * end of each tick: once the last one is over, nothing is left that a heartbeat has not vouched
 * for.
 *
 * <p>What was there before the job was started counts as written: after a restart not all of it is
 * written again.
 */
final class ProgressOperator extends AbstractStreamOperator<Heartbeat>
    implements OneInputStreamOperator<Heartbeat, Heartbeat> {

  private static final long serialVersionUID = 1L;

  static final String UID = "progress";

  private final Tick tick;
  private final Set<String> topics;
  private final WrittenBefore before;
  private transient Map<TopicPartition, Long> ends;
  private long last = 0;

  /**
   * @param topics what the job writes and vouches for
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  ProgressOperator(Tick tick, Set<String> topics, WrittenBefore before) {
    this.tick = tick;
    this.topics = Set.copyOf(topics);
    this.before = before;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ends = new HashMap<>(before.ends(topics));
  }

  @Override
  public void processElement(StreamRecord<Heartbeat> element) {
    WrittenOffsets.fromContract(element.getValue().getWritten())
        .forEach(
            (partition, end) -> {
              if (topics.contains(partition.topic())) {
                ends.merge(partition, end, Math::max);
              }
            });
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long time = mark.getTimestamp();
    long ended = Math.floorDiv(time, tick.millis()) * tick.millis();
    if (time != Long.MAX_VALUE && ended > last) {
      last = ended;
      output.collect(
          new StreamRecord<>(
              new Heartbeat(
                  PipelineStateJob.HEARTBEAT_SOURCE,
                  Instant.ofEpochMilli(ended),
                  WrittenOffsets.toContract(ends)),
              ended));
    }
    super.processWatermark(mark);
  }
}
