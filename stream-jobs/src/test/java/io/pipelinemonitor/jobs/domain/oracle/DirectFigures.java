package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.metrics.Contribution;
import io.pipelinemonitor.jobs.domain.metrics.Figures;
import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.Reporting;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the product's domain gives, put together in one thread: each event is taken into
 * its deal's facts, and the difference that it makes is added to the sums, as the job does.
 */
final class DirectFigures {

  private record Cell(Scope scope, FiscalPeriod period) {}

  private final Policy policy;
  private final long today;
  private final Organisation organisation;
  private final Reporting reporting;
  private final FxRates rates;
  private SalesProcesses processes = new SalesProcesses();
  private final Map<String, DealFacts> facts = new HashMap<>();
  private final Map<Cell, Sums> bases = new HashMap<>();
  private final List<Quota> allQuotas;

  private DirectFigures(OraclePlan plan, Policy policy, long nowMicros) {
    this.policy = policy;
    this.today = policy.calendar().epochDay(nowMicros);
    this.allQuotas = plan.quotas();
    Plan inForce = new Plan(policy.reportingCurrency());
    plan.units().forEach(unit -> inForce.apply(new PlanChange.Unit(unit.unitId(), unit)));
    plan.members()
        .forEach(member -> inForce.apply(new PlanChange.Member(member.memberId(), member)));
    plan.quotas()
        .forEach(
            quota -> inForce.apply(new PlanChange.Target(quota.scope(), quota.period(), quota)));
    plan.rates().forEach(rate -> inForce.apply(new PlanChange.Rate(rate.currency(), rate)));
    this.organisation = inForce.organisation();
    this.rates = inForce.rates();
    this.reporting = new Reporting(policy, inForce);
    for (SalesProcess process : plan.processes()) {
      processes = processes.with(process);
    }
  }

  /** Every snapshot, in the form that {@link SnapshotOracle} has. */
  static SortedMap<String, SortedMap<String, Object>> of(
      List<DealEvent> events, OraclePlan plan, Policy policy, long nowMicros) {
    DirectFigures figures = new DirectFigures(plan, policy, nowMicros);
    events.forEach(figures::add);
    return figures.snapshots();
  }

  private void add(DealEvent event) {
    DealFacts known = facts.computeIfAbsent(event.dealId(), id -> new DealFacts());
    contribute(contribution(known), -1);
    known.add(event);
    contribute(contribution(known), 1);
  }

  private @Nullable Contribution contribution(DealFacts known) {
    return Contribution.of(Deal.of(known, processes), policy, rates, today);
  }

  private void contribute(@Nullable Contribution contribution, int sign) {
    if (contribution != null) {
      contribution.forEachScope(
          scope -> contribution.addTo(sums(bases, new Cell(scope, contribution.period())), sign));
    }
  }

  private SortedMap<String, SortedMap<String, Object>> snapshots() {
    for (Quota quota : allQuotas) {
      FiscalPeriod period = policy.calendar().periodNamed(quota.period());
      if (period != null) {
        sums(bases, new Cell(quota.scope(), period));
      }
    }
    Map<Cell, Sums> cells = new HashMap<>();
    bases.forEach((cell, base) -> rollUp(cell, withReps(cell, base), cells));
    SortedMap<String, SortedMap<String, Object>> snapshots = new TreeMap<>();
    cells.forEach((cell, sums) -> publish(cell, sums, snapshots));
    return snapshots;
  }

  private Sums withReps(Cell cell, Sums base) {
    Sums sums = base.copy();
    if (cell.scope().type() == ScopeType.REP) {
      if (!organisation.hasMember(cell.scope().id())) {
        sums.add(Measure.UNKNOWN_OWNER_COUNT, sums.get(Measure.OPEN_COUNT));
      }
      Long quota = reporting.quota(cell.scope(), cell.period());
      if (quota != null) {
        sums.add(Measure.REPS_WITH_QUOTA, 1);
        sums.add(Measure.REPS_AT_QUOTA, sums.get(Measure.BOOKED_AMOUNT) >= quota ? 1 : 0);
        long days = cell.period().endDay() - cell.period().startDay();
        long elapsed = Math.max(0, Math.min(days, today - cell.period().startDay()));
        sums.add(
            Measure.REPS_ON_PACE,
            sums.get(Measure.BOOKED_AMOUNT) * days >= quota * elapsed ? 1 : 0);
      }
    }
    return sums;
  }

