package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.runtime.Tick;
import io.pipelinemonitor.schema.Heartbeat;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ProgressOperatorTest {

  @Test
  void beatsOnceForEachTickThatIsOver() throws Exception {
    try (OneInputStreamOperatorTestHarness<Heartbeat, Heartbeat> progress =
        new OneInputStreamOperatorTestHarness<>(new ProgressOperator(new Tick(250)))) {
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
}
