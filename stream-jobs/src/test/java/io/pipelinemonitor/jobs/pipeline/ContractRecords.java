package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.jobs.domain.forecast.WinChance;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.ActivityKind;
import io.pipelinemonitor.schema.ActivityStatus;
import io.pipelinemonitor.schema.DealAge;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.ForecastStretch;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.WinProbability;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** What the domain knows, as the records that a source would have written to Kafka. */
final class ContractRecords {

  private final SchemaRegistryClient registry;
  private final Map<String, RecordEncoder<?>> encoders = new HashMap<>();
  private long offset;

  ContractRecords(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  /** A record as the job reads it. */
  @SuppressWarnings("unchecked") // one encoder a topic, of the topic's class
  <T extends SpecificRecord> RawRecord raw(Topic<T> topic, T record, long streamTime) {
    RecordEncoder<T> encoder =
        (RecordEncoder<T>)
            encoders.computeIfAbsent(topic.name(), name -> RecordEncoder.open(topic, registry));
    return raw(topic, String.valueOf(topic.key(record)), encoder.encode(record), streamTime);
  }

  RawRecord raw(Topic<?> topic, String key, byte @Nullable [] value, long streamTime) {
    return new RawRecord(
        topic.name(),
        0,
        offset++,
        streamTime,
        streamTime,
        key.getBytes(StandardCharsets.UTF_8),
        value);
  }

  /** The plan, as definitions that hold from that stream time on. */
  List<RawRecord> plan(OraclePlan plan, FiscalCalendar calendar, long streamTime) {
    List<RawRecord> records = new ArrayList<>();
    for (OrgUnit unit : plan.units()) {
      records.add(raw(Topics.ORG_UNITS, unit(unit), streamTime));
    }
    for (OrgMember member : plan.members()) {
      records.add(raw(Topics.ORG_MEMBERS, member(member), streamTime));
    }
    for (SalesProcess process : plan.processes()) {
      records.add(raw(Topics.SALES_PROCESSES, process(process), streamTime));
    }
    for (Quota quota : plan.quotas()) {
      if (quota.amount() >= 0 && calendar.periodNamed(quota.period()) != null) {
        records.add(raw(Topics.QUOTAS, quota(quota), streamTime));
      }
    }
    for (FxRate rate : plan.rates()) {
      records.add(raw(Topics.FX_RATES, rate(rate), streamTime));
    }
    for (ForecastCall call : plan.calls()) {
      records.add(raw(Topics.FORECASTS, call(call), streamTime));
    }
    for (ModelParameters model : plan.models()) {
      io.pipelinemonitor.schema.ModelParameters record = model(model);
      if (model.scope().equals(Scope.COMPANY)) {
        record.setStages(plan.stages().stream().map(ContractRecords::stage).toList());
      }
      records.add(raw(Topics.MODEL_PARAMETERS, record, streamTime));
    }
    return records;
  }

  static ForecastSubmission call(ForecastCall call) {
    return ForecastSubmission.newBuilder()
        .setScopeType(ScopeType.valueOf(call.scope().type().name()))
        .setScopeId(call.scope().id())
        .setPeriod(call.period())
        .setCategory(ForecastCategory.valueOf(call.category().name()))
        .setAmountMinor(call.amount())
        .setCurrency(call.currency())
        .setSubmittedBy(call.submittedBy())
        .setSubmittedAt(instant(call.submittedAt()))
        .build();
  }

  static io.pipelinemonitor.schema.ModelParameters model(ModelParameters model) {
    List<WinProbability> chances = new ArrayList<>();
    List<ForecastStretch> stretches = new ArrayList<>();
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      int at = stretch;
      model
          .expectation()
          .chances()
          .forEach((dealClass, chance) -> chances.add(probability(dealClass, chance, at)));
      stretches.add(
          new ForecastStretch(
              Stretches.start(at),
              Stretches.end(at),
              model.expectation().amountFactor().atStart(at),
              model.expectation().cameLaterShare().atStart(at),
              model.spread().atStart(at)));
    }
    return io.pipelinemonitor.schema.ModelParameters.newBuilder()
        .setScopeType(ScopeType.valueOf(model.scope().type().name()))
        .setScopeId(model.scope().id())
        .setEffectiveFrom(instant(model.effectiveFrom()))
        .setWinProbabilities(chances)
        .setStretches(stretches)
        .setTypicalBooked(model.expectation().typicalBooked())
        .setAverageWin(model.expectation().averageWin())
        .setTypicalWin(model.expectation().typicalWin())
        .build();
  }

  private static io.pipelinemonitor.schema.StageStatistics stage(LearntStage stage) {
    return io.pipelinemonitor.schema.StageStatistics.newBuilder()
        .setPipelineId(stage.pipelineId())
        .setStageId(stage.stageId())
        .setDaysP90(stage.statistics().daysP90())
        .setDaysToWinMedian(stage.statistics().daysToWinMedian())
        .build();
  }

  private static WinProbability probability(DealClass dealClass, WinChance chance, int stretch) {
    return WinProbability.newBuilder()
        .setPipelineId(dealClass.pipelineId())
        .setStageId(dealClass.stageId())
        .setElapsedFrom(Stretches.start(stretch))
        .setElapsedTo(Stretches.end(stretch))
        .setProbability(chance.probability().atStart(stretch))
        .setWeight(chance.weight().atStart(stretch))
        .setAge(DealAge.valueOf(dealClass.age().name()))
        .build();
  }

  static io.pipelinemonitor.schema.OrgUnit unit(OrgUnit unit) {
    return io.pipelinemonitor.schema.OrgUnit.newBuilder()
        .setUnitId(unit.unitId())
        .setName(unit.name())
        .setKind("unit")
        .setParentUnitId(unit.parentUnitId())
        .setManagerId(unit.managerId())
        .build();
  }

