package io.pipelinemonitor.schema.topic;

import static io.pipelinemonitor.schema.topic.Direction.HANDED_ON;
import static io.pipelinemonitor.schema.topic.Direction.IN;
import static io.pipelinemonitor.schema.topic.Direction.OUT;
import static io.pipelinemonitor.schema.topic.Retention.BY_TIME;
import static io.pipelinemonitor.schema.topic.Retention.COMPACTED;
import static io.pipelinemonitor.schema.topic.Retention.COMPACTED_LATER;

import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.FxRate;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.ScopeType;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every topic of the system. The names are the contract: they are never changed. */
public final class Topics {

  private static final String SCOPE_KEY = "scopeType:scopeId";
  private static final String SCOPE_AND_PERIOD_KEY = "scopeType:scopeId|period";

  // What comes in: records of other systems, and what people decide.

  public static final Topic<DealEvent> DEAL_EVENTS =
      new Topic<>(
          IN,
          "crm.deal-events",
          DealEvent.class,
          BY_TIME,
          4,
          "dealId",
          DealEvent::getDealId,
          DealEvent::getOccurredAt);

  /** An activity that is about no deal has no key. */
  public static final Topic<ActivityEvent> ACTIVITY_EVENTS =
      new Topic<>(
          IN,
          "crm.activity-events",
          ActivityEvent.class,
          BY_TIME,
          4,
          "dealId",
          ActivityEvent::getDealId,
          ActivityEvent::getOccurredAt);

  public static final Topic<SalesProcess> SALES_PROCESSES =
      new Topic<>(
          IN,
          "plan.sales-processes",
          SalesProcess.class,
          COMPACTED,
          1,
          "pipelineId",
          SalesProcess::getPipelineId,
          SalesProcess::getUpdatedAt);

  public static final Topic<OrgUnit> ORG_UNITS =
      new Topic<>(
          IN,
          "plan.org-units",
          OrgUnit.class,
          COMPACTED,
          1,
          "unitId",
          OrgUnit::getUnitId,
          OrgUnit::getUpdatedAt);

  public static final Topic<OrgMember> ORG_MEMBERS =
      new Topic<>(
          IN,
          "plan.org-members",
          OrgMember.class,
          COMPACTED,
          1,
          "memberId",
          OrgMember::getMemberId,
          OrgMember::getUpdatedAt);

  public static final Topic<Quota> QUOTAS =
      new Topic<>(
          IN,
          "plan.quotas",
          Quota.class,
          COMPACTED,
          1,
          SCOPE_AND_PERIOD_KEY,
          quota -> scopeAndPeriod(quota.getScopeType(), quota.getScopeId(), quota.getPeriod()),
          Quota::getUpdatedAt);

  public static final Topic<ForecastSubmission> FORECASTS =
      new Topic<>(
          IN,
          "plan.forecasts",
          ForecastSubmission.class,
          BY_TIME,
          1,
          SCOPE_AND_PERIOD_KEY + "|category",
          call ->
              scopeAndPeriod(call.getScopeType(), call.getScopeId(), call.getPeriod())
                  + "|"
                  + call.getCategory(),
          ForecastSubmission::getSubmittedAt);

  /**
   * A rate carries a day and no time; its own time is that day's start in UTC. All rates are kept:
   * deals that closed earlier are worth what the rate of their day says, and compaction would leave
   * only a currency's latest.
   */
  public static final Topic<FxRate> FX_RATES =
      new Topic<>(
          IN,
          "plan.fx-rates",
          FxRate.class,
          BY_TIME,
          1,
          "currency",
          FxRate::getCurrency,
          rate -> rate.getEffectiveFrom().atStartOfDay(ZoneOffset.UTC).toInstant());

  public static final Topic<ModelParameters> MODEL_PARAMETERS =
      new Topic<>(
          IN,
          "model.parameters",
          ModelParameters.class,
          COMPACTED,
          1,
          SCOPE_KEY,
          model -> scope(model.getScopeType(), model.getScopeId()),
          ModelParameters::getEffectiveFrom);

  public static final Topic<AlertRule> RULES =
      new Topic<>(
          IN,
          "monitor.rules",
          AlertRule.class,
          COMPACTED,
          1,
          "ruleId",
          AlertRule::getRuleId,
          AlertRule::getUpdatedAt);

  public static final Topic<AlertCommand> COMMANDS =
      new Topic<>(
          IN,
          "monitor.commands",
          AlertCommand.class,
          BY_TIME,
          1,
          "incidentId",
          AlertCommand::getIncidentId,
          AlertCommand::getIssuedAt);

  public static final Topic<Heartbeat> HEARTBEAT =
      new Topic<>(
          IN,
          "monitor.heartbeat",
          Heartbeat.class,
          BY_TIME,
          1,
          "source",
          Heartbeat::getSource,
          Heartbeat::getAt);

