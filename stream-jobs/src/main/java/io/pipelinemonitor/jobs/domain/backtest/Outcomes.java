package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects how periods ended, from all figures in any order. What counts of a scope and period are
 * the last figures up to the period's end: a correction after it comes too late for everybody.
 */
public final class Outcomes {

  private final FiscalCalendar calendar;
  private final Map<String, Ending> endings = new TreeMap<>();

  public Outcomes(FiscalCalendar calendar) {
    this.calendar = calendar;
  }

  /** Takes figures of a period in. */
  public void take(FiscalPeriod period, Observation observation) {
    if (observation.asOf() > calendar.startOfDay(period.endDay())) {
      return;
    }
    endings.merge(
        observation.scope().key(observation.period()),
        new Ending(period, observation),
        (known, later) -> later.last.asOf() > known.last.asOf() ? later : known);
  }

  /** The scopes and periods that show how good a rule is, by key. */
  public List<Outcome> within(Horizon horizon) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Ending ending : endings.values()) {
      Long quota = ending.last.quota();
      if (quota != null && quota > 0 && horizon.counts(ending.period)) {
        outcomes.add(
            new Outcome(ending.last.scope(), ending.period, quota, !ending.last.attained()));
      }
    }
    return outcomes;
  }

  private record Ending(FiscalPeriod period, Observation last) {}
}
