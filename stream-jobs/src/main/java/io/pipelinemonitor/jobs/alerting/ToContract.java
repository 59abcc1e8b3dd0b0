package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.incident.Incident;
import io.pipelinemonitor.jobs.domain.incident.IncidentEvent;
import io.pipelinemonitor.jobs.domain.inhibition.Telling;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.Measured;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DataHealth;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.SuppressionCause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the domain says of incidents as records of the contract. */
final class ToContract {

  private ToContract() {}

  /** A step in the life of an incident, with the deals behind it where money tells them. */
  static AlertEvent alertEvent(IncidentEvent event) {
    Incident incident = event.incident();
    AlertRule rule = event.rule();
    Observation observation = event.observation();
    Baseline baseline = event.baseline();
    Metric metric = rule.metric();
    AlertEvent record = new AlertEvent();
    record.setAlertEventId(event.alertEventId());
    record.setIncidentId(incident.incidentId());
    record.setDedupKey(event.dedupKey());
    record.setSequence(incident.sequence());
    record.setTransition(AlertTransition.valueOf(event.transition().name()));
    record.setState(AlertState.valueOf(event.state().name()));
    record.setPreviousState(AlertState.valueOf(event.previousState().name()));
    record.setSeverity(Severity.valueOf(incident.severity().name()));
    record.setReason(AlertReason.valueOf(event.reason().name()));
    record.setRuleId(rule.ruleId());
    record.setRuleVersion(rule.version());
    record.setRuleName(rule.name());
    record.setRuleType(RuleType.valueOf(rule.judgement().type().name()));
    record.setScopeType(ScopeType.valueOf(observation.scope().type().name()));
    record.setScopeId(observation.scope().id());
    record.setScopeName(observation.scopeName());
    record.setScopePath(observation.scopePath());
    record.setOwnerId(observation.ownerId());
    record.setPeriod(observation.period());
    record.setPeriodElapsed(observation.periodElapsed());
    record.setMetric(metric.publishedName());
    record.setValue(event.value());
    record.setUnit(unit(rule.judgement().toldIn(metric)));
    Explanation explanation = event.explanation();
    record.setCurrency(
        metric.measured().isMoney() || explanation != null ? observation.currency() : null);
    record.setFireThreshold(event.level().fire());
    record.setClearThreshold(event.level().clear());
    record.setBaselineValue(baseline == null ? null : (Double) baseline.value());
    record.setBaselineAt(baseline == null ? null : instant(baseline.at()));
    Reading.Drift drift = event.reading().drift();
    if (drift != null) {
      record.setStatistic(event.reading().value());
      record.setOnsetAt(drift.isOver() ? null : instant(drift.onsetAt()));
    }
    record.setActiveAt(instant(incident.activeAt()));
    record.setFiredAt(instant(incident.firedAt()));
    record.setRecoveringSince(instant(incident.recoveringSince()));
    record.setResolvedAt(instant(incident.resolvedAt()));
    record.setEvaluatedAt(Instant.EPOCH.plus(event.at(), ChronoUnit.MICROS));
    record.setDataAsOf(instant(observation.asOf()));
    record.setSummary(event.summary());
    record.setContributors(List.of());
    if (explanation != null) {
      record.setContributors(
          explanation.contributors().stream().map(ToContract::contributor).toList());
      record.setOtherDelta(explanation.other());
      record.setTotalDelta(explanation.total());
      record.setDeltaSince(instant(explanation.since()));
    }
    record.setRiskFactors(List.of());
    WatchedDeal deal = observation.deal();
    if (deal != null) {
      record.setRiskFactors(deal.factors().stream().map(ToContract::riskFactor).toList());
      record.setAmountAtStake(deal.amount());
      record.setCurrency(deal.amount() == null ? null : observation.currency());
    }
    record.setFlapCount(incident.flapCount());
    record.setReopenCount(incident.reopenCount());
    record.setFlapping(incident.attention().flapping());
    record.setSuppressedBy(
        event.suppressedBy().stream()
            .map(cause -> SuppressionCause.valueOf(cause.name()))
            .toList());
    record.setDataHealth(incident.attention().stale() ? DataHealth.STALE : DataHealth.FRESH);
    return record;
  }

  private static RiskFactor riskFactor(io.pipelinemonitor.jobs.domain.risk.RiskFactor factor) {
    return new RiskFactor(
        RiskFactorName.valueOf(factor.name().name()),
        factor.points(),
        instant(factor.since()),
        factor.detail());
  }

  /** A step under the number that it is told by, and with what speaks for it. */
  static AlertEvent told(AlertEvent step, Telling telling) {
    AlertEvent record = AlertEvent.newBuilder(step).build();
    record.setSequence(telling.sequence());
    record.setAlertEventId(telling.alertEventId());
    if (telling.inhibited()) {
      List<SuppressionCause> causes = new ArrayList<>(step.getSuppressedBy());
      causes.add(SuppressionCause.INHIBITED);
      record.setSuppressedBy(causes);
    }
    return telling.isReminder() ? reminder(record, telling.at()) : record;
  }

  /** Of the deals behind a step, what they did since is not known here. */
  private static AlertEvent reminder(AlertEvent record, long at) {
    record.setTransition(AlertTransition.REMINDED);
    record.setReason(AlertReason.REMINDER);
    record.setPreviousState(record.getState());
    record.setEvaluatedAt(Instant.EPOCH.plus(at, ChronoUnit.MICROS));
    record.setSummary(
        "Still open, and no incident above speaks for it any more. " + record.getSummary());
    record.setContributors(List.of());
    record.setOtherDelta(null);
    record.setTotalDelta(null);
    record.setDeltaSince(null);
    return record;
  }

  static AlertContributor contributor(Contributor contributor) {
    Happened what = contributor.what();
    AlertContributor record = new AlertContributor();
    record.setDealId(contributor.dealId());
    record.setName(contributor.name());
    record.setOwnerId(contributor.ownerId());
    record.setCause(Movement.valueOf(what.cause().name()));
    record.setOtherPeriod(what.otherPeriod());
    record.setDelta(contributor.delta());
    record.setBefore(contributor.before() == 0 ? null : (Long) contributor.before());
    record.setAfter(contributor.after() == 0 ? null : (Long) contributor.after());
    record.setEventId(what.eventId());
    record.setOccurredAt(what.eventId() == null ? null : instant(what.occurredAt()));
    return record;
  }

  private static MetricUnit unit(Measured measured) {
    return switch (measured) {
      case COUNT -> MetricUnit.COUNT;
      case MONEY -> MetricUnit.MONEY;
      case MONEY_PER_DAY -> MetricUnit.MONEY_PER_DAY;
      case COVERAGE_TO_GO,
          COVERAGE_OF_QUOTA,
          SHARE_OF_QUOTA,
          SHARE_OF_REPS,
          SHARE_OF_COMMIT,
          SHARE_OF_BOOKED,
          SHARE_OF_WEEK_BEFORE,
          SHARE,
          POINTS,
          SLOWDOWN,
          PACE,
          DEVIATIONS ->
          MetricUnit.RATIO;
      case DAYS -> MetricUnit.DAYS;
      case WORKING_HOURS -> MetricUnit.HOURS;
      case SCORE -> MetricUnit.SCORE;
    };
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
