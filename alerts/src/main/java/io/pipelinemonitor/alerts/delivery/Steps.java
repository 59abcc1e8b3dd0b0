package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.alerts.domain.plan.Ledger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps that may still have to be told: of each incident the latest, and what is on its way.
 */
final class Steps {

  private final Map<String, Map<String, Step>> incidents = new HashMap<>();

  void add(Step step) {
    incidents
        .computeIfAbsent(step.event().incidentId(), key -> new LinkedHashMap<>())
        .put(step.event().alertEventId(), step);
  }

  /** What the delivery tells; null: it is not there any more. */
  @Nullable Step of(Delivery delivery) {
    Map<String, Step> steps = incidents.get(delivery.incidentId());
    return steps == null ? null : steps.get(delivery.alertEventId());
  }

  /** Lets go of what is not needed any more of the incident. */
  void prune(String incidentId, Ledger ledger) {
    Map<String, Step> steps = incidents.get(incidentId);
    if (steps == null || steps.size() == 1) {
      return;
    }
    long latest =
        steps.values().stream()
            .map(step -> step.event().sequence())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    steps
        .values()
        .removeIf(
            step ->
                step.event().sequence() < latest
                    && ledger.deliveries(incidentId).stream()
                        .filter(delivery -> !delivery.isOver())
                        .noneMatch(
                            delivery ->
                                delivery.alertEventId().equals(step.event().alertEventId())));
  }

  /** Lets go of all incidents that the ledger has forgotten. */
  void forget(Ledger ledger) {
    incidents.keySet().removeIf(incidentId -> !ledger.knows(incidentId));
  }
}
