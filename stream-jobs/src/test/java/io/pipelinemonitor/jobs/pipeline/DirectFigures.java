package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.metrics.AccountDeals;
import io.pipelinemonitor.jobs.domain.metrics.Bucket;
import io.pipelinemonitor.jobs.domain.metrics.DealFootprint;
import io.pipelinemonitor.jobs.domain.metrics.DealLedger;
import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import io.pipelinemonitor.jobs.domain.metrics.Pace;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.Reporting;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.metrics.Trailing;
import io.pipelinemonitor.jobs.domain.metrics.Windows;
import io.pipelinemonitor.jobs.domain.oracle.OraclePlan;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.schema.PipelineSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The figures that the product's domain gives, put together in one thread: each event is taken into
 * its deal's facts, and the difference that it makes is added to the sums, as the job does.
 */
final class DirectFigures {

  private record Cell(Scope scope, String bucket) {}

  private record Known(DealFacts facts, ActivityFacts activities) {}

  private final Policy policy;
  private final long now;
  private final long today;
  private final DealLedger ledger;
  private final Plan plan;
  private final Reporting reporting;
  private final Windows windows;
  private final Map<String, Known> all = new HashMap<>();
  private final Map<String, AccountDeals> accounts = new HashMap<>();
  private final Map<Cell, Sums> bases = new HashMap<>();
  private final Map<Cell, Sums> cells = new HashMap<>();
  private final List<Quota> allQuotas;
  private SalesProcesses processes = new SalesProcesses();

  private DirectFigures(OraclePlan definitions, Policy policy, long nowMicros) {
    this.policy = policy;
    this.now = nowMicros / 1_000;
    this.today = policy.calendar().epochDay(nowMicros);
    this.ledger = new DealLedger(policy);
    this.windows = new Windows(policy);
    this.allQuotas = definitions.quotas();
    this.plan = new Plan(policy.reportingCurrency());
    definitions.units().forEach(unit -> plan.apply(new PlanChange.Unit(unit.unitId(), unit)));
    definitions
        .members()
        .forEach(member -> plan.apply(new PlanChange.Member(member.memberId(), member)));
    definitions
        .quotas()
        .forEach(quota -> plan.apply(new PlanChange.Target(quota.scope(), quota.period(), quota)));
    definitions.rates().forEach(rate -> plan.apply(new PlanChange.Rate(rate.currency(), rate)));
    definitions.calls().forEach(call -> plan.apply(new PlanChange.Call(call)));
    definitions
        .models()
        .forEach(model -> plan.apply(new PlanChange.Model(model.scope(), model, null, List.of())));
    this.reporting = new Reporting(policy, plan);
    for (SalesProcess process : definitions.processes()) {
      processes = processes.with(process);
    }
    processes = processes.learning(definitions.stages());
  }

  /** Every snapshot, in the form that the oracle has. */
  static SortedMap<String, SortedMap<String, Object>> of(
      List<DealEvent> events,
      List<Activity> activities,
      OraclePlan plan,
      Policy policy,
      long nowMicros) {
    DirectFigures figures = new DirectFigures(plan, policy, nowMicros);
    events.forEach(event -> figures.add(event.dealId(), known -> known.facts().add(event)));
    activities.forEach(
        activity ->
            figures.add(
                activity.dealId() == null ? activity.activityId() : activity.dealId(),
                known -> figures.ledger.add(activity, known.activities())));
    figures.rollUp();
    return figures.snapshots();
  }

  private void add(String key, Consumer<Known> addition) {
    Known known = all.computeIfAbsent(key, id -> new Known(new DealFacts(), new ActivityFacts()));
    DealFootprint before = footprint(known);
    addition.accept(known);
    DealFootprint after = footprint(known);
    ledger
        .movement(before, after, now)
        .addTo((scope, bucket) -> sums(bases, new Cell(scope, bucket)));
    tellAccount(key, before, null);
    tellAccount(key, after, after.ofAccount());
  }

  private void tellAccount(String dealId, DealFootprint of, @Nullable OpenDealOfAccount deal) {
    if (of.ofAccount() != null) {
      accounts
          .computeIfAbsent(of.accountId(), id -> new AccountDeals(new TreeMap<>()))
          .replace(dealId, deal, (scope, bucket) -> sums(bases, new Cell(scope, bucket)));
    }
  }

  private DealFootprint footprint(Known known) {
    return ledger.footprint(known.facts(), known.activities(), processes, plan.rates(), now, now);
  }

  private void rollUp() {
    for (Quota quota : allQuotas) {
      if (policy.calendar().periodNamed(quota.period()) != null) {
        sums(bases, new Cell(quota.scope(), quota.period()));
      }
    }
    bases.forEach(
        (cell, base) -> {
          Sums own = base;
          Sums told = base;
          if (Bucket.isPeriod(cell.bucket())) {
            own = reporting.published(cell.scope(), period(cell.bucket()), base, today);
            told = reporting.rolledUp(cell.scope(), own);
          }
          keep(cell.scope(), cell.bucket(), own);
          for (Scope ancestor : plan.organisation().ancestors(cell.scope())) {
            keep(ancestor, cell.bucket(), told);
          }
        });
  }

  private void keep(Scope scope, String bucket, Sums added) {
    sums(cells, new Cell(scope, bucket)).add(added);
    String window = windows.windowOf(bucket, today);
    if (window != null && !window.equals(bucket)) {
      sums(cells, new Cell(scope, window)).add(added);
    }
  }

  private FiscalPeriod period(String name) {
    FiscalPeriod period = policy.calendar().periodNamed(name);
    if (period == null) {
      throw new IllegalStateException(name);
    }
    return period;
  }

  private SortedMap<String, SortedMap<String, Object>> snapshots() {
    String current = policy.calendar().periodOf(today).name();
    Set<Cell> published = new HashSet<>();
    for (Cell cell : cells.keySet()) {
      published.add(
          new Cell(
              cell.scope(),
              Bucket.period(cell.bucket()).isEmpty() ? current : Bucket.period(cell.bucket())));
    }
    SortedMap<String, SortedMap<String, Object>> snapshots = new TreeMap<>();
    for (Cell cell : published) {
      FiscalPeriod period = period(cell.bucket());
      if (!cell.scope().equals(Scope.UNOWNED) && policy.isReported(period, today)) {
        PipelineSnapshot snapshot = snapshot(cell.scope(), period);
        if (!SnapshotFields.isEmpty(snapshot)) {
          snapshots.put(cell.scope().key(period.name()), SnapshotFields.of(snapshot));
        }
      }
    }
    return snapshots;
  }

  private PipelineSnapshot snapshot(Scope scope, FiscalPeriod period) {
    return ToContract.snapshot(
        reporting.snapshot(
            scope,
            period,
            sums(scope, period.name()),
            sums(scope, Windows.week(period.name())),
            period.contains(today) ? trailing(scope) : null,
            Pace.NONE,
            now),
        policy);
  }

  private Trailing trailing(Scope scope) {
    return new Trailing(
        sums(scope, Windows.TRAILING),
        sums(scope, Windows.TRAILING_BEFORE),
        sums(scope, Windows.TOUCHES_WEEK),
        sums(scope, Windows.TOUCHES_BEFORE),
        sums(scope, Bucket.UNDATED));
  }

  private Sums sums(Scope scope, String bucket) {
    return cells.getOrDefault(new Cell(scope, bucket), new Sums());
  }

  private static Sums sums(Map<Cell, Sums> cells, Cell cell) {
    return cells.computeIfAbsent(cell, key -> new Sums());
  }
}
