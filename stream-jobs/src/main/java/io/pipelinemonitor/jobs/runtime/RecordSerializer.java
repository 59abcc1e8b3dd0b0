package io.pipelinemonitor.jobs.runtime;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of the contract to Kafka: under their topic's key, at their own time, encoded with
 * their registered schema.
 */
final class RecordSerializer<T extends SpecificRecord>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  private final JobSettings settings;
  private final TopicChoice<T> choice;
  private transient @Nullable SchemaRegistryClient client;
  private transient @Nullable Map<String, Outlet<T>> outlets;

  RecordSerializer(JobSettings settings, TopicChoice<T> choice) {
    this.settings = settings;
    this.choice = choice;
  }

  /** Flink pools the transactions of a sink by the topics that it may write to. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(choice.topicNames())));
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T value, KafkaSinkContext context, @Nullable Long timestamp) {
    if (outlets == null) {
      outlets = new HashMap<>();
    }
    Outlet<T> outlet = outlets.computeIfAbsent(choice.topicName(value), this::open);
    String key = outlet.topic().key(value);
    Instant time = outlet.topic().time(value);
    return new ProducerRecord<>(
        outlet.topic().name(),
        null,
        time == null ? timestamp : (Long) time.toEpochMilli(),
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        outlet.encoder().encode(value));
  }

  @SuppressWarnings("unchecked") // a topic's name decides the class of its records
  private Outlet<T> open(String topicName) {
    if (client == null) {
      client = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    }
    Topic<T> topic = (Topic<T>) Topics.named(topicName).orElseThrow();
    return new Outlet<>(topic, RecordEncoder.open(topic, client));
  }

  private record Outlet<T extends SpecificRecord>(Topic<T> topic, RecordEncoder<T> encoder) {}
}
