package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.DealTimeline;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.learning.CompanyModel;
import io.pipelinemonitor.jobs.domain.learning.ScopeLessons;
import io.pipelinemonitor.jobs.domain.metrics.Contribution;
import io.pipelinemonitor.jobs.domain.metrics.DealMovement;
import io.pipelinemonitor.jobs.domain.metrics.Figures;
import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.Pace;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.Reporting;
import io.pipelinemonitor.jobs.domain.metrics.ScopeSnapshot;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.pipeline.FromContract;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What would be published of a simulated company's units and of the company itself: the domain of
 * the jobs, fed with the records in the order of their arrival, in one thread and without Kafka.
 *
 * <p>Left out is what no rule of the evaluation looks at: activities, risk, waterfalls, trailing
 * windows, and all that is not about the period that runs or the next.
 */
final class SimulatedFigures {

  /** How much time passes between two snapshots of a scope at least, microseconds. */
  private static final long TICK = 3_600 * FiscalCalendar.MICROS_PER_SECOND;

  private static final long MICROS_PER_MILLI = 1_000;
  private static final Comparator<Scope> BY_NAME =
      Comparator.comparing(Scope::type).thenComparing(Scope::id);

  /** Takes what is published, in the order of time. Times are stream time in microseconds. */
  interface Reader {

    /** Figures of a scope for the period that runs or the next. */
    default void observed(FiscalPeriod period, Observation observation) {}

    /** All figures of a scope as the day begins, of the period that runs or has just ended. */
    default void midnight(long day, ScopeSnapshot snapshot) {}

    /** Everything up to then has been published. */
    default void timePassed(long at) {}
  }

  private record Cell(Scope scope, String period) {}

  /** What is known of a deal, and where it counts now. */
  private static final class Known {
    private final DealFacts facts = new DealFacts();
    private final List<DealStanding> standings = new ArrayList<>();
    private @Nullable Contribution contribution;
    private Scope rep = Scope.UNOWNED;
    private int createdIn;

    DealStanding last() {
      return standings.get(standings.size() - 1);
    }
  }

  private final Simulation simulation;
  private final Policy policy;
  private final FiscalCalendar calendar;
  private final LearningPolicy learning;
  private final List<Reader> readers;
  private final Plan plan;
  private final Reporting reporting;
  private final Map<String, Known> deals = new HashMap<>();
  private final Map<Cell, Sums> ofReps = new HashMap<>();
  private final Map<Cell, Sums> rolledUp = new HashMap<>();
  private final Map<Scope, ScopeLessons> lessons = new HashMap<>();
  private final Map<String, List<StageProbability>> stages = new HashMap<>();
  private final Set<Cell> changed = new LinkedHashSet<>();
  private SalesProcesses processes = new SalesProcesses();
  private List<Scope> scopes = List.of();
  private boolean reorganised;
  private boolean ratesChanged;

  private SimulatedFigures(Simulation simulation, Policy policy, List<Reader> readers) {
    this.simulation = simulation;
    this.policy = policy;
    this.calendar = policy.calendar();
    this.learning = LearningPolicy.forPeriodsOf(calendar.kind().months());
    this.readers = readers;
    this.plan = new Plan(policy.reportingCurrency());
    this.reporting = new Reporting(policy, plan);
  }

  /** Hands out everything, up to two days after the last quarter. */
  static void read(Simulation simulation, Policy policy, List<Reader> readers) {
    new SimulatedFigures(simulation, policy, readers).run();
  }

  private void run() {
    List<SimulatedRecord> records = simulation.records();
    int next = 0;
    long end = calendar.startOfDay(simulation.lastQuarter().endDay() + 2);
    for (long now = simulation.startMicros() + TICK; now <= end; now += TICK) {
      while (next < records.size() && records.get(next).at() < now) {
        take(records.get(next));
        next++;
      }
      long today = calendar.epochDay(now);
      applyPlan(today, now);
      if (calendar.startOfDay(today) == now) {
        beginDay(today, now);
      }
      publish(today, now);
    }
  }

