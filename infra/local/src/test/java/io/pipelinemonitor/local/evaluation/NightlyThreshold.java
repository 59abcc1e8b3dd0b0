package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report that runs at midnight would tell with a rule's fire lines alone: every line that is
 * crossed from one midnight to the next, as long as the rule opens incidents.
 */
final class NightlyThreshold implements SimulatedFigures.Reader {

  private final FiscalCalendar calendar;
  private final AlertRule rule;
  private final Map<String, Watch> watches = new HashMap<>();
  private final Map<String, Integer> linesPassed = new HashMap<>();
  private final List<Told> told = new ArrayList<>();

  NightlyThreshold(FiscalCalendar calendar, AlertRule rule) {
    this.calendar = calendar;
    this.rule = rule;
  }

  List<Told> told() {
    return told;
  }

  @Override
  public void observed(FiscalPeriod period, Observation observation) {
    long at = observation.asOf();
    if (at != calendar.startOfDay(calendar.epochDay(at))
        || !rule.scope().covers(observation.scope())
        || !watch(period).opensAt(at)) {
      return;
    }
    String key = observation.scope().key(period.name());
    int before = linesPassed.getOrDefault(key, 0);
    int now = linesPassed(observation);
    linesPassed.put(key, now);
    if (now > before) {
      told.add(new Told(observation.scope(), period.name(), at, before == 0));
    }
  }

  private Watch watch(FiscalPeriod period) {
    return watches.computeIfAbsent(period.name(), key -> Watch.of(rule, period, calendar, 0));
  }

  private int linesPassed(Observation observation) {
    Double value = observation.value(rule.metric());
    if (value == null) {
      return 0;
    }
    int passed = 0;
    for (RuleLevel level : rule.levels()) {
      passed += rule.direction().isWorse(value, level.fire()) ? 1 : 0;
    }
    return passed;
  }
}
