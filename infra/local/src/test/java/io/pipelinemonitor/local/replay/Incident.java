package io.pipelinemonitor.local.replay;

import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An incident that opened, as its events tell it.
 *
 * @param scope its identity, for example {@code emea}
 * @param peak the most severe level that it had
 * @param resolvedAt null: it is open
 * @param reason why it ended; null: it is open
 * @param deals those that explained a step of it, by their identity
 */
public record Incident(
    String ruleId,
    String scope,
    String period,
    Instant firedAt,
    Severity peak,
    @Nullable Instant resolvedAt,
    @Nullable AlertReason reason,
    List<String> deals) {

  /** The incidents of the events, in the order in which they fired. */
  public static List<Incident> of(List<AlertEvent> events) {
    Map<String, List<AlertEvent>> byIncident = new LinkedHashMap<>();
    for (AlertEvent event : events) {
      if (event.getFiredAt() != null) {
        byIncident.computeIfAbsent(event.getIncidentId(), id -> new ArrayList<>()).add(event);
      }
    }
    return byIncident.values().stream()
        .map(Incident::ofSteps)
        .sorted(
            Comparator.comparing(Incident::firedAt)
                .thenComparing(Incident::ruleId)
                .thenComparing(Incident::scope))
        .toList();
  }

  /** All of it but its moments and its deals. */
  String text() {
    return "%s %s %s %s %s".formatted(ruleId, scope, period, peak, reason);
  }

  /** The same, with the days on which it fired and ended. */
  String textWithDays() {
    return "%s, %s to %s"
        .formatted(text(), day(firedAt), resolvedAt == null ? "-" : day(resolvedAt));
  }

  private static LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC);
  }

  private static Incident ofSteps(List<AlertEvent> steps) {
    AlertEvent last = steps.get(steps.size() - 1);
    boolean over = last.getTransition() == AlertTransition.RESOLVED;
    return new Incident(
        last.getRuleId(),
        last.getScopeId(),
        last.getPeriod(),
        Objects.requireNonNull(steps.get(0).getFiredAt()),
        steps.stream().map(AlertEvent::getSeverity).max(Comparator.naturalOrder()).orElseThrow(),
        over ? last.getResolvedAt() : null,
        over ? last.getReason() : null,
        steps.stream()
            .flatMap(step -> step.getContributors().stream())
            .map(contributor -> contributor.getDealId())
            .distinct()
            .sorted()
            .toList());
  }
}
