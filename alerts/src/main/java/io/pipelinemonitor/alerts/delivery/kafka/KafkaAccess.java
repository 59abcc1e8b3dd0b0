package io.pipelinemonitor.alerts.delivery.kafka;

import io.pipelinemonitor.alerts.AlertsSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach Kafka and the schema registry.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port,…}
 * @param kafkaProperties Kafka client settings, for example for TLS and SASL
 * @param schemaRegistry address of the registry
 * @param registryProperties registry client settings, for example credentials
 * @param group the consumer group by which instances share the partitions
 * @param instance a name that is this instance's own and stays the same over restarts, so that it
 *     gets its partitions back at once; empty: its successor waits until it is found to be gone
 */
public record KafkaAccess(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String schemaRegistry,
    Map<String, String> registryProperties,
    String group,
    Optional<String> instance) {

  /** For how long Kafka may not answer before it counts as away. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int RECORDS_AT_ONCE = 500;
  private static final int SESSION_TIMEOUT_MILLIS = 10_000;

  public KafkaAccess {
    kafkaProperties = Map.copyOf(kafkaProperties);
    registryProperties = Map.copyOf(registryProperties);
  }

  /** Access for those who read for themselves alone, in no group. */
  public static KafkaAccess withoutGroup(AlertsSettings settings) {
    return of(settings, "", Optional.empty());
  }

  /** Of an instance that shares the partitions with others of its group. */
  public static KafkaAccess of(AlertsSettings settings, String group, Optional<String> instance) {
    return new KafkaAccess(
        settings.bootstrapServers(),
        settings.kafkaProperties(),
        settings.schemaRegistry(),
        settings.registryProperties(),
        group,
        instance);
  }

  /** One of the instances that share the partitions. */
  KafkaConsumer<byte[], byte[]> member() {
    Map<String, Object> properties = consumer("alerts-delivery");
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    instance.ifPresent(name -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name));
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_AT_ONCE);
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
    // All partitions change hands at once, so that what is known is of exactly those that it has.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    return new KafkaConsumer<>(properties);
  }

  /** One that reads what it is told to and remembers no position. */
  public KafkaConsumer<byte[], byte[]> reader(String clientId) {
    return new KafkaConsumer<>(consumer(clientId));
  }

  private Map<String, Object> consumer(String clientId) {
    Map<String, Object> properties = client(clientId);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    properties.put(
        ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    properties.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return properties;
  }

  /** One that keeps nothing for later: what Kafka does not take soon has failed. */
  KafkaProducer<byte[], byte[]> writer() {
    Map<String, Object> properties = client("alerts-delivery-journal");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * (int) PATIENCE.toMillis());
    properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    properties.put(
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return new KafkaProducer<>(properties);
  }

  private Map<String, Object> client(String clientId) {
    Map<String, Object> properties = new HashMap<>(kafkaProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    properties.put("client.id", clientId);
    return properties;
  }
}
