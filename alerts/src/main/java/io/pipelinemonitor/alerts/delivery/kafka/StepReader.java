package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.contract.FromContract;
import io.pipelinemonitor.alerts.delivery.Step;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads steps from {@code alerts.events}. */
final class StepReader {

  private final RecordDecoder<AlertEvent> decoder;

  StepReader(SchemaRegistryClient registry) {
    this.decoder = new RecordDecoder<>(Topics.ALERT_EVENTS, registry);
  }

  /** Takes what cannot be used. */
  interface Refusal {
    void refuse(ConsumerRecord<byte[], byte[]> message, DeadLetterReason reason, String why);
  }

  /** The step; null: it was refused. */
  @Nullable Step read(ConsumerRecord<byte[], byte[]> message, Refusal refusal) {
    Decoded<AlertEvent> decoded = decoder.decode(message.value());
    if (decoded instanceof Decoded.Failure<AlertEvent> failure) {
      refusal.refuse(message, failure.reason(), failure.message());
      return null;
    }
    AlertEvent event = ((Decoded.Success<AlertEvent>) decoded).value();
    try {
      return new Step(
          FromContract.alertEvent(event),
          message.partition(),
          message.offset(),
          newestCause(event));
    } catch (IllegalArgumentException | DateTimeException e) {
      refusal.refuse(message, DeadLetterReason.INVALID_VALUE, e.toString());
      return null;
    }
  }

  private static @Nullable Instant newestCause(AlertEvent event) {
    return event.getContributors().stream()
        .map(AlertContributor::getOccurredAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
