package io.pipelinemonitor.alerts.live;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.Health;
import io.pipelinemonitor.alerts.delivery.Backoff;
import io.pipelinemonitor.alerts.delivery.kafka.KafkaAccess;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their beginning in a thread of its own, follows them, and holds the latest
 * record of each key. Each instance reads for itself. While Kafka or the schema registry is away it
 * holds what it had, says so in its health, and goes on where it was.
 */
public final class LiveTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTopics.class);

  private static final String NAME = "alerts-live";
  private static final Duration STEP = Duration.ofMillis(200);

  /** How often it asks where the topics end, and so whether Kafka answers. */
  private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final KafkaAccess kafka;
  private final Clock clock;
  private final List<LiveListener> listeners;
  private final SchemaRegistryClient registry;
  private final Map<LiveTopic<?>, LiveTable<?>> tables = new LinkedHashMap<>();
  private final Map<String, LiveTable<?>> tablesByName = new HashMap<>();
  private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
  private final Backoff pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = new Thread(this::runToTheEnd, NAME);
  private @Nullable Map<TopicPartition, Long> firstEnds;
  private int failures;
  private volatile boolean caughtUp;
  private volatile Health health = new Health(false, "The live topics have not been read yet.");
  private volatile @Nullable Consumer<byte[], byte[]> reading;

  private LiveTopics(
      KafkaAccess kafka,
      Collection<LiveTopic<?>> topics,
      Clock clock,
      List<LiveListener> listeners) {
    this.kafka = kafka;
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
    this.registry = RegistryConnection.open(kafka.schemaRegistry(), kafka.registryProperties());
    topics.forEach(
        topic -> {
          LiveTable<?> table = new LiveTable<>(topic, registry);
          tables.put(topic, table);
          tablesByName.put(topic.topic().name(), table);
        });
    this.thread.setDaemon(true);
  }

  /** Starts to read; topics and schemas are waited for. */
  public static LiveTopics start(
      KafkaAccess kafka,
      Collection<LiveTopic<?>> topics,
      Clock clock,
      List<LiveListener> listeners) {
    LiveTopics live = new LiveTopics(kafka, topics, clock, listeners);
    live.thread.start();
    return live;
  }

  /** The latest record of each key, in no order. */
  public <T extends SpecificRecord> List<T> all(LiveTopic<T> topic) {
    return table(topic).all();
  }

  /** The latest record of one key. */
  public <T extends SpecificRecord> Optional<T> latest(LiveTopic<T> topic, String key) {
    return table(topic).latest(key);
  }

  /** How many keys have a record. */
  public int size(LiveTopic<?> topic) {
    return table(topic).size();
  }

  /** The figures of one scope and period. */
  public Optional<PipelineSnapshot> snapshot(ScopeType type, String id, String period) {
    return latest(LiveTopic.SNAPSHOTS, Topics.scopeAndPeriod(type, id, period));
  }

  /** What was sent of one incident, in no order. */
  public List<DeliveryRecord> deliveries(String incidentId) {
    return table(LiveTopic.DELIVERIES).group(incidentId);
  }

  /** Whether what is shown is what the topics hold. */
  public Health health() {
    return health;
  }

  /** How many records of a topic it has not read yet; markers of transactions count as records. */
  public long lag(LiveTopic<?> topic) {
    return lag(partition -> partition.topic().equals(topic.topic().name()));
  }

  private long lag(Predicate<TopicPartition> which) {
    return ends.entrySet().stream()
        .filter(end -> which.test(end.getKey()))
        .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  @SuppressWarnings("unchecked") // The constructor makes each topic's table of the topic's type.
  private <T extends SpecificRecord> LiveTable<T> table(LiveTopic<T> topic) {
    LiveTable<?> table = tables.get(topic);
    if (table == null) {
      throw new IllegalArgumentException(topic + " is not among the topics that are read");
    }
    return (LiveTable<T>) table;
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      health = new Health(false, "The live topics are not read any more.");
    }
  }

  private void run() {
    while (!isStopping()) {
      try (KafkaConsumer<byte[], byte[]> consumer = kafka.reader(NAME)) {
        reading = consumer;
        open(consumer);
        follow(consumer);
      } catch (RuntimeException e) {
        if (isStopping()) {
          return;
        }
        failures++;
        health = new Health(false, "The live topics cannot be read: " + e + ".");
        LOG.warn("The live topics cannot be read ({} times now): {}", failures, e.toString());
        pause(pauses.after(failures));
      } finally {
        reading = null;
      }
    }
  }

  /** Goes to where it was, or to the beginning where it was nowhere or the topic is another one. */
  private void open(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> partitions = partitions(consumer);
    consumer.assign(partitions);
    Map<TopicPartition, Long> found = consumer.endOffsets(partitions, KafkaAccess.PATIENCE);
    boolean isAnother =
        positions.entrySet().stream()
            .anyMatch(position -> found.getOrDefault(position.getKey(), 0L) < position.getValue());
    if (isAnother) {
      LOG.warn("The live topics end before what was read of them; they are read anew");
      beginAgain();
    }
    consumer.seekToBeginning(partitions);
    positions.forEach(consumer::seek);
    ends.keySet().retainAll(partitions);
    ends.putAll(found);
    if (firstEnds == null) {
      firstEnds = Map.copyOf(found);
    }
  }

  private void beginAgain() {
    positions.clear();
    ends.clear();
    firstEnds = null;
    caughtUp = false;
    LiveChanges changes = new LiveChanges(false);
    tables.values().forEach(table -> table.clear(clock.instant(), changes));
    tell(changes);
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    long checkedAt = System.nanoTime();
    while (!isStopping()) {
      take(consumer);
      failures = 0;
      seeWhetherItIsCaughtUp();
      if (System.nanoTime() - checkedAt > CHECK_NANOS) {
        Set<TopicPartition> partitions = partitions(consumer);
        ends.putAll(consumer.endOffsets(partitions, KafkaAccess.PATIENCE));
        if (!partitions.equals(consumer.assignment())) {
          return;
        }
        checkedAt = System.nanoTime();
      }
    }
  }

  private void take(Consumer<byte[], byte[]> consumer) {
    ConsumerRecords<byte[], byte[]> messages = consumer.poll(STEP);
    LiveChanges changes = new LiveChanges(caughtUp);
    try {
      for (ConsumerRecord<byte[], byte[]> message : messages) {
        LiveTable<?> table = tablesByName.get(message.topic());
        if (table != null) {
          table.take(message, changes);
        }
        positions.put(
            new TopicPartition(message.topic(), message.partition()), message.offset() + 1);
      }
    } finally {
      // Whatever became of the rest of the batch: it is read again from there.
      tell(changes);
    }
    // Past markers of transactions too, which are no messages.
    for (TopicPartition partition : consumer.assignment()) {
      positions.put(partition, consumer.position(partition, KafkaAccess.PATIENCE));
    }
  }

  private void seeWhetherItIsCaughtUp() {
    Map<TopicPartition, Long> first = firstEnds;
    if (!caughtUp && first != null) {
      caughtUp =
          first.entrySet().stream()
              .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
    health =
        caughtUp
            ? new Health(true, "The live topics are followed.")
            : new Health(
                false,
                "The live topics are being read: %d records to go."
                    .formatted(lag(partition -> true)));
  }

  private void tell(LiveChanges changes) {
    if (changes.areNone()) {
      return;
    }
    for (LiveListener listener : listeners) {
      try {
        listener.changed(changes);
      } catch (RuntimeException e) {
        LOG.error("A listener failed; the others and later changes are not affected", e);
      }
    }
  }

  private Set<TopicPartition> partitions(Consumer<?, ?> consumer) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (String topic : tablesByName.keySet()) {
      consumer
          .partitionsFor(topic, KafkaAccess.PATIENCE)
          .forEach(
              partition ->
                  partitions.add(new TopicPartition(partition.topic(), partition.partition())));
    }
    return partitions;
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration length) {
    try {
      if (stopping.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Closed while it waited for Kafka");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** Ends reading; what was read can still be looked at. */
  @Override
  public void close() {
    stopping.countDown();
    Consumer<byte[], byte[]> open = reading;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(2 * KafkaAccess.PATIENCE.toMillis());
      registry.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The registry client did not close properly: {}", e.toString());
    }
  }
}