  private void take(SimulatedRecord record) {
    try {
      if (record.value() instanceof io.pipelinemonitor.schema.DealEvent event) {
        take(FromContract.dealEvent(event, record.at() / MICROS_PER_MILLI), record.at());
      } else if (record.value() instanceof io.pipelinemonitor.schema.OrgUnit unit) {
        apply(new PlanChange.Unit(unit.getUnitId(), FromContract.orgUnit(unit)));
        reorganised = true;
      } else if (record.value() instanceof io.pipelinemonitor.schema.OrgMember member) {
        apply(new PlanChange.Member(member.getMemberId(), FromContract.orgMember(member)));
        reorganised = true;
      } else if (record.value() instanceof io.pipelinemonitor.schema.Quota quota) {
        var target = FromContract.quota(quota);
        apply(new PlanChange.Target(target.scope(), target.period(), target));
      } else if (record.value() instanceof io.pipelinemonitor.schema.FxRate rate) {
        apply(new PlanChange.Rate(rate.getCurrency(), FromContract.fxRate(rate)));
        ratesChanged = true;
      } else if (record.value() instanceof io.pipelinemonitor.schema.SalesProcess process) {
        take(FromContract.salesProcess(process));
      }
    } catch (UnusableRecordException e) {
      throw new IllegalStateException("the job would refuse " + record, e);
    }
  }

  private void apply(PlanChange change) {
    Map<Scope, Set<String>> concerned = plan.apply(change);
    reporting.forget(concerned.keySet());
    concerned.forEach(
        (scope, periods) -> periods.forEach(period -> changed.add(new Cell(scope, period))));
  }

  private void take(SalesProcess process) {
    processes = processes.with(process);
    stages.put(
        process.pipelineId(),
        process.stages().stream()
            .filter(stage -> stage.status() == DealStatus.OPEN)
            .map(
                stage ->
                    new StageProbability(
                        stage.pipelineId(), stage.stageId(), stage.probability() / 1e6))
            .toList());
  }

  private void take(DealEvent event, long at) {
    Known known = deals.computeIfAbsent(event.dealId(), id -> new Known());
    if (known.facts.add(event)) {
      count(known, at);
    }
  }

  private void count(Known known, long at) {
    Deal deal = Deal.of(known.facts, processes);
    Contribution before = known.contribution;
    Contribution after = Contribution.of(deal, null, policy, plan.rates(), calendar.epochDay(at));
    if (Objects.equals(before, after)) {
      return;
    }
    known.contribution = after;
    known.createdIn = calendar.periodAt(deal.createdAt()).index();
    known.standings.add(
        after == null
            ? new DealStanding(at, deal.status(), DealStanding.NO_PERIOD, "", "", 0)
            : new DealStanding(
                at,
                after.status(),
                after.period().index(),
                after.stageKey().pipelineId(),
                after.stageKey().stageId(),
                after.amount()));
    if (after != null) {
      String ownerId = after.scopes().ownerId();
      known.rep = ownerId == null ? Scope.UNOWNED : Scope.rep(ownerId);
    }
    Map<Cell, Sums> moved = new HashMap<>();
    new DealMovement(before, after, List.of(), List.of(), List.of(), List.of(), 0, 0)
        .addTo((scope, period) -> moved.computeIfAbsent(new Cell(scope, period), c -> new Sums()));
    moved.forEach(
        (cell, sums) -> {
          if (cell.scope().type() == ScopeType.REP) {
            ofReps.computeIfAbsent(cell, key -> new Sums()).add(sums);
            rollUp(cell, sums);
          }
        });
  }

  private void rollUp(Cell ofRep, Sums sums) {
    for (Scope above : plan.organisation().ancestors(ofRep.scope())) {
      Cell cell = new Cell(above, ofRep.period());
      rolledUp.computeIfAbsent(cell, key -> new Sums()).add(sums);
      changed.add(cell);
    }
  }

  private void applyPlan(long today, long now) {
    if (ratesChanged) {
      deals.values().stream()
          .filter(known -> !known.standings.isEmpty() && known.last().status() == DealStatus.OPEN)
          .filter(known -> !policy.reportingCurrency().equals(known.facts.text(DealField.CURRENCY)))
          .forEach(known -> count(known, now));
      ratesChanged = false;
    }
    if (reorganised) {
      rolledUp.clear();
      ofReps.forEach(this::rollUp);
      scopes =
          Stream.concat(
                  Stream.of(Scope.COMPANY),
                  plan.organisation().subtree(simulation.companyId()).stream()
                      .filter(scope -> scope.type() == ScopeType.UNIT)
                      .filter(scope -> !plan.organisation().isCompany(scope.id())))
              .sorted(BY_NAME)
              .toList();
      FiscalPeriod running = calendar.periodOf(today);
      addAll(running);
      addAll(calendar.periodOf(running.endDay()));
      reorganised = false;
    }
  }

