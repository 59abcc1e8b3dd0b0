package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.SnapshotReader;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.local.broker.EmbeddedBroker;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.registry.EmbeddedRegistry;
import io.pipelinemonitor.local.topics.TopicProvisioner;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/** The broker and the registry that all lines use: the one in this process, the other beside it. */
final class BenchStack implements AutoCloseable {

  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final int SAID_EVERY = 100_000;
  private static final List<Topic<AlertEvent>> ALERTS =
      List.of(Topics.ALERT_EVENTS, Topics.SHADOW_ALERT_EVENTS);

  private final Ports ports;
  private final Path directory;
  private final EmbeddedRegistry registry;
  private final SchemaRegistryClient registryClient;
  private EmbeddedBroker broker;
  private Admin admin;
  private int generation;

  private BenchStack(
      Ports ports, Path directory, EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.ports = ports;
    this.directory = directory;
    this.broker = broker;
    this.registry = registry;
    this.registryClient = RegistryConnection.open(ports.registryUrl(), Map.of());
    this.admin = admin(ports);
  }

  static BenchStack start(Ports ports, Path directory)
      throws IOException, ExecutionException, InterruptedException {
    Ports.requireFree(ports.kafka(), "Kafka");
    Ports.requireFree(ports.registry(), "the schema registry");
    EmbeddedBroker broker = startBroker(ports, directory, 0);
    EmbeddedRegistry registry =
        EmbeddedRegistry.start(
            Path.of(System.getProperty("monitor.registry", "")),
            Files.createDirectories(directory.resolve("registry")),
            directory.resolve("registry.log"),
            ports.registry());
    BenchStack stack = new BenchStack(ports, directory, broker, registry);
    new SchemaRegistrar(stack.registryClient, REGISTRY_PATIENCE).registerAll(Topics.all());
    stack.provideTopics();
    return stack;
  }

  private static EmbeddedBroker startBroker(Ports ports, Path directory, int generation)
      throws IOException {
    return EmbeddedBroker.start(
        Files.createDirectories(directory.resolve("kafka-" + generation)), ports.kafka());
  }

