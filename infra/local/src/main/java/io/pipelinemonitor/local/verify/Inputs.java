package io.pipelinemonitor.local.verify;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.pipeline.FromContract;
import io.pipelinemonitor.jobs.pipeline.PlanReader;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All that came in: every deal event, and the plan as it stands. What the job refuses to its dead
 * letters is left out here too.
 */
final class Inputs {

  /** What the figures follow from. */
  static final List<Topic<?>> TOPICS =
      List.of(
          Topics.DEAL_EVENTS,
          Topics.ACTIVITY_EVENTS,
          Topics.SALES_PROCESSES,
          Topics.ORG_UNITS,
          Topics.ORG_MEMBERS,
          Topics.QUOTAS,
          Topics.FX_RATES,
          Topics.FORECASTS,
          Topics.MODEL_PARAMETERS);

  private final RecordDecoder<io.pipelinemonitor.schema.DealEvent> decoder;
  private final PlanReader planReader;
  private final String reportingCurrency;
  private final RecordDecoder<ActivityEvent> activityDecoder;
  private final List<DealEvent> events = new ArrayList<>();
  private final List<Activity> activities = new ArrayList<>();
  private final Map<String, OrgUnit> units = new LinkedHashMap<>();
  private final Map<String, OrgMember> members = new LinkedHashMap<>();
  private final Map<String, SalesProcess> processes = new LinkedHashMap<>();
  private final Map<String, Quota> quotas = new LinkedHashMap<>();
  private final Map<String, Map<Long, FxRate>> rates = new LinkedHashMap<>();
  private final List<ForecastCall> calls = new ArrayList<>();
  private final Map<Scope, List<ModelParameters>> models = new LinkedHashMap<>();
  private final List<PlanChange.Model> company = new ArrayList<>();
  private final Map<TopicPartition, Long> streamTimes = new HashMap<>();
  private long latest = Long.MIN_VALUE;
  private long refused;

  Inputs(Policy policy, SchemaRegistryClient registry) {
    this.reportingCurrency = policy.reportingCurrency();
    this.decoder = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
    this.activityDecoder = new RecordDecoder<>(Topics.ACTIVITY_EVENTS, registry);
    this.planReader = new PlanReader(policy.calendar(), registry);
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    long streamTime =
        streamTimes.merge(
            new TopicPartition(record.topic(), record.partition()), record.timestamp(), Math::max);
    latest = Math.max(latest, streamTime);
    RawRecord raw =
        new RawRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            streamTime,
            record.key(),
            record.value());
    try {
      if (record.topic().equals(Topics.DEAL_EVENTS.name())) {
        addDealEvent(raw);
      } else if (record.topic().equals(Topics.ACTIVITY_EVENTS.name())) {
        addActivity(raw);
      } else {
        put(planReader.read(planReader.check(raw)));
      }
    } catch (UnusableRecordException unusable) {
      refused++;
    }
  }

  private void addDealEvent(RawRecord raw) throws UnusableRecordException {
    DealEvent event =
        FromContract.dealEvent(
            UnusableRecordException.orThrow(decoder.decode(raw.value())), raw.kafkaTimestamp());
    if (event.dealId().equals(raw.keyText())) {
      events.add(event);
    } else {
      refused++;
    }
  }

  private void addActivity(RawRecord raw) throws UnusableRecordException {
    Activity activity =
        FromContract.activity(
            UnusableRecordException.orThrow(activityDecoder.decode(raw.value())),
            raw.kafkaTimestamp());
    if (activity.dealId() == null || activity.dealId().equals(raw.keyText())) {
      activities.add(activity);
    } else {
      refused++;
    }
  }

  private void put(PlanChange change) {
    if (change instanceof PlanChange.Unit unit) {
      replace(units, unit.unitId(), unit.definition());
    } else if (change instanceof PlanChange.Member member) {
      replace(members, member.memberId(), member.definition());
    } else if (change instanceof PlanChange.Process process) {
      replace(processes, process.pipelineId(), process.definition());
    } else if (change instanceof PlanChange.Target target) {
      replace(quotas, target.scope().key(target.period()), target.definition());
    } else if (change instanceof PlanChange.Rate rate) {
      FxRate definition = rate.definition();
      if (definition == null) {
        rates.remove(rate.currency());
      } else {
        rates
            .computeIfAbsent(rate.currency(), currency -> new LinkedHashMap<>())
            .put(definition.effectiveFrom(), definition);
      }
    } else if (change instanceof PlanChange.Call call) {
      calls.add(call.definition());
    } else if (change instanceof PlanChange.Model model) {
      putModel(model);
    }
  }

  private void putModel(PlanChange.Model model) {
    if (model.scope().equals(Scope.COMPANY)) {
      company.add(model);
    }
    ModelParameters definition = model.definition();
    String currency = model.currency();
    if (definition == null || (currency != null && !currency.equals(reportingCurrency))) {
      models.remove(model.scope());
    } else {
      models.computeIfAbsent(model.scope(), scope -> new ArrayList<>()).add(definition);
    }
  }

  private static <T> void replace(Map<String, T> definitions, String id, @Nullable T definition) {
    if (definition == null) {
      definitions.remove(id);
    } else {
      definitions.put(id, definition);
    }
  }

  /** Recomputes every snapshot as of a moment, microseconds of stream time. */
  SortedMap<String, SortedMap<String, Object>> recompute(Policy policy, long nowMicros) {
    long today = policy.calendar().epochDay(nowMicros);
    List<FxRate> inForce = new ArrayList<>();
    for (Map<Long, FxRate> ofCurrency : rates.values()) {
      // A rate that is announced for a later day holds from that day on.
      ofCurrency.values().stream()
          .filter(rate -> rate.effectiveFrom() <= today)
          .forEach(inForce::add);
    }
    List<ModelParameters> learnt = new ArrayList<>();
    for (List<ModelParameters> ofScope : models.values()) {
      // None takes effect before those that were written earlier; the oracle takes the last.
      ofScope.stream().takeWhile(model -> model.effectiveFrom() <= nowMicros).forEach(learnt::add);
    }
    OraclePlan plan =
        new OraclePlan(
            List.copyOf(units.values()),
            List.copyOf(members.values()),
            List.copyOf(processes.values()),
            List.copyOf(quotas.values()),
            inForce,
            List.copyOf(calls),
            learnt,
            stages(nowMicros));
    return SnapshotOracle.of(events, activities, plan, policy, nowMicros);
  }

  /** What had been learnt of stages by then. */
  private List<LearntStage> stages(long nowMicros) {
    List<LearntStage> stages = List.of();
    for (PlanChange.Model model : company) {
      ModelParameters definition = model.definition();
      if (definition != null && definition.effectiveFrom() > nowMicros) {
        break;
      }
      stages = model.stages();
    }
    return stages;
  }

  /** How many deal events there are, repetitions included. */
  int dealEvents() {
    return events.size();
  }

  /** How many definitions are in the plan. */
  int definitions() {
    return units.size()
        + members.size()
        + processes.size()
        + quotas.size()
        + calls.size()
        + models.size()
        + rates.values().stream().mapToInt(Map::size).sum();
  }

  /** How many records the job cannot use. */
  long refused() {
    return refused;
  }

  /** The greatest stream time of a record, milliseconds; the least Long without records. */
  long latest() {
    return latest;
  }
}
