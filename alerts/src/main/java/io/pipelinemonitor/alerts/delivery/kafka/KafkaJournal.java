package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.contract.ToContract;
import io.pipelinemonitor.alerts.delivery.Change;
import io.pipelinemonitor.alerts.delivery.Journal;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * {@code alerts.deliveries}, each delivery on the partition of its step, and the dead letters of
 * {@code alerts.events}.
 */
final class KafkaJournal implements Journal {

  private final Producer<byte[], byte[]> producer;
  private final RecordEncoder<DeliveryRecord> deliveries;
  private final RecordEncoder<DeadLetter> deadLetters;
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

  KafkaJournal(Producer<byte[], byte[]> producer, SchemaRegistryClient registry) {
    this.producer = producer;
    this.deliveries = RecordEncoder.open(Topics.DELIVERIES, registry);
    this.deadLetters = RecordEncoder.open(Topics.ALERT_EVENTS.deadLetters(), registry);
  }

  @Override
  public void write(Collection<Change> changes) {
    for (Change change : changes) {
      DeliveryReason failure = change.failure();
      DeliveryRecord delivery =
          ToContract.delivery(
              change.delivery(),
              change.step().offset(),
              failure == null ? null : failure.label(),
              change.detail());
      underWay.add(
          producer.send(
              new ProducerRecord<>(
                  Topics.DELIVERIES.name(),
                  change.step().partition(),
                  delivery.getDeliveryId().getBytes(StandardCharsets.UTF_8),
                  deliveries.encode(delivery))));
    }
    await();
  }

  /** Writes a record that could not be used; {@link #await} says when it is there. */
  void write(DeadLetter letter, byte[] key) {
    underWay.add(
        producer.send(
            new ProducerRecord<>(
                Topics.ALERT_EVENTS.deadLetters().name(), key, deadLetters.encode(letter))));
  }

  /** Returns when all that was written is acknowledged. */
  void await() {
    producer.flush();
    for (Future<RecordMetadata> written : underWay) {
      try {
        written.get();
      } catch (ExecutionException e) {
        throw new KafkaException("Kafka did not take a delivery", e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
    underWay.clear();
  }
}
