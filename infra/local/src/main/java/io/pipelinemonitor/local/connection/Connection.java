package io.pipelinemonitor.local.connection;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How to reach Kafka and the schema registry.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port,…}
 * @param schemaRegistry the registry's address, with the path that Confluent's clients need
 * @param kafkaProperties Kafka client settings, for example for TLS and SASL
 * @param registryProperties registry client settings, for example credentials
 */
public record Connection(
    String bootstrapServers,
    String schemaRegistry,
    Map<String, String> kafkaProperties,
    Map<String, String> registryProperties) {

  public Connection {
    kafkaProperties = Map.copyOf(kafkaProperties);
    registryProperties = Map.copyOf(registryProperties);
  }

  /** Settings for any Kafka client; a new object each time. */
  public Properties kafkaClient() {
    Properties properties = new Properties();
    properties.putAll(kafkaProperties);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** Reads committed records as bytes, for nobody's group; it connects at its first use. */
  public KafkaConsumer<byte[], byte[]> consumer(String clientId) {
    Properties properties = kafkaClient();
    properties.put("client.id", clientId);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A client of the registry; it connects at its first use. */
  public SchemaRegistryClient registry() {
    return RegistryConnection.open(schemaRegistry, registryProperties);
  }

  /** The same as the stream jobs and the alerts service read it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("schema.registry.url", schemaRegistry);
    kafkaProperties.forEach((key, value) -> settings.put("kafka." + key, value));
    registryProperties.forEach((key, value) -> settings.put("registry." + key, value));
    return settings;
  }
}
