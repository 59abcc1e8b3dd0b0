package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.pipelinemonitor.local.MonitorCommand;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.local.publish.TimestampSource;
import io.pipelinemonitor.local.tail.TopicReader;
import io.pipelinemonitor.local.topics.TopicCounts;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The real broker and the real registry, without jobs. */
class StackTest {
  private static final String QUOTA =
      """
      {"scopeType":"UNIT","scopeId":"emea","period":"2026-Q1","amount":1500000.50,"currency":"EUR","updatedAt":"2026-01-01T00:00:00Z"}
      """;

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();

  @Test
  void keepsTopicsRecordsAndSchemaIdsAcrossRestarts() throws Exception {
    Map<String, Integer> ids;
    try (Stack stack = start()) {
      assertThat(topics(stack)).hasSameSizeAs(Topics.all());
      assertThat(
              publish(
                  stack, QUOTA + "{\"scopeType\":\"UNIT\"}\n{\"$delete\":\"REP:bob|2026-Q1\"}\n"))
          .containsExactly("2");
      assertThat(tail(stack)).containsExactly(QUOTA.strip(), "{\"$delete\":\"REP:bob|2026-Q1\"}");
      ids = schemaIds(stack);
      assertThat(ids).hasSameSizeAs(Topics.all());
    }
    try (Stack stack = start()) {
      assertThat(schemaIds(stack)).isEqualTo(ids);
      assertThat(tail(stack)).hasSize(2);
      publishBytes(stack, new byte[] {0, 127, 0, 0, 1, 5});
      publishBytes(stack, "hello".getBytes(StandardCharsets.UTF_8));
      List<String> lines = tail(stack);
      assertThat(lines).hasSize(4);
      assertThat(lines.get(2)).contains("offset 2").contains("no schema with id 2130706433");
      assertThat(lines.get(3)).contains("offset 3");
      refusesABreakingSchema(stack);
      answersTheCommandLine();
      explainsWhatIsInItsWay();
    }
  }

  private void refusesABreakingSchema(Stack stack) throws IOException {
    Schema breaking =
        SchemaBuilder.record("Heartbeat")
            .namespace("io.pipelinemonitor.schema")
            .fields()
            .requiredString("source")
            .requiredString("mood")
            .endRecord();
    try (SchemaRegistryClient registry = registry(stack)) {
      assertThatThrownBy(
              () -> registry.register(Topics.HEARTBEAT.subject(), new AvroSchema(breaking)))
          .isInstanceOf(RestClientException.class)
          .hasMessageContaining("ncompatible");
    }
  }

  private void answersTheCommandLine() {
    StringWriter out = new StringWriter();
    CommandLine line = MonitorCommand.commandLine().setOut(new PrintWriter(out, true));

    assertThat(line.execute("topics", "--port-offset", Integer.toString(ports.offset()))).isZero();
    assertThat(out.toString()).contains("plan.quotas", "scopeType:scopeId|period", "one a key");
  }

  private void explainsWhatIsInItsWay() {
    assertThatThrownBy(this::start)
        .isInstanceOf(Problem.class)
        .hasMessageContaining("Port " + ports.kafka() + ", for Kafka, is in use");
    StackSettings elsewhere = settings().withPorts(FreePorts.find());
    assertThatThrownBy(() -> Stack.start(elsewhere, what -> {}))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("is in use by another stack");
  }

  @Test
  void leavesNothingRunningWhenAPartCannotStart() throws IOException {
    StackSettings noRegistry =
        new StackSettings(
            temporary.resolve("data"),
            ports,
            Optional.empty(),
            Optional.empty(),
            settings().client(),
            1,
            StackClock.DATA,
            Map.of(),
            List.of(),
            temporary.resolve("not there"),
            Optional.empty());

    assertThatThrownBy(() -> Stack.start(noRegistry, what -> {}))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("The schema registry is not unpacked in");
    try (ServerSocket free = new ServerSocket(ports.kafka(), 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
  }

  private StackSettings settings() {
    return StackSettings.embedded(
            temporary.resolve("data dir"),
            List.of(),
            Path.of(System.getProperty("monitor.registry")))
        .withPorts(ports)
        .withClock(StackClock.DATA);
  }

  private Stack start() {
    return Stack.start(settings(), what -> {});
  }

  private static Map<String, TopicCounts> topics(Stack stack) {
    try (Admin admin = Admin.create(stack.connection().kafkaClient())) {
      return TopicCounts.of(admin, Topics.all().stream().map(Topic::name).toList());
    }
  }

  private static SchemaRegistryClient registry(Stack stack) {
    return RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
  }

  private static Map<String, Integer> schemaIds(Stack stack)
      throws IOException, RestClientException {
    Map<String, Integer> ids = new TreeMap<>();
    try (SchemaRegistryClient registry = registry(stack)) {
      for (String subject : registry.getAllSubjects()) {
        ids.put(subject, registry.getLatestSchemaMetadata(subject).getId());
      }
    }
    return ids;
  }

  /** Returns the numbers of the bad lines. */
  private static List<String> publish(Stack stack, String lines) throws IOException {
    List<String> bad = new ArrayList<>();
    try (SchemaRegistryClient registry = registry(stack)) {
      new LinePublisher<>(
              producer(stack),
              Topics.QUOTAS,
              RecordEncoder.open(Topics.QUOTAS, registry)::encode,
              TimestampSource.NOW,
              InstantSource.system(),
              false,
              (line, reason) -> bad.add(Long.toString(line)))
          .publish(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
    }
    return bad;
  }

  private static void publishBytes(Stack stack, byte[] value) {
    try (KafkaProducer<byte[], byte[]> producer = producer(stack)) {
      // Closing the producer waits for it.
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(Topics.QUOTAS.name(), new byte[] {1}, value));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(Stack stack) {
    return new KafkaProducer<>(
        stack.connection().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<String> tail(Stack stack) throws IOException {
    Collected lines = new Collected();
    Properties properties = stack.connection().kafkaClient();
    try (SchemaRegistryClient registry = registry(stack);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      new TopicReader<>(
              consumer, Topics.QUOTAS, new RecordDecoder<>(Topics.QUOTAS, registry), lines)
          .read(true, Long.MAX_VALUE, Optional.of(Duration.ofSeconds(2)), null);
    }
    return lines.all;
  }

  private static final class Collected implements TopicReader.Lines {
    private final List<String> all = new ArrayList<>();

    @Override
    public void started() {}

    @Override
    public void line(String json) {
      all.add(json);
    }

    @Override
    public void unreadable(int partition, long offset, String reason) {
      all.add("offset %d: %s".formatted(offset, reason));
    }

    @Override
    public boolean flush() {
      return true;
    }
  }
}
