package io.pipelinemonitor.schema.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens clients of a Confluent-compatible schema registry. */
public final class RegistryConnection {

  /** Far more schemas than we have topics and versions; the client refuses to cache beyond it. */
  private static final int CACHED_SCHEMAS = 1_000;

  private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
  private static final int READ_TIMEOUT_MILLIS = 15_000;

  private RegistryConnection() {}

  /**
   * A client for the registry at a URL; it connects at its first use. Close it after use.
   *
   * @param url base URL, or several of one cluster separated by commas; {@code mock://name} is one
   *     within this process, for tests
   * @param properties the client's own settings, for example {@code basic.auth.credentials.source}
   *     and {@code basic.auth.user.info}, {@code bearer.auth.credentials.source} and {@code
   *     bearer.auth.token}. All may carry the prefix {@code schema.registry.}, and those for TLS
   *     must ({@code schema.registry.ssl.truststore.location}), so that one file can hold Kafka's
   *     settings too. Times: {@code http.connect.timeout.ms} (5 s), {@code http.read.timeout.ms}
   *     (15 s)
   */
  public static SchemaRegistryClient open(String url, Map<String, String> properties) {
    List<String> urls = Arrays.stream(url.split(",")).map(String::trim).toList();
    return SchemaRegistryClientFactory.newClient(
        urls, CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), settings(properties), Map.of());
  }

  static Map<String, Object> settings(Map<String, String> properties) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, CONNECT_TIMEOUT_MILLIS);
    settings.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, READ_TIMEOUT_MILLIS);
    settings.putAll(properties);
    String prefix = SchemaRegistryClientConfig.CLIENT_NAMESPACE;
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            settings.put(name.substring(prefix.length()), value);
          }
        });
    return settings;
  }
}