  // What goes out.

  public static final Topic<DealState> DEALS =
      new Topic<>(
          HANDED_ON,
          "pipeline.deals",
          DealState.class,
          COMPACTED_LATER,
          4,
          "dealId",
          DealState::getDealId,
          DealState::getAsOf);

  public static final Topic<PipelineChange> CHANGES =
      new Topic<>(
          HANDED_ON,
          "pipeline.changes",
          PipelineChange.class,
          BY_TIME,
          4,
          "dealId",
          PipelineChange::getDealId,
          PipelineChange::getAsOf);

  /** Written by one job and read by the next, so what the reader cannot use has somewhere to go. */
  public static final Topic<PipelineSnapshot> SNAPSHOTS =
      new Topic<>(
          HANDED_ON,
          "pipeline.snapshots",
          PipelineSnapshot.class,
          COMPACTED_LATER,
          4,
          SCOPE_AND_PERIOD_KEY,
          Topics::snapshotKey,
          PipelineSnapshot::getAsOf);

  public static final Topic<PipelineSnapshot> HISTORY =
      new Topic<>(
          OUT,
          "pipeline.history",
          PipelineSnapshot.class,
          BY_TIME,
          4,
          SCOPE_AND_PERIOD_KEY,
          Topics::snapshotKey,
          PipelineSnapshot::getAsOf);

  /** Written in transactions: read it read_committed. */
  public static final Topic<AlertEvent> ALERT_EVENTS =
      new Topic<>(
          HANDED_ON,
          "alerts.events",
          AlertEvent.class,
          BY_TIME,
          2,
          "dedupKey",
          AlertEvent::getDedupKey,
          AlertEvent::getEvaluatedAt);

  /** Written in transactions: read it read_committed. */
  public static final Topic<AlertEvent> ALERT_STATE =
      new Topic<>(
          OUT,
          "alerts.state",
          AlertEvent.class,
          COMPACTED,
          2,
          "dedupKey",
          AlertEvent::getDedupKey,
          AlertEvent::getEvaluatedAt);

  /** Written in transactions: read it read_committed. */
  public static final Topic<AlertEvent> SHADOW_ALERT_EVENTS =
      new Topic<>(
          OUT,
          "alerts.events.shadow",
          AlertEvent.class,
          BY_TIME,
          2,
          "dedupKey",
          AlertEvent::getDedupKey,
          AlertEvent::getEvaluatedAt);

  public static final Topic<DeliveryRecord> DELIVERIES =
      new Topic<>(
          OUT,
          "alerts.deliveries",
          DeliveryRecord.class,
          COMPACTED,
          2,
          "deliveryId",
          DeliveryRecord::getDeliveryId,
          DeliveryRecord::getPlannedAt);

  private static final Map<String, Topic<?>> BY_NAME =
      byName(
          List.of(
              DEAL_EVENTS,
              ACTIVITY_EVENTS,
              SALES_PROCESSES,
              ORG_UNITS,
              ORG_MEMBERS,
              QUOTAS,
              FORECASTS,
              FX_RATES,
              MODEL_PARAMETERS,
              RULES,
              COMMANDS,
              HEARTBEAT,
              DEALS,
              CHANGES,
              SNAPSHOTS,
              HISTORY,
              ALERT_EVENTS,
              ALERT_STATE,
              SHADOW_ALERT_EVENTS,
              DELIVERIES));

  private Topics() {}

  /** Every topic, dead letters included: inputs first, then outputs, then dead letters. */
  public static List<Topic<?>> all() {
    return List.copyOf(BY_NAME.values());
  }

  /** The topic of that name, dead letters included. */
  public static Optional<Topic<?>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The key of a scope, for example {@code UNIT:emea}. */
  public static String scope(ScopeType type, String id) {
    return type + ":" + id;
  }

  /** The key of a scope in a period, for example {@code UNIT:emea|2026-Q1}. */
  public static String scopeAndPeriod(ScopeType type, String id, String period) {
    return type + ":" + id + "|" + period;
  }

  private static String snapshotKey(PipelineSnapshot snapshot) {
    return scopeAndPeriod(snapshot.getScopeType(), snapshot.getScopeId(), snapshot.getPeriod());
  }

  private static Map<String, Topic<?>> byName(List<Topic<?>> topics) {
    Map<String, Topic<?>> named = new LinkedHashMap<>();
    topics.forEach(topic -> named.put(topic.name(), topic));
    topics.stream()
        .filter(Topic::hasDeadLetters)
        .map(Topic::deadLetters)
        .forEach(topic -> named.put(topic.name(), topic));
    return Collections.unmodifiableMap(named);
  }
}
