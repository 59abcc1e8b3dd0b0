package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.contract.FromContract;
import io.pipelinemonitor.alerts.delivery.DeliveryPipeline;
import io.pipelinemonitor.alerts.delivery.Step;
import io.pipelinemonitor.alerts.domain.event.Transition;
import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a pipeline what was decided and recorded before: the deliveries of its partitions, and of
 * the incidents that still matter the steps from their latest delivered one on.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private static final Duration STEP = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordDecoder<DeliveryRecord> deliveries;
  private final StepReader steps;

  /**
   * @param consumer one that is in no group; what it is assigned is changed
   */
  Recovery(Consumer<byte[], byte[]> consumer, SchemaRegistryClient registry, StepReader steps) {
    this.consumer = consumer;
    this.deliveries = new RecordDecoder<>(Topics.DELIVERIES, registry);
    this.steps = steps;
  }

  /** What is recorded of one incident. */
  private static final class IncidentRecords {
    private final List<DeliveryRecord> records = new ArrayList<>();

    /** Whether it ended before then and nothing is on its way. */
    boolean isOver(Instant before) {
      DeliveryRecord newest =
          records.stream().max(Comparator.comparingLong(DeliveryRecord::getSequence)).orElseThrow();
      return newest.getTransition().name().equals(Transition.RESOLVED.name())
          && records.stream()
              .allMatch(
                  record ->
                      record.getPlannedAt().isBefore(before)
                          && FromContract.delivery(record).isOver());
    }

    /** Where the earliest step is that may have to be told still, or is the latest; 0: unknown. */
    long firstOffset() {
      long newest = records.stream().mapToLong(DeliveryRecord::getSequence).max().orElse(0);
      return records.stream()
          .filter(
              record -> record.getSequence() == newest || !FromContract.delivery(record).isOver())
          .map(DeliveryRecord::getEventOffset)
          .mapToLong(offset -> offset == null ? 0 : offset)
          .min()
          .orElse(0);
    }
  }

  /**
   * Tells all that matters.
   *
   * @param positions from where on the pipeline is given steps, by partition of {@code
   *     alerts.events}
   * @param endedBefore incidents that ended before then are left out
   */
  void tell(DeliveryPipeline pipeline, Map<TopicPartition, Long> positions, Instant endedBefore) {
    Map<TopicPartition, Long> from = new HashMap<>();
    int told = 0;
    for (Map.Entry<TopicPartition, Map<String, IncidentRecords>> partition :
        incidents(positions.keySet()).entrySet()) {
      for (IncidentRecords incident : partition.getValue().values()) {
        if (incident.isOver(endedBefore)) {
          continue;
        }
        from.merge(partition.getKey(), incident.firstOffset(), Math::min);
        for (DeliveryRecord record : incident.records) {
          Delivery delivery = FromContract.delivery(record);
          pipeline.recall(delivery);
          told++;
        }
      }
    }
    int again = tellSteps(pipeline, from, positions);
    LOG.info("{} deliveries and {} steps were read back", told, again);
  }

  /** The records of all incidents, by partition of {@code alerts.events} and incident. */
  private Map<TopicPartition, Map<String, IncidentRecords>> incidents(Set<TopicPartition> events) {
    List<TopicPartition> partitions =
        events.stream()
            .map(event -> new TopicPartition(Topics.DELIVERIES.name(), event.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Map<String, DeliveryRecord>> latest = new HashMap<>();
    Backlog backlog = Backlog.of(consumer);
    while (backlog.isLeft()) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(STEP)) {
        TopicPartition eventsPartition =
            new TopicPartition(Topics.ALERT_EVENTS.name(), message.partition());
        Map<String, DeliveryRecord> ofPartition =
            latest.computeIfAbsent(eventsPartition, key -> new LinkedHashMap<>());
        String deliveryId = new String(message.key(), StandardCharsets.UTF_8);
        DeliveryRecord record = record(message);
        if (record != null) {
          ofPartition.put(deliveryId, record);
        } else if (message.value() == null) {
          ofPartition.remove(deliveryId);
        }
      }
    }
    Map<TopicPartition, Map<String, IncidentRecords>> incidents = new HashMap<>();
    latest.forEach(
        (partition, records) -> {
          Map<String, IncidentRecords> ofPartition = new LinkedHashMap<>();
          records
              .values()
              .forEach(
                  record ->
                      ofPartition
                          .computeIfAbsent(record.getIncidentId(), key -> new IncidentRecords())
                          .records
                          .add(record));
          incidents.put(partition, ofPartition);
        });
    return incidents;
  }

  private @Nullable DeliveryRecord record(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return null;
    }
    Decoded<DeliveryRecord> decoded = deliveries.decode(message.value());
    if (decoded instanceof Decoded.Success<DeliveryRecord> success) {
      try {
        // Whether it makes sense to us is known before anything is built on it.
        Delivery unused = FromContract.delivery(success.value());
        return success.value();
      } catch (IllegalArgumentException e) {
        passOver(message, e.toString());
        return null;
      }
    }
    passOver(message, ((Decoded.Failure<DeliveryRecord>) decoded).message());
    return null;
  }

  private static void passOver(ConsumerRecord<byte[], byte[]> message, String why) {
    LOG.error(
        "A delivery is passed over ({}-{}, offset {}): {}",
        message.topic(),
        message.partition(),
        message.offset(),
        why);
  }

  private int tellSteps(
      DeliveryPipeline pipeline,
      Map<TopicPartition, Long> from,
      Map<TopicPartition, Long> positions) {
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    Map<TopicPartition, Long> until = new HashMap<>(positions);
    until.keySet().retainAll(from.keySet());
    Backlog backlog = Backlog.until(consumer, until);
    int told = 0;
    while (backlog.isLeft()) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(STEP)) {
        long end = until.getOrDefault(new TopicPartition(message.topic(), message.partition()), 0L);
        if (message.offset() >= end) {
          continue;
        }
        // Whatever cannot be used went to the dead letters when it was first read.
        Step step = steps.read(message, (refused, reason, why) -> {});
        if (step != null) {
          pipeline.recall(step);
          told++;
        }
      }
    }
    consumer.unsubscribe();
    return told;
  }
}
