package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Counts a job's dead letters by reason, on their way out. */
final class CountedDeadLetters
    implements KafkaRecordSerializationSchema<DeadLetter>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  private final RecordSerializer<DeadLetter> serializer;
  private transient Map<DeadLetterReason, Counter> counters;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  CountedDeadLetters(RecordSerializer<DeadLetter> serializer) {
    this.serializer = serializer;
  }

  /** All reasons are there from the start: a first dead letter is a change from 0 to 1. */
  @Override
  public void open(
      SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
    counters = new EnumMap<>(DeadLetterReason.class);
    MetricGroup metrics = context.getMetricGroup();
    for (DeadLetterReason reason : DeadLetterReason.values()) {
      counters.put(reason, metrics.addGroup("reason", reason.name()).counter("deadLetters"));
    }
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return serializer.getKafkaDatasetFacet();
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    Counter counter = counters.get(letter.getReason());
    if (counter != null) {
      counter.inc();
    }
    return serializer.serialize(letter, context, timestamp);
  }
}