  private static Admin admin(Ports ports) {
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, ports.bootstrapServers());
    return Admin.create(properties);
  }

  String bootstrapServers() {
    return broker.bootstrapServers();
  }

  String registryUrl() {
    return ports.registryUrl();
  }

  SchemaRegistryClient registryClient() {
    return registryClient;
  }

  /** Begins again with an empty broker. Topics that are deleted would take records for a while. */
  void empty() throws IOException, ExecutionException, InterruptedException {
    admin.close();
    broker.close();
    generation++;
    broker = startBroker(ports, directory, generation);
    admin = admin(ports);
    provideTopics();
  }

  /** Empties these topics. */
  void drop(List<Topic<?>> topics) throws ExecutionException, InterruptedException {
    Map<TopicPartition, RecordsToDelete> everything = new HashMap<>();
    for (Topic<?> topic : topics) {
      try (TopicConsumer consumer = TopicConsumer.fromBeginning(bootstrapServers(), topic.name())) {
        consumer.ends().forEach((at, end) -> everything.put(at, RecordsToDelete.beforeOffset(end)));
      }
    }
    admin.deleteRecords(everything).all().get();
  }

  private void provideTopics() throws ExecutionException, InterruptedException {
    new TopicProvisioner(admin).provide(Topics.all());
    NewTopic copies =
        new NewTopic(CopyJob.TOPIC, Optional.of(Topics.DEAL_EVENTS.partitions()), Optional.empty());
    admin.createTopics(List.of(copies)).all().get();
  }

  /** Publishes the plan of a load. */
  void publishPlan(Load load) {
    try (Feed feed = new Feed(bootstrapServers(), registryClient)) {
      load.plan().forEach(feed::send);
    }
  }

  /** Publishes all events of a load, at their own times. */
  void publishEvents(Load load, Load.Shape shape, Console console) {
    long start = System.nanoTime();
    try (Feed feed = new Feed(bootstrapServers(), registryClient)) {
      for (long number = 0; number < shape.events(); number++) {
        feed.send(load.event(number));
        if (number % SAID_EVERY == 0) {
          console.status("loading %,d of %,d events…", number, shape.events());
        }
      }
      for (int partition = 0; partition < Topics.DEAL_EVENTS.partitions(); partition++) {
        feed.send(load.closing(), partition);
      }
    }
    console.say("loaded %,d events in %.1f s", shape.events(), (System.nanoTime() - start) / 1e9);
  }

  /** Writes records of the contract; to be closed. */
  Feed feed() {
    return new Feed(bootstrapServers(), registryClient);
  }

  /** Every snapshot there is, by scope and period, in the order of their time. */
  Map<String, List<Observation>> publishedFigures() {
    SnapshotReader reader = new SnapshotReader(registryClient);
    Map<String, List<Observation>> figures = new TreeMap<>();
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(bootstrapServers(), Topics.SNAPSHOTS.name())) {
      consumer.readToEnd(
          record -> {
            try {
              Observation observation =
                  reader.read(
                      new RawRecord(
                          record.topic(),
                          record.partition(),
                          record.offset(),
                          record.timestamp(),
                          record.timestamp(),
                          record.key(),
                          record.value()));
              figures
                  .computeIfAbsent(
                      new String(record.key(), StandardCharsets.UTF_8), key -> new ArrayList<>())
                  .add(observation);
            } catch (UnusableRecordException e) {
              throw new IllegalStateException("the state job wrote no snapshot: " + e.text(), e);
            }
          });
    }
    return figures;
  }

  /** How far the topics of alerts go now, by their names and partitions. */
  Map<TopicPartition, Long> alertEnds() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (Topic<AlertEvent> topic : ALERTS) {
      try (TopicConsumer consumer = TopicConsumer.fromBeginning(bootstrapServers(), topic.name())) {
        ends.putAll(consumer.ends());
      }
    }
    return ends;
  }

  /** Every committed alert event since then, those of rules in SHADOW mode as well. */
  void publishedAlerts(Map<TopicPartition, Long> since, Consumer<AlertEvent> taker) {
    for (Topic<AlertEvent> topic : ALERTS) {
      RecordDecoder<AlertEvent> decoder = new RecordDecoder<>(topic, registryClient);
      Map<TopicPartition, Long> ofTopic = new HashMap<>(since);
      ofTopic.keySet().removeIf(partition -> !partition.topic().equals(topic.name()));
      try (TopicConsumer consumer = TopicConsumer.from(bootstrapServers(), topic.name(), ofTopic)) {
        consumer.readToEnd(
            record -> {
              if (decoder.decode(record.value()) instanceof Decoded.Success<AlertEvent> success) {
                taker.accept(success.value());
              }
            });
      }
    }
  }

  /** How many snapshots there are so far. */
  Map<TopicPartition, Long> snapshotEnds() {
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(bootstrapServers(), Topics.SNAPSHOTS.name())) {
      return consumer.ends();
    }
  }

  /** The last committed snapshot of each key that was published since then. */
  SortedMap<String, Cell> publishedRollUp(Map<TopicPartition, Long> since) {
    RecordDecoder<PipelineSnapshot> decoder = new RecordDecoder<>(Topics.SNAPSHOTS, registryClient);
    SortedMap<String, Cell> cells = new TreeMap<>();
    try (TopicConsumer consumer =
        TopicConsumer.from(bootstrapServers(), Topics.SNAPSHOTS.name(), since)) {
      consumer.readToEnd(
          record -> {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (decoder.decode(record.value())
                instanceof Decoded.Success<PipelineSnapshot> success) {
              PipelineSnapshot snapshot = success.value();
              cells.put(
                  key,
                  new Cell(
                      snapshot.getOpenAmount(),
                      snapshot.getOpenCount(),
                      snapshot.getBookedAmount(),
                      snapshot.getBookedCount(),
                      snapshot.getLostCount()));
            }
          });
    }
    return cells;
  }

  @Override
  public void close() throws IOException {
    admin.close();
    registryClient.close();
    registry.close();
    broker.close();
  }
}
