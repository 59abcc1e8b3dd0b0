package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.jobs.StandardJobs;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.local.publish.TimestampSource;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From lines of JSON to snapshots, through everything that {@code monitor up} runs. */
class EndToEndTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int DEALS = 400;
  private static final int WON_EVERY = 4;
  private static final long QUOTA_MINOR = 1_000_000_00L;

  private static final String PROCESS =
      """
      {"pipelineId":"new-business","name":"New business","updatedAt":"2026-01-05T08:00:00Z","stages":[\
      {"stageId":"proposal","name":"Proposal","order":2,"status":"OPEN","probability":0.5,"forecastCategory":"PIPELINE"},\
      {"stageId":"won","name":"Won","order":8,"status":"WON","probability":1,"forecastCategory":"CLOSED"}]}
      """;
  private static final String UNITS =
      """
      {"unitId":"acme","name":"Acme","kind":"COMPANY","updatedAt":"2026-01-05T08:00:00Z"}
      {"unitId":"emea","name":"EMEA","kind":"REGION","parentUnitId":"acme","updatedAt":"2026-01-05T08:00:00Z"}
      """;
  private static final String MEMBERS =
      """
      {"memberId":"ann","name":"Ann","unitId":"emea","active":true,"updatedAt":"2026-01-05T08:00:00Z"}
      {"memberId":"bob","name":"Bob","unitId":"emea","active":true,"updatedAt":"2026-01-05T08:00:00Z"}
      """;
  private static final String QUOTA =
      """
      {"scopeType":"UNIT","scopeId":"emea","period":"2026-Q1","amount":1000000,"currency":"USD","updatedAt":"2026-01-05T08:00:00Z"}
      """;

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();

  @Test
  void givesTheSameFiguresWhenItIsRestartedHalfWayAndEventsAreRepeated() throws IOException {
    List<String> created = created();
    try (Stack stack = start()) {
      assertThat(stack.jobs()).isNotEmpty().allMatch(job -> job.restoredFrom().isEmpty());
      publish(stack, Topics.SALES_PROCESSES, PROCESS);
      publish(stack, Topics.ORG_UNITS, UNITS);
      publish(stack, Topics.ORG_MEMBERS, MEMBERS);
      publish(stack, Topics.QUOTAS, QUOTA);
      publish(stack, Topics.DEAL_EVENTS, String.join("\n", created.subList(0, DEALS / 2)));
      letTimePass(stack, MONDAY_9AM.plusSeconds(1_000));
      await().atMost(PATIENCE).until(() -> openCount(stack) == DEALS / 2);
    }

    try (Stack stack = start()) {
      assertThat(stack.jobs()).allMatch(job -> job.restoredFrom().isPresent());
      publish(stack, Topics.DEAL_EVENTS, String.join("\n", created.subList(DEALS / 4, DEALS)));
      publish(stack, Topics.DEAL_EVENTS, String.join("\n", won()));
      publish(stack, Topics.DEAL_EVENTS, String.join("\n", created));
      letTimePass(stack, MONDAY_9AM.plusSeconds(3_000));
      await().atMost(PATIENCE).until(() -> openCount(stack) == DEALS - DEALS / WON_EVERY);

      for (String key : List.of("UNIT:emea|2026-Q1", "COMPANY:company|2026-Q1")) {
        PipelineSnapshot snapshot = Objects.requireNonNull(snapshots(stack).get(key), key);
        assertThat(snapshot.getBookedCount()).as(key).isEqualTo(DEALS / WON_EVERY);
        assertThat(snapshot.getBookedAmount()).as(key).isEqualTo(amount(true));
        assertThat(snapshot.getOpenAmount()).as(key).isEqualTo(amount(false));
        assertThat(snapshot.getUnknownOwnerCount()).as(key).isZero();
        assertThat(snapshot.getUnknownStageCount()).as(key).isZero();
        assertThat(snapshot.getCoverageToGo())
            .as(key)
            .isCloseTo((double) amount(false) / (QUOTA_MINOR - amount(true)), within(1e-9));
      }
    }
  }

  private Stack start() {
    return Stack.start(
        StackSettings.embedded(
                temporary.resolve("data dir"),
                StandardJobs.all(),
                Path.of(System.getProperty("monitor.registry")))
            .withPorts(ports)
            .withClock(StackClock.DATA),
        what -> {});
  }

  private static List<String> created() {
    List<String> lines = new ArrayList<>();
    for (int deal = 0; deal < DEALS; deal++) {
      lines.add(
          """
          {"eventId":"c%d","dealId":"d%d","source":"test","type":"CREATED","occurredAt":"%s","pipelineId":"new-business",\
          "stageId":"proposal","amount":%d,"currency":"USD","closeDate":"2026-03-20","ownerId":"%s"}"""
              .formatted(
                  deal,
                  deal,
                  MONDAY_9AM.plusSeconds(deal),
                  dollars(deal),
                  deal % 2 == 0 ? "ann" : "bob"));
    }
    return lines;
  }

  private static List<String> won() {
    List<String> lines = new ArrayList<>();
    for (int deal = 0; deal < DEALS; deal += WON_EVERY) {
      Instant at = MONDAY_9AM.plusSeconds(DEALS + deal);
      lines.add(
          """
          {"eventId":"w%d","dealId":"d%d","source":"test","type":"UPDATED","occurredAt":"%s","stageId":"won","closedAt":"%s"}"""
              .formatted(deal, deal, at, at));
    }
    return lines;
  }

  private static long dollars(int deal) {
    return 100L + deal;
  }

  private static long amount(boolean won) {
    long cents = 0;
    for (int deal = 0; deal < DEALS; deal++) {
      if ((deal % WON_EVERY == 0) == won) {
        cents += dollars(deal) * 100;
      }
    }
    return cents;
  }

  private static void letTimePass(Stack stack, Instant until) throws IOException {
    publish(stack, Topics.HEARTBEAT, "{\"source\":\"test\",\"at\":\"%s\"}".formatted(until));
  }

  private static <T extends SpecificRecord> void publish(Stack stack, Topic<T> topic, String lines)
      throws IOException {
    List<String> bad = new ArrayList<>();
    try (SchemaRegistryClient registry = registry(stack)) {
      new LinePublisher<>(
              new KafkaProducer<>(
                  stack.connection().kafkaClient(),
                  new ByteArraySerializer(),
                  new ByteArraySerializer()),
              topic,
              RecordEncoder.open(topic, registry)::encode,
              TimestampSource.EVENT,
              InstantSource.system(),
              false,
              (line, reason) -> bad.add(line + ": " + reason))
          .publish(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
    }
    assertThat(bad).isEmpty();
  }

  private static long openCount(Stack stack) throws IOException {
    PipelineSnapshot company = snapshots(stack).get("COMPANY:company|2026-Q1");
    return company == null ? 0 : company.getOpenCount();
  }

  /** The newest snapshot of each key. */
  private static Map<String, PipelineSnapshot> snapshots(Stack stack) throws IOException {
    Map<String, PipelineSnapshot> newest = new HashMap<>();
    try (SchemaRegistryClient registry = registry(stack);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                stack.connection().kafkaClient(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      RecordDecoder<PipelineSnapshot> decoder = new RecordDecoder<>(Topics.SNAPSHOTS, registry);
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.SNAPSHOTS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (decoder.decode(record.value()) instanceof Decoded.Success<PipelineSnapshot> success) {
            newest.put(new String(record.key(), StandardCharsets.UTF_8), success.value());
          }
        }
      }
    }
    return newest;
  }

  private static SchemaRegistryClient registry(Stack stack) {
    return RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
  }
}
