package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.connection.Reachability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Kafka and which registry, the same for every command. */
public final class ConnectionOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Add N to the standard ports (Kafka 9092, registry 8081, Flink 8082, alerts 8083,"
              + " outbox 8084, Flink's metrics 8085), to have a second stack beside another. Use steps"
              + " of 100.")
  int portOffset;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,…",
      description =
          "An existing Kafka, instead of the one of the local stack. Environment:"
              + " MONITOR_BOOTSTRAP_SERVERS.")
  @Nullable String bootstrapServers;

  @Option(
      names = "--schema-registry",
      paramLabel = "URL",
      description =
          "An existing Confluent-compatible schema registry, instead of the one of the local stack."
              + " Environment: MONITOR_SCHEMA_REGISTRY.")
  @Nullable String schemaRegistry;

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description =
          "Settings of Kafka clients (security.protocol=SASL_SSL, …) and of the registry's client"
              + " (schema.registry.…, basic.auth.…). Environment: MONITOR_CLIENT_PROPERTIES.")
  @Nullable Path clientProperties;

  public Ports ports() {
    return new Ports(portOffset);
  }

  /** An existing Kafka, if one was named. */
  public Optional<String> bootstrapServers(Map<String, String> environment) {
    return given(bootstrapServers, environment.get("MONITOR_BOOTSTRAP_SERVERS"));
  }

  /** An existing registry, if one was named. */
  public Optional<String> schemaRegistry(Map<String, String> environment) {
    return given(schemaRegistry, environment.get("MONITOR_SCHEMA_REGISTRY"));
  }

  public ClientProperties clientProperties(Map<String, String> environment) {
    return given(
            clientProperties == null ? null : clientProperties.toString(),
            environment.get("MONITOR_CLIENT_PROPERTIES"))
        .map(Path::of)
        .map(ClientProperties::read)
        .orElse(ClientProperties.NONE);
  }

  /** Where the stack is that a command talks to. */
  public Connection connection(Map<String, String> environment) {
    ClientProperties properties = clientProperties(environment);
    return new Connection(
        bootstrapServers(environment).orElseGet(() -> ports().bootstrapServers()),
        schemaRegistry(environment).orElseGet(() -> ports().registryUrl()),
        properties.kafka(),
        properties.registry());
  }

  /** Where the stack is, once its Kafka and its registry have answered. */
  public Connection reachable() {
    Connection connection = connection(System.getenv());
    Reachability.requireKafka(connection, PATIENCE);
    Reachability.requireRegistry(connection, PATIENCE);
    return connection;
  }

  private static Optional<String> given(@Nullable String option, @Nullable String variable) {
    return Optional.ofNullable(option)
        .or(() -> Optional.ofNullable(variable))
        .filter(text -> !text.isBlank());
  }
}
