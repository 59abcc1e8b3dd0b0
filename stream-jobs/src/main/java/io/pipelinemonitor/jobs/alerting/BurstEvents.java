package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.BurstFacts;
import io.pipelinemonitor.jobs.domain.burst.BurstPolicy;
import io.pipelinemonitor.jobs.domain.burst.BurstStep;
import io.pipelinemonitor.jobs.domain.burst.BurstText;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.incident.IncidentKey;
import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DataHealth;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of bursts as events of two rules that are built in. */
final class BurstEvents {

  static final String BULK_EDIT_RULE = "bulk-edit";
  static final String BACKFILL_RULE = "backfill";

  private static final int RULE_VERSION = 1;
  private static final String METRIC = "changedDeals";

  private final FiscalCalendar calendar;
  private final String currency;
  private final BurstPolicy policy;

  /**
   * @param currency in which amounts are reported
   */
  BurstEvents(FiscalCalendar calendar, String currency, BurstPolicy policy) {
    this.calendar = calendar;
    this.currency = currency;
    this.policy = policy;
  }

  /** The event of a step; null if it is none that is told. */
  @Nullable AlertEvent event(BurstStep step) {
    return switch (step.kind()) {
      case OPENED ->
          event(
              step,
              AlertTransition.FIRED,
              AlertState.OK,
              AlertState.FIRING,
              AlertReason.THRESHOLD_CROSSED);
      case SETTLED ->
          event(
              step,
              AlertTransition.UPDATED,
              AlertState.FIRING,
              AlertState.FIRING,
              AlertReason.MATERIAL_CHANGE);
      case OVER ->
          event(
              step,
              AlertTransition.RESOLVED,
              AlertState.FIRING,
              AlertState.RESOLVED,
              AlertReason.HELD_LONG_ENOUGH);
      case SPREAD, LIFTED -> null;
    };
  }

  private AlertEvent event(
      BurstStep step,
      AlertTransition transition,
      AlertState before,
      AlertState after,
      AlertReason reason) {
    BurstFacts facts = step.facts();
    boolean edit = facts.cause() == Suppression.BULK_EDIT;
    String ruleId = edit ? BULK_EDIT_RULE : BACKFILL_RULE;
    String period = calendar.periodAt(facts.from()).name();
    String dedupKey = ruleId + '|' + facts.author().key() + '|' + period;
    String incidentId = IncidentKey.incidentId(dedupKey, facts.from());
    AlertEvent record = new AlertEvent();
    record.setAlertEventId(incidentId + '-' + facts.sequence());
    record.setIncidentId(incidentId);
    record.setDedupKey(dedupKey);
    record.setSequence(facts.sequence());
    record.setTransition(transition);
    record.setPreviousState(before);
    record.setState(after);
    record.setSeverity(Severity.INFO);
    record.setReason(reason);
    record.setRuleId(ruleId);
    record.setRuleVersion(RULE_VERSION);
    record.setRuleName(edit ? "Bulk edit" : "Import");
    record.setRuleType(RuleType.THRESHOLD);
    record.setScopeType(ScopeType.COMPANY);
    record.setScopeId(Scope.COMPANY_ID);
    record.setScopePath(List.of());
    record.setPeriod(period);
    record.setMetric(METRIC);
    record.setValue((double) facts.deals());
    record.setUnit(MetricUnit.COUNT);
    record.setFireThreshold(
        facts.share() == null ? policy.mostDeals() : facts.share().mostDeals(policy));
    record.setActiveAt(instant(facts.from()));
    record.setFiredAt(instant(facts.openedAt()));
    record.setResolvedAt(after == AlertState.RESOLVED ? instant(step.at()) : null);
    record.setEvaluatedAt(instant(step.at()));
    record.setSummary(BurstText.of(step, currency, policy));
    record.setContributors(List.of());
    record.setRiskFactors(List.of());
    if (edit) {
      explain(record, facts, period);
    }
    record.setSuppressedBy(List.of());
    record.setDataHealth(DataHealth.FRESH);
    return record;
  }

  /** By the open amount of the running period: the summary has the others. */
  private void explain(AlertEvent record, BurstFacts facts, String period) {
    record.setCurrency(currency);
    record.setDeltaSince(instant(facts.from()));
    record.setTotalDelta(0L);
    record.setOtherDelta(0L);
    for (BurstFacts.PeriodChange change : facts.changes()) {
      Explanation explanation = change.explanation();
      if (change.period().equals(period) && explanation.money() == Money.OPEN) {
        List<Contributor> contributors = explanation.contributors();
        record.setContributors(contributors.stream().map(ToContract::contributor).toList());
        record.setTotalDelta(explanation.total());
        record.setOtherDelta(explanation.other());
      }
    }
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
