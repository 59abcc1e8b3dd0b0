package io.pipelinemonitor.alerts.command;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to {@code monitor.commands} as {@code monitor ack} does: the moment at which something was
 * asked is Kafka's timestamp. Somebody waits for the answer, so what Kafka does not take soon has
 * failed, and nothing is kept for later. Any thread may write.
 */
public final class CommandWriter implements AutoCloseable {

  /** For how long each of Kafka and the registry may not answer before it counts as away. */
  static final Duration PATIENCE = Duration.ofMillis(1_500);

  private static final Duration REQUEST_LIMIT = Duration.ofMillis(1_000);

  private final AlertsSettings settings;
  private final Producer<byte[], byte[]> producer;
  private @Nullable RecordEncoder<AlertCommand> encoder;

  private CommandWriter(AlertsSettings settings) {
    this.settings = settings;
    this.producer =
        new KafkaProducer<>(
            producerProperties(settings), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A writer that connects at its first use. */
  public static CommandWriter open(AlertsSettings settings) {
    return new CommandWriter(settings);
  }

  /**
   * Writes a command; blocks for a moment at most where Kafka or the registry is away.
   *
   * @return ends when Kafka has it, or with the reason why it does not
   */
  public CompletionStage<?> write(AlertCommand command) {
    CompletableFuture<RecordMetadata> written = new CompletableFuture<>();
    try {
      ProducerRecord<byte[], byte[]> message =
          new ProducerRecord<>(
              Topics.COMMANDS.name(),
              null,
              command.getIssuedAt().toEpochMilli(),
              command.getIncidentId().getBytes(StandardCharsets.UTF_8),
              encoded(command));
      // What becomes of it is told to the callback.
      Future<RecordMetadata> unused =
          producer.send(
              message,
              (metadata, failure) -> {
                if (failure == null) {
                  written.complete(metadata);
                } else {
                  written.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      written.completeExceptionally(e);
    }
    return written;
  }

  /** An encoder takes one record at a time, and a registry that was away is asked again. */
  private synchronized byte[] encoded(AlertCommand command) {
    if (encoder == null) {
      encoder = encoder();
    }
    return encoder.encode(command);
  }

  private RecordEncoder<AlertCommand> encoder() {
    Map<String, String> properties = new HashMap<>(settings.registryProperties());
    String patience = Long.toString(PATIENCE.toMillis());
    properties.put("http.connect.timeout.ms", patience);
    properties.put("http.read.timeout.ms", patience);
    try (SchemaRegistryClient registry =
        RegistryConnection.open(settings.schemaRegistry(), properties)) {
      return RecordEncoder.open(Topics.COMMANDS, registry);
    } catch (IOException e) {
      throw new UncheckedIOException("closing the registry client", e);
    }
  }

  private static Map<String, Object> producerProperties(AlertsSettings settings) {
    Map<String, Object> properties = new HashMap<>(settings.kafkaProperties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "alerts-commands");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_LIMIT.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    return properties;
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
