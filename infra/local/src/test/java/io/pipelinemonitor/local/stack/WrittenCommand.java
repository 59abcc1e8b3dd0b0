package io.pipelinemonitor.local.stack;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A command as it is on {@code monitor.commands}.
 *
 * @param at Kafka's timestamp
 */
record WrittenCommand(String key, Instant at, AlertCommand command) {

  /** All that there are. */
  static List<WrittenCommand> of(Connection connection) throws IOException {
    List<WrittenCommand> commands = new ArrayList<>();
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("commands")) {
      RecordDecoder<AlertCommand> decoder = new RecordDecoder<>(Topics.COMMANDS, registry);
      new TopicScan(consumer)
          .read(
              List.of(Topics.COMMANDS),
              message ->
                  commands.add(
                      new WrittenCommand(
                          new String(message.key(), StandardCharsets.UTF_8),
                          Instant.ofEpochMilli(message.timestamp()),
                          ((Decoded.Success<AlertCommand>) decoder.decode(message.value()))
                              .value())));
    }
    return commands;
  }
}
