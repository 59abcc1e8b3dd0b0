package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.command.CommandWriter;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what people ask of incidents to {@code monitor.commands}, with the real broker. */
class ButtonsEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();

  @Test
  void aCommandIsWrittenAsOfTheMomentAtWhichItWasAskedOrNotAtAll() throws IOException {
    AlertCommand ack =
        AlertCommand.newBuilder()
            .setCommandId("c-1")
            .setIncidentId("i-1")
            .setDedupKey("coverage|REP:ann|2026-Q1")
            .setCommand(AlertCommandType.ACK)
            .setIssuedBy("ann")
            .setIssuedAt(Instant.parse("2026-02-02T09:00:00.123Z"))
            .build();
    try (Stack stack = start();
        CommandWriter writer =
            CommandWriter.open(
                new AlertsSettings(
                    stack.bootstrapServers(),
                    Map.of(),
                    stack.schemaRegistryUrl(),
                    Map.of(),
                    false))) {
      assertThat(writer.write(ack)).succeedsWithin(PATIENCE);

      List<ConsumerRecord<byte[], byte[]>> messages = commands(stack);
      assertThat(messages).hasSize(1);
      assertThat(new String(messages.get(0).key(), StandardCharsets.UTF_8)).isEqualTo("i-1");
      assertThat(messages.get(0).timestamp()).isEqualTo(ack.getIssuedAt().toEpochMilli());
      assertThat(decoded(stack, messages)).containsExactly(ack);

      stack.close();
      assertThat(writer.write(ack))
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(TimeoutException.class);
    }
  }

  private Stack start() {
    return Stack.start(
        StackSettings.embedded(
                temporary.resolve("data"),
                List.of(),
                Path.of(System.getProperty("monitor.registry")))
            .withPorts(ports)
            .withClock(StackClock.DATA),
        what -> {});
  }

  private static List<ConsumerRecord<byte[], byte[]>> commands(Stack stack) {
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = stack.connection().consumer("commands")) {
      new TopicScan(consumer).read(List.of(Topics.COMMANDS), messages::add);
    }
    return messages;
  }

  private static List<AlertCommand> decoded(
      Stack stack, List<ConsumerRecord<byte[], byte[]>> messages) throws IOException {
    try (SchemaRegistryClient registry = stack.connection().registry()) {
      RecordDecoder<AlertCommand> decoder = new RecordDecoder<>(Topics.COMMANDS, registry);
      List<AlertCommand> commands = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> message : messages) {
        commands.add(((Decoded.Success<AlertCommand>) decoder.decode(message.value())).value());
      }
      return commands;
    }
  }
}