  private void addAll(FiscalPeriod period) {
    scopes.forEach(scope -> changed.add(new Cell(scope, period.name())));
  }

  private void beginDay(long day, long now) {
    FiscalPeriod running = calendar.periodOf(day);
    FiscalPeriod before = calendar.periodOf(day - 1);
    if (!before.equals(running)) {
      tellMidnight(before, day, now);
      learn(before, running, now);
    }
    tellMidnight(running, day, now);
    addAll(calendar.periodOf(running.endDay()));
  }

  private void tellMidnight(FiscalPeriod period, long day, long now) {
    for (Scope scope : scopes) {
      ScopeSnapshot snapshot = snapshot(scope, period, now);
      readers.forEach(reader -> reader.midnight(day, snapshot));
      changed.remove(new Cell(scope, period.name()));
      observe(scope, period, day, now);
    }
  }

  private ScopeSnapshot snapshot(Scope scope, FiscalPeriod period, long now) {
    Sums sums = sums(scope, period);
    return reporting.snapshot(
        scope, period, sums, new Sums(), null, Pace.NONE, now / MICROS_PER_MILLI);
  }

  private void publish(long today, long now) {
    FiscalPeriod running = calendar.periodOf(today);
    FiscalPeriod next = calendar.periodOf(running.endDay());
    for (Cell cell : changed) {
      if (cell.scope().type().isRolledUp()) {
        if (cell.period().equals(running.name())) {
          observe(cell.scope(), running, today, now);
        } else if (cell.period().equals(next.name())) {
          observe(cell.scope(), next, today, now);
        }
      }
    }
    changed.clear();
    readers.forEach(reader -> reader.timePassed(now));
  }

  private void observe(Scope scope, FiscalPeriod period, long today, long now) {
    Sums sums = sums(scope, period);
    Figures figures =
        Figures.of(sums, reporting.quota(scope, period), period, today, policy.coverageTarget());
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    put(values, Metric.COVERAGE_TO_GO, figures.coverageToGo());
    put(values, Metric.COVERAGE_FULL, figures.coverageFull());
    Observation observation =
        new Observation(
            scope,
            period.name(),
            now,
            plan.organisation().name(scope),
            List.of(),
            null,
            figures.periodElapsed(),
            policy.reportingCurrency(),
            sums.get(Measure.OPEN_AMOUNT),
            sums.get(Measure.BOOKED_AMOUNT),
            figures.quota(),
            figures.attained(),
            null,
            values,
            Map.of(),
            null);
    readers.forEach(reader -> reader.observed(period, observation));
  }

  private static void put(Map<Metric, Double> values, Metric metric, @Nullable Double value) {
    if (value != null) {
      values.put(metric, value);
    }
  }

  private Sums sums(Scope scope, FiscalPeriod period) {
    return rolledUp.getOrDefault(new Cell(scope, period.name()), new Sums());
  }

  /** What the forecast model does when a period has ended. */
  private void learn(FiscalPeriod ended, FiscalPeriod running, long midnight) {
    for (Known known : deals.values()) {
      List<OutcomeObservation> taught =
          new DealTimeline(known.createdIn, known.standings).observations(ended, calendar);
      if (!taught.isEmpty()) {
        ScopeLessons ofRep = lessons.computeIfAbsent(known.rep, rep -> new ScopeLessons());
        taught.forEach(outcome -> ofRep.outcomes().add(outcome, 1));
      }
    }
    lessons.values().forEach(l -> l.forgetBefore(running.index() - learning.periodsRemembered()));
    CompanyModel.learn(
        new ForecastLearner(learning, stages.values().stream().flatMap(List::stream).toList()),
        plan.organisation(),
        scopes,
        lessons,
        running.index(),
        midnight,
        learnt ->
            plan.apply(
                new PlanChange.Model(
                    learnt.parameters().scope(), learnt.parameters(), null, List.of())));
    forgetBefore(ended);
  }

  private void forgetBefore(FiscalPeriod period) {
    long begin = calendar.startOfDay(period.startDay());
    deals
        .values()
        .removeIf(
            known ->
                !known.standings.isEmpty()
                    && known.last().status() != DealStatus.OPEN
                    && known.last().since() < begin);
    ofReps
        .keySet()
        .removeIf(
            cell ->
                Objects.requireNonNull(calendar.periodNamed(cell.period())).index()
                    < period.index());
  }
}
