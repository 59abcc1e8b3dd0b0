package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An incident that opened in a replay. Times are stream time in microseconds.
 *
 * @param ruleId whose incident it is
 * @param scope whose figures were judged
 * @param period the fiscal period's name
 * @param highest the worst severity that it had
 * @param openedAt when it opened first
 * @param endedAt when it ended last; null: it was open at the end of the data
 * @param openMicros how long it was open, without the time between an end and a reopening
 */
public record PastIncident(
    String ruleId,
    Scope scope,
    String period,
    Severity highest,
    long openedAt,
    @Nullable Long endedAt,
    long openMicros) {

  private static final Comparator<PastIncident> IN_ORDER =
      Comparator.comparingLong(PastIncident::openedAt)
          .thenComparing(PastIncident::ruleId)
          .thenComparing(incident -> incident.scope().key(incident.period()));

  /**
   * The incidents that opened, by the time of their opening; steps may come in any order.
   *
   * @param until the end of the data: what came later is left out
   */
  public static List<PastIncident> of(Collection<IncidentStep> steps, long until) {
    Map<String, List<IncidentStep>> byIncident = new TreeMap<>();
    for (IncidentStep step : steps) {
      if (step.at() <= until && !step.transition().isAuditOnly()) {
        byIncident.computeIfAbsent(step.incidentId(), id -> new ArrayList<>()).add(step);
      }
    }
    return byIncident.values().stream()
        .map(ofIncident -> ofOne(ofIncident, until))
        .sorted(IN_ORDER)
        .toList();
  }

  private static PastIncident ofOne(List<IncidentStep> unordered, long until) {
    List<IncidentStep> steps =
        unordered.stream().sorted(Comparator.comparingLong(IncidentStep::sequence)).toList();
    IncidentStep first = steps.get(0);
    Severity highest = first.severity();
    Long openSince = first.at();
    Long endedAt = null;
    long openMicros = 0;
    for (IncidentStep step : steps) {
      highest = step.severity().compareTo(highest) > 0 ? step.severity() : highest;
      if (step.transition() == Transition.RESOLVED && openSince != null) {
        openMicros += step.at() - openSince;
        openSince = null;
        endedAt = step.at();
      } else if (step.transition() == Transition.REOPENED) {
        openSince = step.at();
        endedAt = null;
      }
    }
    openMicros += openSince == null ? 0 : until - openSince;
    return new PastIncident(
        first.ruleId(), first.scope(), first.period(), highest, first.at(), endedAt, openMicros);
  }

  /** Whether both were open at the same moment. */
  boolean overlaps(PastIncident other) {
    return openedAt <= other.lastMoment() && other.openedAt <= lastMoment();
  }

  long lastMoment() {
    return endedAt == null ? Long.MAX_VALUE : endedAt;
  }
}
