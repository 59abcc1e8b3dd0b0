package io.pipelinemonitor.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pipelinemonitor.alerts.AlertsService;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.Delivering;
import io.pipelinemonitor.alerts.channel.Channel;
import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.Lookup;
import io.pipelinemonitor.alerts.channel.Outgoing;
import io.pipelinemonitor.alerts.channel.SendResult;
import io.pipelinemonitor.alerts.delivery.DeliverySettings;
import io.pipelinemonitor.alerts.domain.plan.ChannelKind;
import io.pipelinemonitor.alerts.domain.plan.DigestMode;
import io.pipelinemonitor.alerts.domain.plan.Policy;
import io.pipelinemonitor.alerts.domain.plan.QuietHours;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.DeliveryStatus;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From alert events to messages, with the real broker and the real registry. */
class DeliveryEndToEndTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path temporary;

  private final Ports ports = FreePorts.find();
  private final Mailbox mail = new Mailbox(ChannelKind.EMAIL);
  private final Mailbox webhook = new Mailbox(ChannelKind.WEBHOOK);
  private Stack stack;

  @BeforeEach
  void start() throws IOException {
    stack = startStack();
    for (String name : List.of("ann", "bob", "cleo")) {
      publish(Topics.ORG_MEMBERS, member(name));
    }
  }

  private static OrgMember member(String name) {
    return OrgMember.newBuilder()
        .setMemberId(name)
        .setName(name)
        .setUnitId("emea")
        .setEmail(name + "@example.com")
        .build();
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void tellsOfAnIncidentFromBeginningToEnd() throws IOException {
    try (AlertsService service = service("one")) {
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      publish(Topics.ALERT_EVENTS, event("i-1", 1, AlertTransition.FIRED, "ann"));
      await().atMost(PATIENCE).until(() -> mail.arrived.size() == 1);
      publishBytes(Topics.ALERT_EVENTS.name(), "nonsense");
      publish(Topics.ALERT_EVENTS, event("i-1", 2, AlertTransition.RESOLVED, "ann"));
      await().atMost(PATIENCE).until(() -> mail.arrived.size() == 2 && webhook.arrived.size() == 2);

      assertThat(mail.arrived)
          .extracting(outgoing -> outgoing.endpoint().address())
          .containsOnly("ann@example.com");
      Outgoing.Anchor anchor = Objects.requireNonNull(mail.arrived.get(1).anchor());
      assertThat(anchor.deliveryId()).isEqualTo(mail.arrived.get(0).deliveryId());
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(latest().values())
                      .hasSize(4)
                      .allMatch(record -> record.getStatus() == DeliveryStatus.SENT));
      assertThat(read(Topics.ALERT_EVENTS.deadLetters()))
          .extracting(DeadLetter::getMessage)
          .singleElement()
          .asString()
          .contains("wire format");
    }
  }

  @Test
  void goesOnWhereItWasAfterARestartAndWithASecondInstance() throws IOException {
    webhook.answering(new SendResult.Retry(DeliveryReason.SERVER_ERROR, "503"));
    try (AlertsService service = service("one")) {
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      for (int i = 0; i < 20; i++) {
        publish(Topics.ALERT_EVENTS, event("r-" + i, 1, AlertTransition.FIRED, "ann"));
      }
      await().atMost(PATIENCE).until(() -> latest().size() == 40);
    }
    webhook.answering(null);
    try (AlertsService first = service("one");
        AlertsService second = service("two")) {
      await().atMost(PATIENCE).until(() -> first.health().healthy() && second.health().healthy());
      for (int i = 20; i < 40; i++) {
        publish(Topics.ALERT_EVENTS, event("r-" + i, 1, AlertTransition.FIRED, "bob"));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(webhook.arrived)
                      .extracting(Outgoing::deliveryId)
                      .containsExactlyInAnyOrderElementsOf(
                          IntStream.range(0, 40)
                              .mapToObj(i -> "r-" + i + "-1|crm|webhook:crm")
                              .toList()));
      assertThat(webhook.arrived).noneMatch(Outgoing::possibleRepeat);
    }
  }

  @Test
  void isNotReadyWhileKafkaIsAwayAndGoesOnAfterwards() throws IOException {
    try (AlertsService service = service("one")) {
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      publish(Topics.ALERT_EVENTS, event("k-1", 1, AlertTransition.FIRED, "ann"));
      await().atMost(PATIENCE).until(() -> mail.arrived.size() == 1);
      stack.close();
      await().atMost(PATIENCE).until(() -> !service.health().healthy());
      stack = startStack();
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      publish(Topics.ALERT_EVENTS, event("k-1", 2, AlertTransition.RESOLVED, "ann"));
      await().atMost(PATIENCE).until(() -> mail.arrived.size() == 2);
      assertThat(mail.arrived).noneMatch(Outgoing::possibleRepeat);
    }
  }

  @Test
  void tellsWhoeverIsNewOfTheFirstAlertAlready() throws IOException {
    int people = 30;
    try (AlertsService service = service("one");
        SchemaRegistryClient registry =
            RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
        KafkaProducer<byte[], byte[]> producer = producer()) {
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      RecordEncoder<OrgMember> members = RecordEncoder.open(Topics.ORG_MEMBERS, registry);
      RecordEncoder<AlertEvent> events = RecordEncoder.open(Topics.ALERT_EVENTS, registry);
      for (int i = 0; i < people; i++) {
        write(producer, Topics.ORG_MEMBERS, members, member("new-" + i));
        write(
            producer,
            Topics.ALERT_EVENTS,
            events,
            event("n-" + i, 1, AlertTransition.FIRED, "new-" + i));
      }
      await().atMost(PATIENCE).until(() -> webhook.arrived.size() == people);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(mail.arrived)
                      .extracting(outgoing -> outgoing.endpoint().address())
                      .containsExactlyInAnyOrderElementsOf(
                          IntStream.range(0, people)
                              .mapToObj(i -> "new-" + i + "@example.com")
                              .toList()));
    }
  }

  @Test
  void aDeadChannelHoldsBackNoOther() throws IOException {
    Duration alone = latencyOfMail("alone", false);
    Duration beside = latencyOfMail("beside", true);
    System.out.printf(
        "slowest of 100 mails: %d ms alone, %d ms beside a webhook that never answers%n",
        alone.toMillis(), beside.toMillis());
  }

  /**
   * Of the slowest of a hundred mails, from the moment at which the first step is published. That
   * they arrive at all is what is asserted: the webhook answers only afterwards.
   */
  private Duration latencyOfMail(String name, boolean hanging) throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    if (hanging) {
      webhook.hangingUntil(never);
    }
    mail.arrived.clear();
    try (AlertsService service = service(name)) {
      await().atMost(PATIENCE).until(() -> service.health().healthy());
      long start = System.nanoTime();
      publish(
          Topics.ALERT_EVENTS,
          IntStream.range(0, 100)
              .mapToObj(i -> event(name + i, 1, AlertTransition.FIRED, "cleo"))
              .toList());
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(PATIENCE)
          .until(() -> mail.arrived.size() == 100);
      Duration length = Duration.ofNanos(System.nanoTime() - start);
      never.countDown();
      webhook.hangingUntil(null);
      return length;
    }
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

  private AlertsService service(String instance) {
    Policy policy =
        new Policy(
            new Route(List.of(), List.of("email", "webhook:crm"), null, DigestMode.NONE),
            new QuietHours(LocalTime.NOON, LocalTime.NOON, Set.of()),
            List.of(),
            ZoneOffset.UTC,
            LocalTime.of(8, 0),
            1_000,
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(15));
    return AlertsService.start(
        new AlertsSettings(
            stack.bootstrapServers(), Map.of(), stack.schemaRegistryUrl(), Map.of(), false),
        Optional.of(
            new Delivering(
                DeliverySettings.of(policy),
                List.of(mail, webhook),
                "alerts-service",
                Optional.of(instance),
                new SimpleMeterRegistry())),
        Clock.systemUTC());
  }

  private static AlertEvent event(
      String incidentId, long sequence, AlertTransition transition, String ownerId) {
    boolean over = transition == AlertTransition.RESOLVED;
    return AlertEvent.newBuilder()
        .setAlertEventId(incidentId + "-" + sequence)
        .setIncidentId(incidentId)
        .setDedupKey("coverage|REP:" + incidentId + "|2026-Q1")
        .setSequence(sequence)
        .setTransition(transition)
        .setState(over ? AlertState.RESOLVED : AlertState.FIRING)
        .setSeverity(Severity.WARNING)
        .setReason(over ? AlertReason.THRESHOLD_CLEARED : AlertReason.HELD_LONG_ENOUGH)
        .setRuleId("coverage")
        .setRuleVersion(1)
        .setRuleType(RuleType.THRESHOLD)
        .setScopeType(ScopeType.REP)
        .setScopeId(incidentId)
        .setScopePath(List.of("acme", "emea"))
        .setOwnerId(ownerId)
        .setPeriod("2026-Q1")
        .setMetric("coverageToGo")
        .setValue(2.8)
        .setUnit(MetricUnit.RATIO)
        .setCurrency("EUR")
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setEvaluatedAt(Instant.now())
        .setSummary("Coverage fell.")
        .build();
  }

  private <T extends SpecificRecord> void publish(Topic<T> topic, T record) throws IOException {
    publish(topic, List.of(record));
  }

  private <T extends SpecificRecord> void publish(Topic<T> topic, List<T> records)
      throws IOException {
    try (SchemaRegistryClient registry =
            RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
        KafkaProducer<byte[], byte[]> producer = producer()) {
      RecordEncoder<T> encoder = RecordEncoder.open(topic, registry);
      for (T record : records) {
        write(producer, topic, encoder, record);
      }
    }
  }

  private static <T extends SpecificRecord> void write(
      KafkaProducer<byte[], byte[]> producer, Topic<T> topic, RecordEncoder<T> encoder, T record) {
    String key = Objects.requireNonNull(topic.key(record));
    send(
        producer,
        new ProducerRecord<>(
            topic.name(), key.getBytes(StandardCharsets.UTF_8), encoder.encode(record)));
  }

  private void publishBytes(String topic, String value) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      send(producer, new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> message) {
    try {
      RecordMetadata written = producer.send(message).get(10, TimeUnit.SECONDS);
      assertThat(written.hasOffset()).isTrue();
    } catch (Exception e) {
      throw new AssertionError("the broker took no record", e);
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        stack.connection().kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The latest record of each delivery. */
  private Map<String, DeliveryRecord> latest() throws IOException {
    Map<String, DeliveryRecord> latest = new HashMap<>();
    read(Topics.DELIVERIES).forEach(record -> latest.put(record.getDeliveryId(), record));
    return latest;
  }

  private <T extends SpecificRecord> List<T> read(Topic<T> topic) throws IOException {
    List<T> records = new ArrayList<>();
    try (SchemaRegistryClient registry =
            RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                stack.connection().kafkaClient(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      RecordDecoder<T> decoder = new RecordDecoder<>(topic, registry);
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(partition -> new TopicPartition(topic.name(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
          records.add(((Decoded.Success<T>) decoder.decode(message.value())).value());
        }
      }
    }
    return records;
  }

  /** A channel in memory that outlives the service. */
  private static final class Mailbox implements Channel {
    private final ChannelKind kind;
    private final List<Outgoing> arrived = new CopyOnWriteArrayList<>();
    private volatile @Nullable SendResult answer;
    private volatile @Nullable CountDownLatch hanging;

    Mailbox(ChannelKind kind) {
      this.kind = kind;
    }

    void answering(@Nullable SendResult newAnswer) {
      answer = newAnswer;
    }

    void hangingUntil(@Nullable CountDownLatch end) {
      hanging = end;
    }

    @Override
    public ChannelKind kind() {
      return kind;
    }

    @Override
    public SendResult send(Outgoing outgoing) {
      CountDownLatch end = hanging;
      if (end != null) {
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return new SendResult.Ambiguous(DeliveryReason.TIMED_OUT, "no answer");
      }
      SendResult told = answer;
      if (told != null) {
        return told;
      }
      arrived.add(outgoing);
      return new SendResult.Sent(DeliveryReason.ACCEPTED, "ref-" + outgoing.deliveryId());
    }

    @Override
    public Lookup find(Outgoing outgoing) {
      return arrived.stream().anyMatch(one -> one.deliveryId().equals(outgoing.deliveryId()))
          ? new Lookup.Found("ref-" + outgoing.deliveryId())
          : new Lookup.Absent();
    }

    @Override
    public void close() {}
  }
}
