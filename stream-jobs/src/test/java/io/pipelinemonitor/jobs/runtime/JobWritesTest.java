package io.pipelinemonitor.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class JobWritesTest {

  private static final String JOB = "pipeline-state";
  private static final TopicPartition DEALS = new TopicPartition("pipeline.deals", 0);

  @Test
  void knowsTheEarliestRecordThatHasNotBeenAcknowledgedToAnyProducer() {
    try (JobWrites deals = producerOf(JOB);
        JobWrites snapshots = producerOf(JOB);
        JobWrites others = producerOf("alert-rules")) {
      assertThat(JobWrites.earliestUnacknowledged(JOB)).isEqualTo(JobWrites.NONE);
      send(deals, 2_000);
      send(deals, 2_000);
      send(snapshots, 3_000);
      send(others, 1_000);
      assertThat(JobWrites.earliestUnacknowledged(JOB)).isEqualTo(2_000);
      deals.onAcknowledgement(written(2_000), null);
      assertThat(JobWrites.earliestUnacknowledged(JOB)).isEqualTo(2_000);
      deals.onAcknowledgement(written(2_000), null);
      assertThat(JobWrites.earliestUnacknowledged(JOB)).isEqualTo(3_000);
    }
    assertThat(JobWrites.earliestUnacknowledged(JOB))
        .as("their producers are closed")
        .isEqualTo(JobWrites.NONE);
  }

  @Test
  void knowsHowFarEachPartitionHasBeenWrittenEvenByProducersThatAreClosed() {
    try (JobWrites open = producerOf(JOB)) {
      try (JobWrites closed = producerOf(JOB)) {
        closed.onAcknowledgement(new RecordMetadata(DEALS, 6, 0, 2_000, 0, 0), null);
      }
      open.onAcknowledgement(new RecordMetadata(DEALS, 4, 0, 2_000, 0, 0), null);
      assertThat(JobWrites.ends(JOB)).isEqualTo(Map.of(DEALS, 7L));
    }
    assertThat(JobWrites.ends(JOB)).isEmpty();
  }

  @Test
  void doesNotVouchForARecordThatCouldNotBeWritten() {
    try (JobWrites deals = producerOf(JOB)) {
      send(deals, 2_000);
      deals.onAcknowledgement(written(-1), new IllegalStateException("too large"));
      assertThat(JobWrites.earliestUnacknowledged(JOB)).isEqualTo(2_000);
    }
  }

  private static JobWrites producerOf(String job) {
    JobWrites writes = new JobWrites();
    writes.configure(Map.of(JobWrites.JOB, job));
    return writes;
  }

  private static void send(JobWrites producer, long timestamp) {
    producer.onSend(new ProducerRecord<>(DEALS.topic(), null, timestamp, new byte[0], new byte[0]));
  }

  private static RecordMetadata written(long timestamp) {
    return new RecordMetadata(DEALS, 0, 0, timestamp, 0, 0);
  }
}
