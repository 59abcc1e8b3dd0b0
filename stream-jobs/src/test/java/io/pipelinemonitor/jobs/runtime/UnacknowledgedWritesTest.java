package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class UnacknowledgedWritesTest {

  private static final String JOB = "pipeline-state";
  private static final TopicPartition DEALS = new TopicPartition("pipeline.deals", 0);

  @Test
  void knowsTheEarliestRecordThatHasNotBeenAcknowledgedToAnyProducer() {
    try (UnacknowledgedWrites deals = producerOf(JOB);
        UnacknowledgedWrites snapshots = producerOf(JOB);
        UnacknowledgedWrites others = producerOf("alert-rules")) {
      assertThat(UnacknowledgedWrites.earliest(JOB)).isEqualTo(UnacknowledgedWrites.NONE);
      send(deals, 2_000);
      send(deals, 2_000);
      send(snapshots, 3_000);
      send(others, 1_000);
      assertThat(UnacknowledgedWrites.earliest(JOB)).isEqualTo(2_000);
      deals.onAcknowledgement(written(2_000), null);
      assertThat(UnacknowledgedWrites.earliest(JOB)).isEqualTo(2_000);
      deals.onAcknowledgement(written(2_000), null);
      assertThat(UnacknowledgedWrites.earliest(JOB)).isEqualTo(3_000);
    }
    assertThat(UnacknowledgedWrites.earliest(JOB))
        .as("their producers are closed")
        .isEqualTo(UnacknowledgedWrites.NONE);
  }

  @Test
  void doesNotVouchForARecordThatCouldNotBeWritten() {
    try (UnacknowledgedWrites deals = producerOf(JOB)) {
      send(deals, 2_000);
      deals.onAcknowledgement(written(-1), new IllegalStateException("too large"));
      assertThat(UnacknowledgedWrites.earliest(JOB)).isEqualTo(2_000);
    }
  }

  private static UnacknowledgedWrites producerOf(String job) {
    UnacknowledgedWrites writes = new UnacknowledgedWrites();
    writes.configure(Map.of(UnacknowledgedWrites.JOB, job));
    return writes;
  }

  private static void send(UnacknowledgedWrites producer, long timestamp) {
    producer.onSend(new ProducerRecord<>(DEALS.topic(), null, timestamp, new byte[0], new byte[0]));
  }

  private static RecordMetadata written(long timestamp) {
    return new RecordMetadata(DEALS, 0, 0, timestamp, 0, 0);
  }
}
