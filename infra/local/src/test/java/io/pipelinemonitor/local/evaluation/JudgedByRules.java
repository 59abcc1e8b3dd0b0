package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.incident.CaseFile;
import io.pipelinemonitor.jobs.domain.incident.CaseWork;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges figures by rules as the alert job does: each at its time, and whatever time brings. */
final class JudgedByRules implements SimulatedFigures.Reader {

  /** As long as the job waits after a period's end, microseconds. */
  private static final long GRACE = 86_400L * FiscalCalendar.MICROS_PER_SECOND;

  private final CaseWork work;
  private final Map<String, CaseFile.Outcome> files = new TreeMap<>();
  private final List<IncidentStep> steps = new ArrayList<>();

  JudgedByRules(FiscalCalendar calendar, Collection<AlertRule> rules) {
    work = new CaseWork(calendar, GRACE, new RuleBook());
    rules.forEach(work::change);
  }

  /** What was told, in order of time for each scope and period. */
  List<IncidentStep> steps() {
    return steps;
  }

  @Override
  public void observed(FiscalPeriod period, Observation observation) {
    String key = observation.scope().key(observation.period());
    CaseFile.Outcome known = files.get(key);
    keep(key, work.expect(known == null ? null : known.file(), period, observation));
  }

  @Override
  public void timePassed(long at) {
    for (String key : List.copyOf(files.keySet())) {
      for (CaseFile.Outcome due = due(key, at); due != null; due = due(key, at)) {
        keep(key, due);
      }
    }
  }

  /** What is decided of a file when it is next due, if that is not after {@code at}. */
  private CaseFile.@Nullable Outcome due(String key, long at) {
    CaseFile.Outcome known = files.get(key);
    return known == null || known.file() == null || known.wakeAt() > at
        ? null
        : work.advance(known.file(), DriftLooks.NONE, known.wakeAt());
  }

  private void keep(String key, CaseFile.@Nullable Outcome outcome) {
    if (outcome == null) {
      return;
    }
    outcome.events().stream().map(IncidentStep::of).forEach(steps::add);
    if (outcome.file() == null) {
      files.remove(key);
    } else {
      files.put(key, outcome);
    }
  }
}
