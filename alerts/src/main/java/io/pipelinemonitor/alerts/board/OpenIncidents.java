package io.pipelinemonitor.alerts.board;

import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The incidents that are open. Any thread may use it. */
final class OpenIncidents {
  private static final Gauge OPEN =
      new Gauge("pipeline_incidents_open", "Open incidents, by rule, severity and kind of scope.");
  private static final Gauge FIRED =
      new Gauge(
          "pipeline_incident_fired_timestamp_seconds",
          "When an open incident of a scope fired, in stream time. Incidents of single deals are in"
              + " pipeline_incidents_open alone.");
  private static final Gauge LEFT_OUT =
      new Gauge(
          "pipeline_board_incidents_left_out",
          "Open incidents of scopes that are not shown one by one because there are too many.");

  private static final Comparator<Incident> WORST_AND_OLDEST_FIRST =
      Comparator.comparing(Incident::severity)
          .reversed()
          .thenComparing(Incident::firedAt)
          .thenComparing(Incident::key);

  private final int mostShown;
  private final Map<String, Incident> open = new HashMap<>();

  private record Incident(
      String key,
      String rule,
      Severity severity,
      ScopeType scopeType,
      String scope,
      String scopeName,
      String period,
      Instant firedAt) {

    boolean isShown() {
      return scopeType != ScopeType.DEAL;
    }
  }

  private record Group(String rule, Severity severity, ScopeType scopeType) {}

  OpenIncidents(int mostShown) {
    this.mostShown = mostShown;
  }

  synchronized void take(LiveChange<AlertEvent> change) {
    AlertEvent event = change.value();
    if (event == null || !isOpen(event)) {
      open.remove(change.key());
      return;
    }
    String name = event.getScopeName();
    Instant firedAt = event.getFiredAt();
    open.put(
        change.key(),
        new Incident(
            change.key(),
            event.getRuleId(),
            event.getSeverity(),
            event.getScopeType(),
            event.getScopeId(),
            name == null ? event.getScopeId() : name,
            event.getPeriod(),
            firedAt == null ? event.getEvaluatedAt() : firedAt));
  }

  private static boolean isOpen(AlertEvent event) {
    return event.getState() == AlertState.FIRING || event.getState() == AlertState.RECOVERING;
  }

  synchronized void addTo(Families families) {
    Map<Group, Integer> counts = new HashMap<>();
    open.values()
        .forEach(
            incident ->
                counts.merge(
                    new Group(incident.rule, incident.severity, incident.scopeType),
                    1,
                    Integer::sum));
    counts.forEach(
        (group, count) ->
            families.add(
                OPEN,
                Labels.of(
                    "rule",
                    group.rule,
                    "scope_type",
                    lower(group.scopeType),
                    "severity",
                    lower(group.severity)),
                count));
    open.values().stream()
        .filter(Incident::isShown)
        .sorted(WORST_AND_OLDEST_FIRST)
        .limit(mostShown)
        .forEach(incident -> families.add(FIRED, labels(incident), firedAt(incident)));
    long shown = open.values().stream().filter(Incident::isShown).count();
    families.add(LEFT_OUT, Labels.EMPTY, Math.max(0, shown - mostShown));
  }

  private static Labels labels(Incident incident) {
    return Labels.of(
        "period",
        incident.period,
        "rule",
        incident.rule,
        "scope",
        incident.scope,
        "scope_name",
        incident.scopeName,
        "scope_type",
        lower(incident.scopeType),
        "severity",
        lower(incident.severity));
  }

  private static double firedAt(Incident incident) {
    return incident.firedAt.toEpochMilli() / 1_000.0;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
