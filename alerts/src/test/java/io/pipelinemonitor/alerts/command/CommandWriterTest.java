package io.pipelinemonitor.alerts.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.RegistryException;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Where nothing answers; what is written to a real broker is seen in the end-to-end tests. */
class CommandWriterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AlertCommand ACK =
      AlertCommand.newBuilder()
          .setCommandId("c-1")
          .setIncidentId("i-1")
          .setCommand(AlertCommandType.ACK)
          .setIssuedBy("ann")
          .setIssuedAt(Instant.parse("2026-02-02T09:00:00Z"))
          .build();

  @Test
  void saysSoWhereKafkaIsAway() throws IOException {
    String registryUrl = "mock://commands";
    try (SchemaRegistryClient registry = RegistryConnection.open(registryUrl, Map.of())) {
      new SchemaRegistrar(registry, PATIENCE)
          .register(Topics.COMMANDS.subject(), Topics.COMMANDS.publishedSchema());
      try (CommandWriter writer = writer(registryUrl)) {
        assertThat(writer.write(ACK))
            .failsWithin(PATIENCE)
            .withThrowableThat()
            .withCauseInstanceOf(TimeoutException.class)
            .withMessageContaining("monitor.commands");
      }
    }
  }

  @Test
  void saysSoWhereTheRegistryIsAway() throws IOException {
    try (CommandWriter writer = writer("http://" + nowhere())) {
      assertThat(writer.write(ACK))
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(RegistryException.class)
          .withMessageContaining("monitor.commands");
    }
  }

  private static CommandWriter writer(String registryUrl) throws IOException {
    return CommandWriter.open(
        new AlertsSettings(nowhere(), Map.of(), registryUrl, Map.of(), false));
  }

  /** An address at which nothing listens any more. */
  private static String nowhere() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }
}
