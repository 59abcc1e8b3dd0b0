package io.pipelinemonitor.local.verify;

import static io.pipelinemonitor.schema.topic.Topics.DEAL_EVENTS;
import static io.pipelinemonitor.schema.topic.Topics.FORECASTS;
import static io.pipelinemonitor.schema.topic.Topics.FX_RATES;
import static io.pipelinemonitor.schema.topic.Topics.ORG_MEMBERS;
import static io.pipelinemonitor.schema.topic.Topics.ORG_UNITS;
import static io.pipelinemonitor.schema.topic.Topics.QUOTAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static final Policy POLICY = JobSettings.of(Map.of()).policy();
  private static final Instant MONDAY = Instant.parse("2026-02-02T09:00:00Z");
  private static final String COMPANY = "COMPANY:company|2026-Q1";

  private final SchemaRegistryClient registry =
      RegistryConnection.open("mock://inputs-test", Map.of());
  private final Inputs inputs = new Inputs(POLICY, registry);

  @BeforeEach
  void register() {
    new SchemaRegistrar(registry, Duration.ofSeconds(5)).registerAll(Inputs.TOPICS);
  }

  @Test
  void recomputesFromDealsAndThePlanAsItStands() {
    add(ORG_UNITS, unit("acme", null));
    add(ORG_UNITS, unit("emea", "acme"));
    add(ORG_MEMBERS, member("ann", "acme"));
    add(ORG_MEMBERS, member("ann", "emea"));
    add(QUOTAS, quota(500_00));
    add(QUOTAS, quota(400_00));
    add(DEAL_EVENTS, deal("d1", "USD").build());

    assertThat(figures("UNIT:emea|2026-Q1"))
        .hasValueSatisfying(
            figures ->
                assertThat(figures)
                    .containsEntry("openAmount", 100_00L)
                    .containsEntry("quota", 400_00L)
                    .containsEntry("coverageToGo", 0.25));
    assertThat(inputs.definitions()).isEqualTo(4);
    assertThat(inputs.dealEvents()).isEqualTo(1);
    assertThat(inputs.latest()).isEqualTo(MONDAY.toEpochMilli());
  }

  @Test
  void forgetsWhatATombstoneWithdraws() {
    add(QUOTAS, quota(500_00));
    add(record(QUOTAS, "REP:ann|2026-Q1", null));
    add(DEAL_EVENTS, deal("d1", "USD").build());

    assertThat(figures(COMPANY)).hasValueSatisfying(f -> assertThat(f).doesNotContainKey("quota"));
  }

  @Test
  void convertsAtRatesThatAreInForceAndNotAtThoseToCome() {
    add(FX_RATES, rate("1.10", LocalDate.of(2026, 1, 1)));
    add(FX_RATES, rate("1.50", LocalDate.of(2026, 2, 3)));
    add(DEAL_EVENTS, deal("d1", "EUR").build());

    assertThat(figures(COMPANY))
        .hasValueSatisfying(f -> assertThat(f).containsEntry("openAmount", 110_00L));
  }

  @Test
  void takesTheCommitThatWasMadeLastWhateverTheOrder() {
    add(FORECASTS, commit(300_00, MONDAY.minusSeconds(60)));
    add(FORECASTS, commit(200_00, MONDAY.minusSeconds(120)));
    add(DEAL_EVENTS, deal("d1", "USD").build());

    assertThat(figures(COMPANY))
        .hasValueSatisfying(f -> assertThat(f).containsEntry("submittedCommit", 300_00L));
  }

  @Test
  void leavesOutWhatTheJobRefuses() {
    add(record(DEAL_EVENTS, "another", encoded(DEAL_EVENTS, deal("d1", "USD").build())));
    add(record(DEAL_EVENTS, "d1", new byte[] {1, 2, 3}));
    add(DEAL_EVENTS, deal("d1", "USD").setOccurredAt(MONDAY.plus(Duration.ofDays(2))).build());
    add(record(QUOTAS, "elsewhere", encoded(QUOTAS, quota(1))));

    assertThat(inputs.refused()).isEqualTo(4);
    assertThat(inputs.dealEvents()).isZero();
    assertThat(inputs.definitions()).isZero();
  }

  private Optional<SortedMap<String, Object>> figures(String key) {
    return Optional.ofNullable(
        inputs.recompute(POLICY, MONDAY.getEpochSecond() * 1_000_000).get(key));
  }

  private <T extends SpecificRecord> void add(Topic<T> topic, T value) {
    add(record(topic, String.valueOf(topic.key(value)), encoded(topic, value)));
  }

  private void add(ConsumerRecord<byte[], byte[]> record) {
    inputs.add(record);
  }

  private <T extends SpecificRecord> byte[] encoded(Topic<T> topic, T value) {
    return RecordEncoder.open(topic, registry).encode(value);
  }

  @SuppressWarnings("NullAway") // a tombstone's value is null, which the constructor does not say
  private static ConsumerRecord<byte[], byte[]> record(
      Topic<?> topic, String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        topic.name(),
        0,
        0,
        MONDAY.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        key.getBytes(StandardCharsets.UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static OrgUnit unit(String unitId, @Nullable String parent) {
    return OrgUnit.newBuilder().setUnitId(unitId).setName(unitId).setParentUnitId(parent).build();
  }

  private static OrgMember member(String memberId, String unitId) {
    return OrgMember.newBuilder().setMemberId(memberId).setName(memberId).setUnitId(unitId).build();
  }

  private static Quota quota(long minor) {
    return new Quota(ScopeType.REP, "ann", "2026-Q1", minor, "USD", MONDAY);
  }

  private static ForecastSubmission commit(long minor, Instant at) {
    return new ForecastSubmission(
        ScopeType.COMPANY, "company", "2026-Q1", ForecastCategory.COMMIT, minor, "USD", "zoe", at);
  }

  private static FxRate rate(String rate, LocalDate from) {
    return new FxRate("EUR", rate, from);
  }

  private static DealEvent.Builder deal(String dealId, String currency) {
    return DealEvent.newBuilder()
        .setEventId("e1")
        .setDealId(dealId)
        .setSource("test")
        .setType(DealEventType.CREATED)
        .setOccurredAt(MONDAY)
        .setAmountMinor(100_00L)
        .setCurrency(currency)
        .setCloseDate(LocalDate.of(2026, 3, 1))
        .setOwnerId("ann");
  }
}
