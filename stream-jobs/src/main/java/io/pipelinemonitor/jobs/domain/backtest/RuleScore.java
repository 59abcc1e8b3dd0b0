package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a rule would have done. Lengths of time are microseconds.
 *
 * @param rule the rule
 * @param incidents how many opened
 * @param bySeverity how many of them by the worst severity that each had; without those of none
 * @param stillOpen how many of them were open at the end of the data
 * @param openMicros how long they were open, all together
 * @param medianOpenMicros how long one was open; null without incidents
 * @param medianLeadMicros how long before the end of its period one opened, below zero if after it;
 *     null without incidents
 * @param rightness how often it was right; null: not judged, it foretells nothing
 * @param scopes how many incidents each scope had, most first
 */
public record RuleScore(
    AlertRule rule,
    int incidents,
    Map<Severity, Integer> bySeverity,
    int stillOpen,
    long openMicros,
    @Nullable Long medianOpenMicros,
    @Nullable Long medianLeadMicros,
    @Nullable Rightness rightness,
    List<ScopeCount> scopes) {

  /** How many incidents a scope had. */
  public record ScopeCount(Scope scope, int incidents) {}

  /**
   * Scores of rules, in their order.
   *
   * @param incidents of all of them, by their opening
   * @param outcomes what came true
   */
  public static List<RuleScore> of(
      Collection<AlertRule> rules,
      List<PastIncident> incidents,
      List<Outcome> outcomes,
      Horizon horizon) {
    Map<String, List<PastIncident>> byRule =
        incidents.stream().collect(Collectors.groupingBy(PastIncident::ruleId));
    return rules.stream()
        .map(rule -> ofOne(rule, byRule.getOrDefault(rule.ruleId(), List.of()), outcomes, horizon))
        .toList();
  }

  private static RuleScore ofOne(
      AlertRule rule, List<PastIncident> incidents, List<Outcome> outcomes, Horizon horizon) {
    return new RuleScore(
        rule,
        incidents.size(),
        bySeverity(incidents),
        (int) incidents.stream().filter(incident -> incident.endedAt() == null).count(),
        incidents.stream().mapToLong(PastIncident::openMicros).sum(),
        median(incidents.stream().map(PastIncident::openMicros).toList()),
        median(incidents.stream().map(incident -> lead(incident, horizon)).toList()),
        Rightness.of(rule, incidents, outcomes, horizon),
        scopes(incidents));
  }

  private static Map<Severity, Integer> bySeverity(List<PastIncident> incidents) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    incidents.forEach(incident -> counts.merge(incident.highest(), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  private static long lead(PastIncident incident, Horizon horizon) {
    FiscalPeriod period = horizon.calendar().periodNamed(incident.period());
    if (period == null) {
      throw new IllegalArgumentException("the calendar has no period " + incident.period());
    }
    return horizon.endOf(period) - incident.openedAt();
  }

  private static List<ScopeCount> scopes(List<PastIncident> incidents) {
    SortedMap<String, List<PastIncident>> byScope =
        new TreeMap<>(incidents.stream().collect(Collectors.groupingBy(one -> one.scope().key())));
    return byScope.values().stream()
        .map(ofScope -> new ScopeCount(ofScope.get(0).scope(), ofScope.size()))
        .sorted(Comparator.comparingInt(ScopeCount::incidents).reversed())
        .toList();
  }

  /** The middle one, or the mean of the two in the middle; null of nothing. */
  static @Nullable Long median(List<Long> values) {
    if (values.isEmpty()) {
      return null;
    }
    List<Long> sorted = values.stream().sorted(Comparator.comparing(Function.identity())).toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : Math.floorDiv(sorted.get(middle - 1) + sorted.get(middle), 2L);
  }
}
