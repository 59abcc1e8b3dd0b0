package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.runtime.JobWrites;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.WrittenUpTo;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WrittenTimeOperatorTest {

  private static final String JOB = "a-job";
  private static final String TOPIC = "pipeline.snapshots";

  @Test
  void holdsTimeBackUntilTheBrokerHasWhatWasSentUpToThen() throws Exception {
    try (JobWrites producer = new JobWrites();
        OneInputStreamOperatorTestHarness<String, Heartbeat> time =
            new OneInputStreamOperatorTestHarness<>(new WrittenTimeOperator<String>(JOB))) {
      producer.configure(Map.of("pipeline.monitor.job", JOB));
      time.open();
      time.setProcessingTime(0);
      time.processWatermark(new Watermark(1_000));
      assertThat(watermarks(time)).containsExactly(1_000L);

      producer.onSend(new ProducerRecord<>(TOPIC, null, 1_500L, new byte[0], new byte[0]));
      time.processWatermarkStatus(WatermarkStatus.IDLE);
      time.processWatermark(new Watermark(2_000));
      time.processWatermark(new Watermark(3_000));
      time.setProcessingTime(100);
      assertThat(watermarks(time)).containsExactly(1_000L, 1_499L);

      producer.onAcknowledgement(
          new RecordMetadata(new TopicPartition(TOPIC, 0), 7, 0, 1_500L, 0, 0), null);
      time.setProcessingTime(200);
      assertThat(watermarks(time)).containsExactly(1_000L, 1_499L, 3_000L);
      assertThat(time.extractOutputValues())
          .as("before the watermark that it has to do with")
          .extracting(Heartbeat::getWritten)
          .containsExactly(List.of(new WrittenUpTo(TOPIC, List.of(8L))));

      time.processWatermark(Watermark.MAX_WATERMARK);
      assertThat(watermarks(time)).endsWith(Long.MAX_VALUE);
    }
  }

  private static List<Long> watermarks(OneInputStreamOperatorTestHarness<?, ?> time) {
    return time.getOutput().stream()
        .filter(Watermark.class::isInstance)
        .map(mark -> ((Watermark) mark).getTimestamp())
        .toList();
  }
}
