package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.jobs.runtime.WrittenBefore;
import io.pipelinemonitor.jobs.runtime.WrittenOffsets;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.WrittenUpTo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ProgressOperatorTest {

  private static final String SNAPSHOTS = "pipeline.snapshots";

  @Test
  void beatsOnceForEachTickThatIsOver() throws Exception {
    try (OneInputStreamOperatorTestHarness<Heartbeat, Heartbeat> progress =
        new OneInputStreamOperatorTestHarness<>(
            new ProgressOperator(new Tick(250), Set.of(SNAPSHOTS), WrittenBefore.NOTHING))) {
      progress.open();
      for (long time : new long[] {-1, 249, 250, 251, 499, 500, 10_100, 10_250, Long.MAX_VALUE}) {
        progress.processWatermark(new Watermark(time));
      }
      assertThat(progress.extractOutputValues())
          .extracting(beat -> beat.getAt().toEpochMilli())
          .containsExactly(250L, 500L, 10_000L, 10_250L);
      assertThat(progress.extractOutputValues())
          .extracting(Heartbeat::getSource)
          .containsOnly(PipelineStateJob.HEARTBEAT_SOURCE);
    }
  }

  @Test
  void saysHowFarThePartitionsHadBeenWritten() throws Exception {
    Map<TopicPartition, Long> before = Map.of(partition(0), 5L, partition(1), 0L);
    try (OneInputStreamOperatorTestHarness<Heartbeat, Heartbeat> progress =
        new OneInputStreamOperatorTestHarness<>(
            new ProgressOperator(new Tick(250), Set.of(SNAPSHOTS), topics -> before))) {
      progress.open();
      progress.processWatermark(new Watermark(250));
      progress.processElement(written(Map.of(partition(0), 9L)), 0);
      progress.processElement(
          written(Map.of(partition(0), 7L, new TopicPartition("crm.deal-events.dlq", 0), 3L)), 0);
      progress.processWatermark(new Watermark(500));
      assertThat(progress.extractOutputValues())
          .extracting(Heartbeat::getWritten)
          .containsExactly(
              List.of(new WrittenUpTo(SNAPSHOTS, List.of(5L, 0L))),
              List.of(new WrittenUpTo(SNAPSHOTS, List.of(9L, 0L))));
    }
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(SNAPSHOTS, number);
  }

  private static Heartbeat written(Map<TopicPartition, Long> ends) {
    return new Heartbeat("a process", Instant.EPOCH, WrittenOffsets.toContract(ends));
  }
}
