package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.incident.Decision;
import io.pipelinemonitor.jobs.domain.incident.Happening;
import io.pipelinemonitor.jobs.domain.incident.Lifecycle;
import io.pipelinemonitor.jobs.domain.incident.Standing;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every rule tells of every scope and period that it watches, each judged alone, by every
 * snapshot: nothing is looked up and nothing is left out. None of the rules looks back.
 */
final class PlainJudgement {

  /** No period ends in a load, so it does not matter. */
  private static final long GRACE_MICROS = 0;

  private final List<AlertRule> rules;
  private final FiscalCalendar calendar;
  private final long until;

  /**
   * @param until steps before that moment count, stream time in microseconds
   */
  PlainJudgement(List<AlertRule> rules, FiscalCalendar calendar, long until) {
    this.rules = List.copyOf(rules);
    this.calendar = calendar;
    this.until = until;
  }

  /**
   * Every step of every incident.
   *
   * @param figures of one scope and period each, in order of time
   */
  Set<IncidentStep> steps(Collection<List<Observation>> figures) {
    return figures.parallelStream()
        .flatMap(ofOne -> steps(ofOne).stream())
        .collect(Collectors.toSet());
  }

  private List<IncidentStep> steps(List<Observation> figures) {
    Observation first = figures.get(0);
    FiscalPeriod period = Objects.requireNonNull(calendar.periodNamed(first.period()));
    List<IncidentStep> steps = new ArrayList<>();
    for (AlertRule rule : rules) {
      if (rule.scope().covers(first.scope())) {
        Watch watch = Watch.of(rule, period, calendar, GRACE_MICROS);
        judge(new Lifecycle(rule, watch, List.of()), figures, steps);
      }
    }
    return steps;
  }

  private void judge(Lifecycle lifecycle, List<Observation> figures, List<IncidentStep> steps) {
    Standing standing = Standing.NONE;
    Evidence last = null;
    long decidedTo = Long.MIN_VALUE;
    for (Observation observation : figures) {
      Evidence evidence = new Evidence(observation, Evidence.Past.UNKNOWN, DriftLooks.NONE);
      Happening observed = new Happening.Observed(evidence, observation.asOf());
      Decision decision = lifecycle.decide(standing, last, decidedTo, observed);
      decision.events().forEach(event -> steps.add(IncidentStep.of(event)));
      standing = decision.standing();
      last = evidence;
      decidedTo = observation.asOf();
    }
    lifecycle
        .decide(standing, last, decidedTo, new Happening.TimePassed(until - 1))
        .events()
        .forEach(event -> steps.add(IncidentStep.of(event)));
  }
}