  static io.pipelinemonitor.schema.OrgMember member(OrgMember member) {
    return io.pipelinemonitor.schema.OrgMember.newBuilder()
        .setMemberId(member.memberId())
        .setName(member.name())
        .setUnitId(member.unitId())
        .build();
  }

  static io.pipelinemonitor.schema.Quota quota(Quota quota) {
    return io.pipelinemonitor.schema.Quota.newBuilder()
        .setScopeType(ScopeType.valueOf(quota.scope().type().name()))
        .setScopeId(quota.scope().id())
        .setPeriod(quota.period())
        .setAmountMinor(quota.amount())
        .setCurrency(quota.currency())
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  private static io.pipelinemonitor.schema.FxRate rate(FxRate rate) {
    return io.pipelinemonitor.schema.FxRate.newBuilder()
        .setCurrency(rate.currency())
        .setRate(rate.rate().toPlainString())
        .setEffectiveFrom(LocalDate.ofEpochDay(rate.effectiveFrom()))
        .build();
  }

  static io.pipelinemonitor.schema.SalesProcess process(SalesProcess process) {
    List<SalesStage> stages = new ArrayList<>();
    for (Stage stage :
        process.stages().stream().sorted(Comparator.comparing(Stage::order)).toList()) {
      SalesStage.Builder builder =
          SalesStage.newBuilder()
              .setStageId(stage.stageId())
              .setName(stage.stageId())
              .setOrder(stage.order())
              .setStatus(DealStatus.valueOf(stage.status().name()))
              .setProbability(stage.probability() / 1_000_000.0);
      if (stage.category() != null) {
        builder.setForecastCategory(ForecastCategory.valueOf(stage.category().name()));
      }
      builder.setExpectedDays(stage.expectedDays());
      builder.setRequiredFields(
          stage.requiredFields().stream().map(ContractRecords::contractName).sorted().toList());
      stages.add(builder.build());
    }
    return io.pipelinemonitor.schema.SalesProcess.newBuilder()
        .setPipelineId(process.pipelineId())
        .setName(process.pipelineId())
        .setStages(stages)
        .setUpdatedAt(Instant.EPOCH)
        .build();
  }

  static io.pipelinemonitor.schema.DealEvent event(DealEvent event) {
    StatusFact status = (StatusFact) event.value(DealField.STATUS);
    Object category = event.value(DealField.FORECAST_CATEGORY);
    Long closeDate = (Long) event.value(DealField.CLOSE_DATE);
    List<String> cleared = new ArrayList<>();
    for (DealField field : DealField.values()) {
      if (event.states(field) && event.value(field) == null) {
        cleared.add(contractName(field));
      }
    }
    return io.pipelinemonitor.schema.DealEvent.newBuilder()
        .setEventId(event.eventId())
        .setDealId(event.dealId())
        .setSource("test")
        .setType(DealEventType.valueOf(event.type().name()))
        .setOccurredAt(instant(event.occurredAt()))
        .setSequence(event.sequence() == Stamp.NO_SEQUENCE ? null : (Long) event.sequence())
        .setClearedFields(cleared)
        .setPipelineId((String) event.value(DealField.PIPELINE_ID))
        .setStageId((String) event.value(DealField.STAGE_ID))
        .setStatus(
            status == null || status == StatusFact.OF_STAGE
                ? null
                : DealStatus.valueOf(status.name()))
        .setAmountMinor((Long) event.value(DealField.AMOUNT))
        .setCurrency((String) event.value(DealField.CURRENCY))
        .setCloseDate(closeDate == null ? null : LocalDate.ofEpochDay(closeDate))
        .setCreatedAt(nullableInstant((Long) event.value(DealField.CREATED_AT)))
        .setClosedAt(nullableInstant((Long) event.value(DealField.CLOSED_AT)))
        .setForecastCategory(
            category == null ? null : ForecastCategory.valueOf(category.toString()))
        .setProbability((Double) event.value(DealField.PROBABILITY))
        .setOwnerId((String) event.value(DealField.OWNER_ID))
        .setAccountId((String) event.value(DealField.ACCOUNT_ID))
        .setNextStep((String) event.value(DealField.NEXT_STEP))
        .setNextStepAt(nullableInstant((Long) event.value(DealField.NEXT_STEP_AT)))
        .setTerritoryId((String) event.value(DealField.TERRITORY_ID))
        .setSegment((String) event.value(DealField.SEGMENT))
        .setProduct((String) event.value(DealField.PRODUCT))
        .build();
  }

  static ActivityEvent activity(Activity activity) {
    return ActivityEvent.newBuilder()
        .setEventId(activity.eventId())
        .setActivityId(activity.activityId())
        .setDealId(activity.dealId())
        .setOwnerId(activity.ownerId())
        .setSource("test")
        .setKind(ActivityKind.valueOf(activity.kind().name()))
        .setStatus(ActivityStatus.valueOf(activity.status().name()))
        .setOccurredAt(instant(activity.occurredAt()))
        .setScheduledFor(nullableInstant(activity.scheduledFor()))
        .setContactIds(activity.contactIds())
        .setAutomated(activity.automated())
        .build();
  }

  /** {@code STAGE_ID} is {@code stageId}; amounts say that they are in minor units. */
  private static String contractName(DealField field) {
    if (field == DealField.AMOUNT) {
      return "amountMinor";
    }
    StringBuilder name = new StringBuilder();
    for (String word : List.of(field.name().split("_"))) {
      String lower = word.toLowerCase(java.util.Locale.ROOT);
      name.append(
          name.isEmpty() ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }

  private static @Nullable Instant nullableInstant(@Nullable Long micros) {
    return micros == null ? null : instant(micros);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
