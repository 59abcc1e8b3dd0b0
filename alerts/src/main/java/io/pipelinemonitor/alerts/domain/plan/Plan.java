package io.pipelinemonitor.alerts.domain.plan;

import java.util.List;
import java.util.Map;

/**
 * What follows from one step. The same step again gives the same plan.
 *
 * @param deliveries as they are to be recorded: those of the step, and before them earlier ones
 *     that wait no longer because of it
 * @param unreached whom the route names and who cannot be told, and why
 */
public record Plan(List<Delivery> deliveries, Map<String, PlanReason> unreached) {

  /** Nobody ever hears of the step. */
  static final Plan NOTHING = new Plan(List.of(), Map.of());

  public Plan {
    deliveries = List.copyOf(deliveries);
    unreached = Map.copyOf(unreached);
  }
}
