package io.pipelinemonitor.alerts.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.DeliveryStatus;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskBand;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");
  private static final String KEY = "UNIT:emea|2026-Q1";

  private final SchemaRegistryClient registry =
      RegistryConnection.open("mock://live-table", Map.of());

  LiveTableTest() {
    new SchemaRegistrar(registry, Duration.ofSeconds(5))
        .registerAll(List.of(Topics.SNAPSHOTS, Topics.DELIVERIES, Topics.DEALS));
  }

  @AfterEach
  void close() throws Exception {
    registry.close();
  }

  @Test
  void showsTheLatestAndNeverAnOlderOne() {
    LiveTable<PipelineSnapshot> table = new LiveTable<>(LiveTopic.SNAPSHOTS, registry);

    assertThat(taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1))).hasSize(1);
    assertThat(taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM.plusSeconds(1), 2)))
        .hasSize(1);
    assertThat(taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1))).isEmpty();

    assertThat(table.latest(KEY)).map(PipelineSnapshot::getOpenCount).contains(2L);
    assertThat(table.all()).hasSize(1);
  }

  @Test
  void forgetsWhatATombstoneDeletes() {
    LiveTable<PipelineSnapshot> table = new LiveTable<>(LiveTopic.SNAPSHOTS, registry);
    taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1));

    List<LiveChange<PipelineSnapshot>> changes = taken(table, LiveTopic.SNAPSHOTS, KEY, null);

    assertThat(changes).containsExactly(new LiveChange<>(KEY, null, MONDAY_9AM));
    assertThat(table.latest(KEY)).isEmpty();
    assertThat(taken(table, LiveTopic.SNAPSHOTS, KEY, null)).isEmpty();
  }

  @Test
  void letsGoOfPeriodsThatEndedLongAgo() {
    LiveTable<PipelineSnapshot> table = new LiveTable<>(LiveTopic.SNAPSHOTS, registry);
    taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1));
    PipelineSnapshot later = snapshot(MONDAY_9AM.plus(Duration.ofDays(170)), 1);
    later.setPeriod("2026-Q3");
    later.setPeriodEnd(LocalDate.parse("2026-10-01"));

    List<LiveChange<PipelineSnapshot>> changes = taken(table, LiveTopic.SNAPSHOTS, later);

    assertThat(changes).extracting(LiveChange::key).containsExactly("UNIT:emea|2026-Q3", KEY);
    assertThat(table.all()).containsExactly(later);
    assertThat(taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1))).isEmpty();
  }

  @Test
  void passesOverWhatCannotBeRead() {
    LiveTable<PipelineSnapshot> table = new LiveTable<>(LiveTopic.SNAPSHOTS, registry);
    taken(table, LiveTopic.SNAPSHOTS, snapshot(MONDAY_9AM, 1));

    assertThat(taken(table, LiveTopic.SNAPSHOTS, KEY, new byte[] {1, 2})).isEmpty();

    assertThat(table.latest(KEY)).isPresent();
  }

  @Test
  void keepsOfDealsOnlyThoseThatAreOpenAndAtRisk() {
    LiveTable<DealState> table = new LiveTable<>(LiveTopic.DEALS_AT_RISK, registry);

    assertThat(taken(table, LiveTopic.DEALS_AT_RISK, deal(RiskBand.HEALTHY, DealStatus.OPEN)))
        .isEmpty();
    assertThat(taken(table, LiveTopic.DEALS_AT_RISK, deal(RiskBand.AT_RISK, DealStatus.OPEN)))
        .hasSize(1);
    assertThat(table.all()).hasSize(1);
    assertThat(taken(table, LiveTopic.DEALS_AT_RISK, deal(RiskBand.AT_RISK, DealStatus.LOST)))
        .containsExactly(new LiveChange<>("d-1", null, MONDAY_9AM));
    assertThat(table.all()).isEmpty();
  }

  @Test
  void findsWhatWasSentOfAnIncident() {
    LiveTable<DeliveryRecord> table = new LiveTable<>(LiveTopic.DELIVERIES, registry);
    taken(table, LiveTopic.DELIVERIES, delivery("one", "i-1", DeliveryStatus.PLANNED));
    taken(table, LiveTopic.DELIVERIES, delivery("two", "i-1", DeliveryStatus.PLANNED));
    taken(table, LiveTopic.DELIVERIES, delivery("other", "i-2", DeliveryStatus.PLANNED));
    taken(table, LiveTopic.DELIVERIES, delivery("one", "i-1", DeliveryStatus.SENT));
    taken(table, LiveTopic.DELIVERIES, "two", null);

    assertThat(table.group("i-1"))
        .extracting(DeliveryRecord::getStatus)
        .containsExactly(DeliveryStatus.SENT);
    assertThat(table.group("i-3")).isEmpty();
  }

  private <T extends SpecificRecord> List<LiveChange<T>> taken(
      LiveTable<T> table, LiveTopic<T> live, T record) {
    Topic<T> topic = live.topic();
    return taken(
        table,
        live,
        Objects.requireNonNull(topic.key(record)),
        RecordEncoder.open(topic, registry).encode(record));
  }

  private static <T extends SpecificRecord> List<LiveChange<T>> taken(
      LiveTable<T> table, LiveTopic<T> live, String key, byte @Nullable [] bytes) {
    LiveChanges changes = new LiveChanges(true);
    table.take(
        new ConsumerRecord<>(
            live.topic().name(),
            0,
            0,
            MONDAY_9AM.toEpochMilli(),
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            key.getBytes(StandardCharsets.UTF_8),
            bytes,
            new RecordHeaders(),
            Optional.empty()),
        changes);
    return new ArrayList<>(changes.of(live));
  }

  private static PipelineSnapshot snapshot(Instant asOf, long openCount) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(ScopeType.UNIT)
        .setScopeId("emea")
        .setPeriod("2026-Q1")
        .setAsOf(asOf)
        .setPeriodStart(LocalDate.parse("2026-01-01"))
        .setPeriodEnd(LocalDate.parse("2026-04-01"))
        .setCurrency("EUR")
        .setOpenCount(openCount)
        .build();
  }

  private static DealState deal(RiskBand band, DealStatus status) {
    return DealState.newBuilder()
        .setDealId("d-1")
        .setStatus(status)
        .setExistence(DealExistence.EXISTS)
        .setRiskBand(band)
        .setAsOf(MONDAY_9AM)
        .build();
  }

  private static DeliveryRecord delivery(String id, String incidentId, DeliveryStatus status) {
    return DeliveryRecord.newBuilder()
        .setDeliveryId(id)
        .setIncidentId(incidentId)
        .setAlertEventId(incidentId + "-1")
        .setRecipient("ann")
        .setChannel("email")
        .setStatus(status)
        .setPlannedAt(MONDAY_9AM)
        .build();
  }
}
