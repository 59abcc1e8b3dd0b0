package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.broker.EmbeddedBroker;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.registry.EmbeddedRegistry;
import io.pipelinemonitor.local.topics.TopicProvisioner;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The broker and the registry that all lines use, in this process and its child. */
final class BenchStack implements AutoCloseable {

  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final int SAID_EVERY = 100_000;

  private final Ports ports;
  private final EmbeddedBroker broker;
  private final EmbeddedRegistry registry;
  private final SchemaRegistryClient registryClient;
  private final Admin admin;

  private BenchStack(Ports ports, EmbeddedBroker broker, EmbeddedRegistry registry) {
    this.ports = ports;
    this.broker = broker;
    this.registry = registry;
    this.registryClient = RegistryConnection.open(ports.registryUrl(), Map.of());
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    this.admin = Admin.create(properties);
  }

  static BenchStack start(Ports ports, Path directory) throws IOException {
    Ports.requireFree(ports.kafka(), "Kafka");
    Ports.requireFree(ports.registry(), "the schema registry");
    EmbeddedBroker broker =
        EmbeddedBroker.start(Files.createDirectories(directory.resolve("kafka")), ports.kafka());
    EmbeddedRegistry registry =
        EmbeddedRegistry.start(
            Path.of(System.getProperty("monitor.registry", "")),
            Files.createDirectories(directory.resolve("registry")),
            directory.resolve("registry.log"),
            ports.registry());
    BenchStack stack = new BenchStack(ports, broker, registry);
    new SchemaRegistrar(stack.registryClient, REGISTRY_PATIENCE).registerAll(Topics.all());
    return stack;
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

  /** Makes all topics anew, empty. */
  void reset() throws ExecutionException, InterruptedException {
    recreate(Topics.all());
  }

  /** Makes those topics anew that the lines write to. */
  void resetOutputs() throws ExecutionException, InterruptedException {
    recreate(List.of(Topics.SNAPSHOTS, Topics.DEALS));
  }

  private void recreate(Collection<Topic<?>> topics)
      throws ExecutionException, InterruptedException {
    Set<String> existing = admin.listTopics().names().get();
    List<String> old = new ArrayList<>(topics.stream().map(Topic::name).toList());
    old.add(CopyJob.TOPIC);
    old.retainAll(existing);
    admin.deleteTopics(old).all().get();
    new TopicProvisioner(admin).provide(topics);
    admin
        .createTopics(
            List.of(
                new NewTopic(
                    CopyJob.TOPIC, Optional.of(Topics.DEAL_EVENTS.partitions()), Optional.empty())))
        .all()
        .get();
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

  /** The last committed snapshot of each key, as far as it holds anything. */
  SortedMap<String, Cell> publishedRollUp() {
    RecordDecoder<PipelineSnapshot> decoder = new RecordDecoder<>(Topics.SNAPSHOTS, registryClient);
    SortedMap<String, Cell> cells = new TreeMap<>();
    try (TopicConsumer consumer =
        TopicConsumer.fromBeginning(bootstrapServers(), Topics.SNAPSHOTS.name())) {
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
