package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Records as Kafka would hold them, and the plan of a small company. */
final class ModelInputs {

  static final Instant PLANNED = Instant.parse("2024-12-01T10:00:00Z");

  /** Reps by their team. */
  static final Map<String, List<String>> TEAMS =
      Map.of("north", List.of("ann", "bob"), "south", List.of("cid", "dot"));

  static final Map<String, Double> STAGES = Map.of("lead", 0.1, "offer", 0.4, "closing", 0.7);

  private final SchemaRegistryClient registry;
  private final FiscalCalendar calendar;
  private final Map<String, RecordEncoder<?>> encoders = new HashMap<>();
  private long offset;

  ModelInputs(SchemaRegistryClient registry, JobSettings settings) {
    new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
    this.registry = registry;
    this.calendar = settings.policy().calendar();
  }

  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }

  FiscalCalendar calendar() {
    return calendar;
  }

  String periodName(int index) {
    FiscalPeriod period = calendar.periodAt(micros(PLANNED));
    while (period.index() < index) {
      period = calendar.periodOf(period.endDay());
    }
    return period.name();
  }

  List<RawRecord> plan() {
    List<RawRecord> plan = new ArrayList<>();
    plan.add(unit("root", null));
    TEAMS.forEach(
        (team, reps) -> {
          plan.add(unit(team, "root"));
          reps.forEach(rep -> plan.add(member(PLANNED, rep, team)));
        });
    plan.add(process());
    return plan;
  }

  private RawRecord unit(String unitId, @Nullable String parent) {
    OrgUnit unit =
        OrgUnit.newBuilder().setUnitId(unitId).setName(unitId).setParentUnitId(parent).build();
    return raw(Topics.ORG_UNITS, unit, PLANNED);
  }

  RawRecord member(Instant at, String memberId, String unitId) {
    OrgMember member =
        OrgMember.newBuilder().setMemberId(memberId).setName(memberId).setUnitId(unitId).build();
    return raw(Topics.ORG_MEMBERS, member, at);
  }

  private RawRecord process() {
    List<SalesStage> stages = new ArrayList<>();
    STAGES.forEach(
        (stageId, probability) -> stages.add(stage(stageId, DealStatus.OPEN, probability)));
    stages.add(stage("won", DealStatus.WON, 1));
    SalesProcess process =
        SalesProcess.newBuilder()
            .setPipelineId(ToldDeal.PIPELINE)
            .setName("New business")
            .setStages(stages)
            .setUpdatedAt(PLANNED)
            .build();
    return raw(Topics.SALES_PROCESSES, process, PLANNED);
  }

  private static SalesStage stage(String stageId, DealStatus status, double probability) {
    return SalesStage.newBuilder()
        .setStageId(stageId)
        .setName(stageId)
        .setOrder((int) Math.round(probability * 10))
        .setStatus(status)
        .setProbability(probability)
        .setForecastCategory(ForecastCategory.PIPELINE)
        .build();
  }

  /** A record as the job reads it. */
  @SuppressWarnings("unchecked") // one encoder a topic, of the topic's class
  <T extends SpecificRecord> RawRecord raw(Topic<T> topic, T record, Instant streamTime) {
    RecordEncoder<T> encoder =
        (RecordEncoder<T>)
            encoders.computeIfAbsent(topic.name(), name -> RecordEncoder.open(topic, registry));
    return raw(topic, String.valueOf(topic.key(record)), encoder.encode(record), streamTime);
  }

  RawRecord raw(Topic<?> topic, String key, byte @Nullable [] value, Instant streamTime) {
    long millis = streamTime.toEpochMilli();
    return new RawRecord(
        topic.name(), 0, offset++, millis, millis, key.getBytes(StandardCharsets.UTF_8), value);
  }
}
