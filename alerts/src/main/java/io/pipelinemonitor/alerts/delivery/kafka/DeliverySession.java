package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.Health;
import io.pipelinemonitor.alerts.delivery.Backoff;
import io.pipelinemonitor.alerts.delivery.DeliveryMetrics;
import io.pipelinemonitor.alerts.delivery.DeliveryPipeline;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import io.pipelinemonitor.alerts.delivery.Lanes;
import io.pipelinemonitor.alerts.delivery.Step;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stay in the consumer group, from the first failure of Kafka to the next. What the pipeline
 * knows is of exactly the partitions that this instance has, and is built up anew when they change.
 */
final class DeliverySession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySession.class);

  private static final Duration WHILE_CALLS_ARE_UNDER_WAY = Duration.ofMillis(5);
  private static final Duration OTHERWISE = Duration.ofMillis(100);
  private static final Duration PROBE_EVERY = Duration.ofSeconds(2);
  private static final String FAILED_BY = "alerts-service";

  private final DeliverySettings settings;
  private final Lanes lanes;
  private final Backoff backoff;
  private final DeliveryMetrics metrics;
  private final Clock clock;
  private final SchemaRegistryClient registry;
  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> definitions;
  private final Consumer<byte[], byte[]> past;
  private final Consumer<byte[], byte[]> member;
  private final KafkaJournal journal;
  private final KafkaDirectory directory;
  private final StepReader steps;
  private @Nullable DeliveryPipeline pipeline;
  private long probedAt = System.nanoTime();

  private DeliverySession(
      KafkaAccess kafka,
      SchemaRegistryClient registry,
      DeliverySettings settings,
      Lanes lanes,
      Backoff backoff,
      DeliveryMetrics metrics,
      Clock clock) {
    this.settings = settings;
    this.lanes = lanes;
    this.backoff = backoff;
    this.metrics = metrics;
    this.clock = clock;
    this.registry = registry;
    this.producer = kafka.writer();
    this.definitions = kafka.reader("alerts-delivery-definitions");
    this.past = kafka.reader("alerts-delivery-past");
    this.member = kafka.member();
    try {
      this.journal = new KafkaJournal(producer, registry);
      this.steps = new StepReader(registry);
      requireSamePartitions();
      this.directory = KafkaDirectory.read(definitions, registry);
      member.subscribe(List.of(Topics.ALERT_EVENTS.name()), new Rebalance());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Joins the group. */
  static DeliverySession open(
      KafkaAccess kafka,
      SchemaRegistryClient registry,
      DeliverySettings settings,
      Lanes lanes,
      Backoff backoff,
      DeliveryMetrics metrics,
      Clock clock) {
    return new DeliverySession(kafka, registry, settings, lanes, backoff, metrics, clock);
  }

  /** A delivery is on the partition of its step, so both topics need as many. */
  private void requireSamePartitions() {
    int events = past.partitionsFor(Topics.ALERT_EVENTS.name(), KafkaAccess.PATIENCE).size();
    int records = past.partitionsFor(Topics.DELIVERIES.name(), KafkaAccess.PATIENCE).size();
    if (records < events) {
      throw new IllegalStateException(
          "%s has %d partitions and %s only %d: give it as many"
              .formatted(Topics.ALERT_EVENTS, events, Topics.DELIVERIES, records));
    }
  }

  /** Takes in what is new and does what there is to do; commits once all of it is recorded. */
  void advance() {
    try {
      ConsumerRecords<byte[], byte[]> messages =
          member.poll(lanes.areBusy() ? WHILE_CALLS_ARE_UNDER_WAY : OTHERWISE);
      if (messages.isEmpty()) {
        directory.refresh();
      } else {
        directory.catchUp();
      }
      DeliveryPipeline current = pipeline;
      if (current != null) {
        List<Step> arrived = read(messages);
        current.advance(arrived);
        journal.await();
        if (!messages.isEmpty()) {
          commit();
        }
      }
      probe();
    } catch (WakeupException e) {
      // It is to end; what was not committed comes again and finds what was decided.
    }
  }

  private void commit() {
    try {
      member.commitSync();
    } catch (RebalanceInProgressException | CommitFailedException e) {
      // Whoever gets the partition reads the same again, and finds what was decided.
      LOG.debug("Positions are not committed: {}", e.toString());
    }
  }

  private List<Step> read(ConsumerRecords<byte[], byte[]> messages) {
    List<Step> arrived = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> message : messages) {
      Step step = steps.read(message, this::refuse);
      if (step != null) {
        arrived.add(step);
      }
    }
    return arrived;
  }

  private void refuse(ConsumerRecord<byte[], byte[]> message, DeadLetterReason reason, String why) {
    metrics.deadLetter(reason);
    journal.write(
        DeadLetter.newBuilder()
            .setKey(buffer(message.key()))
            .setValue(buffer(message.value()))
            .setTopic(message.topic())
            .setPartition(message.partition())
            .setOffset(message.offset())
            .setTimestamp(Instant.ofEpochMilli(message.timestamp()))
            .setReason(reason)
            .setMessage(why)
            .setFailedBy(FAILED_BY)
            .setFailedAt(clock.instant())
            .build(),
        message.key());
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  /** Where nothing arrives, nothing else would tell that Kafka is away. */
  private void probe() {
    if (System.nanoTime() - probedAt > PROBE_EVERY.toNanos()) {
      Map<TopicPartition, Long> unused =
          definitions.endOffsets(definitions.assignment(), KafkaAccess.PATIENCE);
      probedAt = System.nanoTime();
    }
  }

  Health health() {
    if (pipeline == null) {
      return member.assignment().isEmpty() && member.groupMetadata().generationId() >= 0
          ? new Health(true, "Other instances deliver, this one stands by.")
          : new Health(false, "Delivery waits for its share of the partitions.");
    }
    return new Health(true, "Alerts are delivered.");
  }

  /** Ends a wait for records; from any thread. */
  void wakeup() {
    member.wakeup();
  }

  /** Waits a while for calls that are under way, and records what became of them. */
  void drain() throws InterruptedException {
    DeliveryPipeline current = pipeline;
    if (current != null) {
      current.drain(settings.closeWithin());
    }
  }

  @Override
  public void close() {
    // Nothing is given up in an orderly way here: that is what draining was for.
    pipeline = null;
    close(definitions);
    close(past);
    close(member);
    producer.close(KafkaAccess.PATIENCE);
  }

  private static void close(Consumer<?, ?> consumer) {
    consumer.close(CloseOptions.timeout(KafkaAccess.PATIENCE));
  }

  /** Partitions come and go all at once. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (partitions.isEmpty()) {
        pipeline = null;
        return;
      }
      DeliveryPipeline fresh =
          new DeliveryPipeline(settings, directory, journal, lanes, backoff, metrics, clock);
      new Recovery(past, registry, steps)
          .tell(fresh, begin(partitions), clock.instant().minus(settings.keepFor()));
      pipeline = fresh;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        drain();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      pipeline = null;
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      // They are another instance's already, which looks up what is under way.
      pipeline = null;
    }
  }

  /** Where to go on; at the very first start behind what is history. */
  private Map<TopicPartition, Long> begin(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        member.committed(Set.copyOf(partitions), KafkaAccess.PATIENCE);
    Map<TopicPartition, Long> positions = new HashMap<>();
    List<TopicPartition> unknown = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      OffsetAndMetadata position = committed.get(partition);
      if (position == null) {
        unknown.add(partition);
      } else {
        positions.put(partition, position.offset());
      }
    }
    if (!unknown.isEmpty()) {
      positions.putAll(
          FirstPositions.of(past, unknown, clock.instant().minus(settings.historyAfter())));
      Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
      unknown.forEach(
          partition ->
              first.put(partition, new OffsetAndMetadata(positions.getOrDefault(partition, 0L))));
      member.commitSync(first);
    }
    positions.forEach(member::seek);
    return positions;
  }
}
