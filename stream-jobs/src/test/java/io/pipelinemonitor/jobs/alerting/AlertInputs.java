package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageStay;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records as Kafka would hold them. Moments are hours since {@link #START}. */
final class AlertInputs {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * A rule with short lengths of time: WARNING below 3, after 4 hours; over at 3.3, for an hour.
   */
  static final String COVERAGE =
      "{'ruleId': 'coverage', 'version': 1, 'name': 'Coverage too thin', 'type': 'THRESHOLD',"
          + " 'metric': 'coverageToGo', 'direction': 'BELOW', 'levels': [{'severity': 'WARNING',"
          + " 'fire': 3.0, 'clear': 3.3, 'for': '4h'}], 'keepFiringFor': '1h',"
          + " 'updatedAt': '2026-01-01T00:00:00Z'}";

  private final SchemaRegistryClient registry;
  private final RecordEncoder<AlertRule> rules;
  private final RecordEncoder<PipelineSnapshot> snapshots;
  private final NaturalJson<AlertRule> json = NaturalJson.of(AlertRule.class);
  private final RecordEncoder<AlertCommand> commands;
  private final NaturalJson<AlertCommand> commandJson = NaturalJson.of(AlertCommand.class);
  private final RecordEncoder<PipelineChange> changes;
  private final RecordEncoder<DealEvent> edits;
  private final RecordEncoder<DealState> deals;
  private final RecordEncoder<OrgUnit> units;
  private final RecordEncoder<OrgMember> members;
  private long offset;

  AlertInputs(SchemaRegistryClient registry) {
    this.registry = registry;
    new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
    rules = RecordEncoder.open(Topics.RULES, registry);
    commands = RecordEncoder.open(Topics.COMMANDS, registry);
    snapshots = RecordEncoder.open(Topics.SNAPSHOTS, registry);
    changes = RecordEncoder.open(Topics.CHANGES, registry);
    edits = RecordEncoder.open(Topics.DEAL_EVENTS, registry);
    deals = RecordEncoder.open(Topics.DEALS, registry);
    units = RecordEncoder.open(Topics.ORG_UNITS, registry);
    members = RecordEncoder.open(Topics.ORG_MEMBERS, registry);
  }

  static long millis(double hours) {
    return START.toEpochMilli() + Math.round(hours * 3_600_000);
  }

  /** A rule in natural JSON, for once with single quotes. */
  RawRecord rule(double hours, String line) throws NaturalJsonException {
    AlertRule rule = json.read(line.replace('\'', '"'), 1);
    return raw(Topics.RULES, rule.getRuleId(), rules.encode(rule), hours);
  }

  /** A command in natural JSON with single quotes, without what every command has. */
  RawRecord command(double hours, String commandId, String incidentId, String rest)
      throws NaturalJsonException {
    String line =
        "{'commandId': '"
            + commandId
            + "', 'incidentId': '"
            + incidentId
            + "', 'issuedBy': 'Ann', 'issuedAt': '2026-01-01T00:00:00Z', "
            + rest
            + "}";
    AlertCommand command = commandJson.read(line.replace('\'', '"'), 1);
    return raw(Topics.COMMANDS, command.getIncidentId(), commands.encode(command), hours);
  }

  RawRecord ruleDeletion(double hours, String ruleId) {
    return raw(Topics.RULES, ruleId, null, hours);
  }

  RawRecord coverage(double hours, String unitId, @Nullable Double coverage) {
    return snapshot(snapshot(hours, unitId, coverage));
  }

  RawRecord snapshot(PipelineSnapshot snapshot) {
    return figures(Topics.SNAPSHOTS, snapshot);
  }

  /** Of both topics of figures, the schema is the same. */
  RawRecord figures(Topic<?> topic, PipelineSnapshot snapshot) {
    return raw(
        topic,
        String.valueOf(Topics.SNAPSHOTS.key(snapshot)),
        snapshots.encode(snapshot),
        hours(snapshot.getAsOf()));
  }

  private static double hours(Instant moment) {
    return Duration.between(START, moment).toMillis() / 3_600_000.0;
  }

  RawRecord unit(double hours, String unitId, @Nullable String parentId) {
    OrgUnit unit =
        OrgUnit.newBuilder()
            .setUnitId(unitId)
            .setName("Unit " + unitId)
            .setKind("team")
            .setParentUnitId(parentId)
            .build();
    return raw(Topics.ORG_UNITS, unitId, units.encode(unit), hours);
  }

  RawRecord member(double hours, String memberId, String unitId) {
    OrgMember member =
        OrgMember.newBuilder().setMemberId(memberId).setName(memberId).setUnitId(unitId).build();
    return raw(Topics.ORG_MEMBERS, memberId, members.encode(member), hours);
  }

  /** A movement of a deal of 2026-Q1 that happened and was published at that moment. */
  static PipelineChange.Builder change(
      double hours, String dealId, String ownerId, Movement movement, long delta) {
    return PipelineChange.newBuilder()
        .setChangeId(dealId + "|" + hours + "|" + movement)
        .setDealId(dealId)
        .setMovement(movement)
        .setPeriod("2026-Q1")
        .setOwnerId(ownerId)
        .setDealName("Deal " + dealId)
        .setAmountDelta(delta)
        .setCurrency("USD")
        .setEventId("event-" + dealId + "-" + hours)
        .setOccurredAt(Instant.ofEpochMilli(millis(hours)))
        .setAsOf(Instant.ofEpochMilli(millis(hours)));
  }

  /** A change of a deal's close date, recorded at that moment. */
  static DealEvent.Builder edit(double hours, String dealId) {
    return DealEvent.newBuilder()
        .setEventId("event-" + dealId + "-" + hours)
        .setDealId(dealId)
        .setSource("crm")
        .setType(DealEventType.UPDATED)
        .setOccurredAt(Instant.ofEpochMilli(millis(hours)))
        .setCloseDate(LocalDate.parse("2026-05-01"));
  }

  RawRecord raw(DealEvent.Builder event) {
    DealEvent record = event.build();
    double hours = Duration.between(START, record.getOccurredAt()).toMillis() / 3_600_000.0;
    return raw(Topics.DEAL_EVENTS, record.getDealId(), edits.encode(record), hours);
  }

  RawRecord raw(PipelineChange.Builder change) {
    PipelineChange record = change.build();
    return raw(Topics.CHANGES, record.getDealId(), changes.encode(record), hours(record.getAsOf()));
  }

  /** The same figures from before anything had been learnt. */
  RawRecord unlearnt(RawRecord figures) {
    if (!(new RecordDecoder<>(Topics.SNAPSHOTS, registry).decode(figures.value())
        instanceof Decoded.Success<PipelineSnapshot> read)) {
      throw new IllegalArgumentException("no figures: " + figures);
    }
    byte[] value =
        snapshots.encode(
            PipelineSnapshot.newBuilder(read.value()).setProjectionLearnt(false).build());
    return new RawRecord(
        figures.topic(),
        figures.partition(),
        figures.offset(),
        figures.kafkaTimestamp(),
        figures.streamTime(),
        figures.key(),
        value);
  }

  /** A deal of 2026-Q1 in COMMIT with that risk score, as it was published at that moment. */
  static DealState.Builder deal(double hours, String dealId, String ownerId, int score) {
    return DealState.newBuilder()
        .setDealId(dealId)
        .setName("Deal " + dealId)
        .setStatus(DealStatus.OPEN)
        .setStageId("negotiation")
        .setStageHistory(
            List.of(new StageStay("negotiation", START.minus(Duration.ofDays(30)), null, "e1")))
        .setAmountMinor(450_000_00L)
        .setCurrency("USD")
        .setConvertedAmount(450_000_00L)
        .setReportingCurrency("USD")
        .setCloseDate(LocalDate.parse("2026-02-28"))
        .setForecastCategory(ForecastCategory.COMMIT)
        .setOwnerId(ownerId)
        .setPeriod("2026-Q1")
        .setRiskScore(score)
        .setRiskFactors(
            List.of(
                new RiskFactor(
                    RiskFactorName.STUCK_IN_STAGE,
                    score,
                    START.minus(Duration.ofDays(5)),
                    "in negotiation since 2025-12-02, expected are 15 days")))
        .setAsOf(Instant.ofEpochMilli(millis(hours)));
  }

  RawRecord raw(DealState.Builder deal) {
    DealState record = deal.build();
    double hours = Duration.between(START, record.getAsOf()).toMillis() / 3_600_000.0;
    return raw(Topics.DEALS, record.getDealId(), deals.encode(record), hours);
  }

  byte[] encoded(PipelineSnapshot snapshot) {
    return snapshots.encode(snapshot);
  }

  static PipelineSnapshot snapshot(double hours, String unitId, @Nullable Double coverage) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(ScopeType.UNIT)
        .setScopeId(unitId)
        .setPeriod("2026-Q1")
        .setAsOf(Instant.ofEpochMilli(millis(hours)))
        .setScopeName("Unit " + unitId)
        .setScopePath(List.of("root"))
        .setOwnerId("manager-" + unitId)
        .setPeriodStart(LocalDate.parse("2026-01-01"))
        .setPeriodEnd(LocalDate.parse("2026-04-01"))
        .setPeriodElapsed(0.25)
        .setCurrency("USD")
        .setOpenAmount(4_100_000_00)
        .setBookedAmount(500_000_00)
        .setQuota(coverage == null ? null : (Long) 2_000_000_00L)
        .setCoverageToGo(coverage)
        .build();
  }

  RawRecord raw(Topic<?> topic, String key, byte @Nullable [] value, double hours) {
    return new RawRecord(
        topic.name(),
        0,
        offset++,
        millis(hours),
        millis(hours),
        key.getBytes(StandardCharsets.UTF_8),
        value);
  }
}
