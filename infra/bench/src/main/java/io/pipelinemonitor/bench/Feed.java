package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes records of the contract to Kafka; for one thread. Closing it waits for the last. */
final class Feed implements AutoCloseable {

  private static final String LINGER_MILLIS = "1";

  private final SchemaRegistryClient registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<Topic<?>, RecordEncoder<?>> encoders = new HashMap<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  Feed(String bootstrapServers, SchemaRegistryClient registry) {
    this.registry = registry;
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Sends it to the partition of its key. */
  void send(Load.Item<?> item) {
    send(item, null);
  }

  /** Sends it to that partition; null for that of its key. */
  <T extends SpecificRecord> void send(Load.Item<T> item, @Nullable Integer partition) {
    requireNoFailure();
    String key = String.valueOf(item.topic().key(item.record()));
    producer.send(
        new ProducerRecord<>(
            item.topic().name(),
            partition,
            item.timestamp(),
            key.getBytes(StandardCharsets.UTF_8),
            encoder(item.topic()).encode(item.record())),
        (sent, exception) -> failure.compareAndSet(null, exception));
  }

  @SuppressWarnings("unchecked") // one encoder a topic, of the topic's class
  private <T extends SpecificRecord> RecordEncoder<T> encoder(Topic<T> topic) {
    return (RecordEncoder<T>)
        encoders.computeIfAbsent(topic, any -> RecordEncoder.open(topic, registry));
  }

  private void requireNoFailure() {
    Exception reason = failure.get();
    if (reason != null) {
      throw new IllegalStateException("Kafka did not take a record", reason);
    }
  }

  @Override
  public void close() {
    producer.close();
    requireNoFailure();
  }
}
