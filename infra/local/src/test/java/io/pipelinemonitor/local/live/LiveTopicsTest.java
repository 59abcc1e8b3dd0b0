package io.pipelinemonitor.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.delivery.kafka.KafkaAccess;
import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.alerts.live.LiveChanges;
import io.pipelinemonitor.alerts.live.LiveListener;
import io.pipelinemonitor.alerts.live.LiveTopic;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.stack.FreePorts;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the topics hold, with the real broker and the real registry. */
class LiveTopicsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();
  private final Heard heard = new Heard();
  private Stack stack;

  @BeforeEach
  void start() {
    stack = startStack();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void readsWhatIsThereAndFollowsWhateverBecomesOfKafka() throws IOException {
    publish(snapshot("emea", 1), snapshot("apac", 1));
    publishBytes("UNIT:emea|2026-Q1", "nonsense".getBytes(StandardCharsets.UTF_8));
    try (LiveTopics live = live()) {
      await().atMost(PATIENCE).until(() -> live.health().healthy());
      assertThat(openCount(live, "emea")).isEqualTo(1);
      assertThat(live.size(LiveTopic.SNAPSHOTS)).isEqualTo(2);
      assertThat(live.lag(LiveTopic.SNAPSHOTS)).isZero();
      assertThat(live.deliveries("i-1")).isEmpty();
      assertThat(heard.news).isEmpty();
      assertThatThrownBy(() -> live.all(LiveTopic.RULES))
          .hasMessageContaining("monitor.rules is not among the topics");

      publish(snapshot("emea", 2));
      publishBytes("UNIT:apac|2026-Q1", null);
      await().atMost(PATIENCE).until(() -> heard.news.size() == 2);
      assertThat(openCount(live, "emea")).isEqualTo(2);
      assertThat(live.snapshot(ScopeType.UNIT, "apac", "2026-Q1")).isEmpty();

      stack.close();
      await().atMost(PATIENCE).until(() -> !live.health().healthy());
      assertThat(openCount(live, "emea")).isEqualTo(2);
      stack = startStack();
      publish(snapshot("emea", 3));
      await().atMost(PATIENCE).until(() -> openCount(live, "emea") == 3);
      await().atMost(PATIENCE).until(() -> live.health().healthy());
      assertThat(heard.news).hasSize(3);
    }
  }

  @Test
  void seesOnlyWhatWasCommitted() throws IOException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", "test"));
        LiveTopics live = live()) {
      await().atMost(PATIENCE).until(() -> live.health().healthy());
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(message(encoded(snapshot("emea", 1))));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(message(encoded(snapshot("emea", 2))));
      producer.commitTransaction();

      await().atMost(PATIENCE).until(() -> live.size(LiveTopic.SNAPSHOTS) == 1);
      assertThat(heard.news).extracting(PipelineSnapshot::getOpenCount).containsExactly(2L);
      await().atMost(PATIENCE).until(() -> live.lag(LiveTopic.SNAPSHOTS) == 0);
    }
  }

  private LiveTopics live() {
    LiveListener failing =
        changes -> {
          throw new IllegalStateException("a listener that fails hurts nobody else");
        };
    return LiveTopics.start(
        KafkaAccess.withoutGroup(
            new AlertsSettings(
                stack.bootstrapServers(), Map.of(), stack.schemaRegistryUrl(), Map.of(), false)),
        List.of(LiveTopic.SNAPSHOTS, LiveTopic.DELIVERIES),
        Clock.systemUTC(),
        List.of(failing, heard));
  }

  /** What it was told of that was new; null: gone. */
  private static final class Heard implements LiveListener {
    private final List<@Nullable PipelineSnapshot> news = new CopyOnWriteArrayList<>();

    @Override
    public void changed(LiveChanges changes) {
      if (changes.areNews()) {
        changes.of(LiveTopic.SNAPSHOTS).stream().map(LiveChange::value).forEach(news::add);
      }
    }
  }

  private static long openCount(LiveTopics live, String unit) {
    return live.snapshot(ScopeType.UNIT, unit, "2026-Q1").orElseThrow().getOpenCount();
  }

  private Stack startStack() {
    return Stack.start(
        StackSettings.embedded(
                temporary.resolve("data"),
                List.of(),
                Path.of(System.getProperty("monitor.registry")))
            .withPorts(ports)
            .withClock(StackClock.DATA),
        what -> {});
  }

  private void publish(PipelineSnapshot... snapshots) throws IOException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      for (PipelineSnapshot snapshot : snapshots) {
        producer.send(message(encoded(snapshot)));
      }
    }
  }

  private void publishBytes(String key, byte @Nullable [] value) {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      producer.send(message(new Encoded(key, value)));
    }
  }

  private record Encoded(String key, byte @Nullable [] value) {}

  private Encoded encoded(PipelineSnapshot snapshot) throws IOException {
    try (SchemaRegistryClient registry = stack.connection().registry()) {
      return new Encoded(
          Objects.requireNonNull(Topics.SNAPSHOTS.key(snapshot)),
          RecordEncoder.open(Topics.SNAPSHOTS, registry).encode(snapshot));
    }
  }

  /** All to one partition: what is written in this order is read in this order. */
  private static ProducerRecord<byte[], byte[]> message(Encoded encoded) {
    return new ProducerRecord<>(
        Topics.SNAPSHOTS.name(), 0, encoded.key.getBytes(StandardCharsets.UTF_8), encoded.value);
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Properties settings = new Properties();
    settings.putAll(stack.connection().kafkaClient());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static PipelineSnapshot snapshot(String unit, long openCount) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(ScopeType.UNIT)
        .setScopeId(unit)
        .setPeriod("2026-Q1")
        .setAsOf(MONDAY_9AM.plusSeconds(openCount))
        .setPeriodStart(LocalDate.parse("2026-01-01"))
        .setPeriodEnd(LocalDate.parse("2026-04-01"))
        .setCurrency("EUR")
        .setOpenCount(openCount)
        .build();
  }
}