  private void rollUp(Cell cell, Sums sums, Map<Cell, Sums> cells) {
    if (!cell.scope().equals(Scope.UNOWNED)) {
      sums(cells, cell).add(sums);
    }
    Sums above = sums.copy();
    if (cell.scope().type() == ScopeType.REP && !organisation.hasMember(cell.scope().id())) {
      for (Measure ofReps :
          List.of(Measure.REPS_WITH_QUOTA, Measure.REPS_AT_QUOTA, Measure.REPS_ON_PACE)) {
        above.add(ofReps, -above.get(ofReps));
      }
    }
    for (Scope ancestor : organisation.ancestors(cell.scope())) {
      sums(cells, new Cell(ancestor, cell.period())).add(above);
    }
  }

  private void publish(
      Cell cell, Sums sums, SortedMap<String, SortedMap<String, Object>> snapshots) {
    Scope scope = cell.scope();
    FiscalPeriod period = cell.period();
    Long quota = reporting.quota(scope, period);
    if (!policy.isReported(period, today) || (sums.isZero() && quota == null)) {
      return;
    }
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("scopeType", scope.type().name());
    fields.put("scopeId", scope.id());
    fields.put("period", period.name());
    put(fields, "scopeName", organisation.name(scope));
    fields.put("scopePath", organisation.path(scope));
    put(fields, "ownerId", organisation.ownerId(scope));
    fields.put("periodStart", period.startDay());
    fields.put("periodEnd", period.endDay());
    fields.put("currency", policy.reportingCurrency());
    fields.put("openCount", sums.get(Measure.OPEN_COUNT));
    fields.put("openAmount", sums.get(Measure.OPEN_AMOUNT));
    fields.put("weightedAmount", sums.get(Measure.WEIGHTED_AMOUNT));
    fields.put("qualifiedAmount", sums.get(Measure.QUALIFIED_AMOUNT));
    fields.put("bookedCount", sums.get(Measure.BOOKED_COUNT));
    fields.put("bookedAmount", sums.get(Measure.BOOKED_AMOUNT));
    fields.put("lostCount", sums.get(Measure.LOST_COUNT));
    fields.put("lostAmount", sums.get(Measure.LOST_AMOUNT));
    fields.put("overdueCount", sums.get(Measure.OVERDUE_COUNT));
    fields.put("overdueAmount", sums.get(Measure.OVERDUE_AMOUNT));
    fields.put("unconvertedCount", sums.get(Measure.UNCONVERTED_COUNT));
    fields.put("unknownOwnerCount", sums.get(Measure.UNKNOWN_OWNER_COUNT));
    fields.put("unknownStageCount", sums.get(Measure.UNKNOWN_STAGE_COUNT));
    fields.put("stages", stages(sums));
    fields.put("categories", categories(sums));
    fields.put("repsWithQuota", sums.get(Measure.REPS_WITH_QUOTA));
    fields.put("repsAtQuotaCount", sums.get(Measure.REPS_AT_QUOTA));
    fields.put("repsOnPaceCount", sums.get(Measure.REPS_ON_PACE));
    Figures figures = Figures.of(sums, quota, period, today, policy.coverageTarget());
    put(fields, "quota", figures.quota());
    put(fields, "coverageFull", figures.coverageFull());
    put(fields, "coverageToGo", figures.coverageToGo());
    put(fields, "coverageWeighted", figures.coverageWeighted());
    put(fields, "coverageQualified", figures.coverageQualified());
    put(fields, "pipelineNeeded", figures.pipelineNeeded());
    fields.put("attained", figures.attained());
    put(fields, "attainment", figures.attainment());
    put(fields, "repsAtQuota", figures.repsAtQuota());
    put(fields, "repsOnPace", figures.repsOnPace());
    fields.put("periodElapsed", figures.periodElapsed());
    snapshots.put(scope.key(period.name()), fields);
  }

  private static List<SortedMap<String, Object>> stages(Sums sums) {
    List<SortedMap<String, Object>> stages = new ArrayList<>();
    new TreeMap<>(sums.stages())
        .forEach(
            (key, total) -> {
              SortedMap<String, Object> stage = new TreeMap<>();
              stage.put("pipelineId", key.pipelineId());
              stage.put("stageId", key.stageId());
              stage.put("count", total.count());
              stage.put("amount", total.amount());
              stages.add(stage);
            });
    return stages;
  }

  private static List<SortedMap<String, Object>> categories(Sums sums) {
    List<SortedMap<String, Object>> categories = new ArrayList<>();
    for (ForecastCategory category : ForecastCategory.values()) {
      if (sums.get(Measure.countOf(category)) != 0) {
        SortedMap<String, Object> total = new TreeMap<>();
        total.put("category", category.name());
        total.put("count", sums.get(Measure.countOf(category)));
        total.put("amount", sums.get(Measure.amountOf(category)));
        categories.add(total);
      }
    }
    return categories;
  }

  private static Sums sums(Map<Cell, Sums> cells, Cell cell) {
    return cells.computeIfAbsent(cell, key -> new Sums());
  }

  private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
