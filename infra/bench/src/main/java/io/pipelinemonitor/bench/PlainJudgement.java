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
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What every rule tells of every scope and period that it watches, each judged alone, by every
 * snapshot: nothing is looked up and nothing is left out. None of the rules judges drift.
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
        new Alone(new Lifecycle(rule, watch, List.of()), steps).judge(figures);
      }
    }
    return steps;
  }

  /** One rule, of one scope and period. */
  private final class Alone {

    private final AlertRule rule;
    private final Lifecycle lifecycle;
    private final List<IncidentStep> steps;
    private Standing standing = Standing.NONE;
    private @Nullable Observation last;
    private History history = History.EMPTY;
    private long decidedTo = Long.MIN_VALUE;

    Alone(Lifecycle lifecycle, List<IncidentStep> steps) {
      this.rule = lifecycle.rule();
      this.lifecycle = lifecycle;
      this.steps = steps;
    }

    void judge(List<Observation> figures) {
      for (Observation observation : figures) {
        if (observation.asOf() < until) {
          rebaseBefore(observation.asOf());
          decide(new Happening.Observed(evidence(observation), observation.asOf()));
          last = observation;
          if (rule.judgement().looksBack() != null) {
            history = history.after(observation, List.of(rule), observation.asOf(), calendar);
          }
        }
      }
      rebaseBefore(until);
      decide(new Happening.TimePassed(until - 1));
    }

    /** What it compares with moves on by itself. */
    private void rebaseBefore(long end) {
      Lookback over = rule.judgement().looksBack();
      while (last != null && over != null) {
        long moment = history.changesAfter(rule.metric(), over, decidedTo, calendar);
        if (moment >= end) {
          return;
        }
        decide(new Happening.Rebased(evidence(last), moment));
      }
    }

    private void decide(Happening happening) {
      Evidence before = last == null ? null : evidence(last);
      Decision decision = lifecycle.decide(standing, before, decidedTo, happening);
      decision.events().forEach(event -> steps.add(IncidentStep.of(event)));
      standing = decision.standing();
      decidedTo = happening.at();
    }

    private Evidence evidence(Observation observation) {
      return Evidence.of(observation, history, DriftLooks.NONE, calendar);
    }
  }
}
