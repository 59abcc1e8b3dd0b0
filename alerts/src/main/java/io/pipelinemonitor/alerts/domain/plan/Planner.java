package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides who is told of a step, by which channel, when and how.
 *
 * <p>It reads the ledger and changes nothing. Whoever calls it records the deliveries, first where
 * they outlast a crash and then in the ledger, and the step after them: a step that comes again
 * finds what was decided.
 */
public final class Planner {

  private final Routes routes;
  private final Policy policy;
  private final Organisation organisation;
  private final Recipients recipients;

  /** Planning with the organisation and the routes as they are now. */
  public Planner(Organisation organisation, Routes routes, Policy policy) {
    this.routes = routes;
    this.policy = policy;
    this.organisation = organisation;
    this.recipients = new Recipients(organisation, policy);
  }

  /**
   * What follows from a step.
   *
   * @param now by the clock of those who are told
   */
  public Plan plan(AlertEvent event, Ledger ledger, Instant now) {
    if (!event.transition().isForPeople()) {
      return Plan.NOTHING;
    }
    Route route = route(event);
    Recipients.Reached reached = recipients.of(event, route);
    Map<String, Endpoint> endpoints = new LinkedHashMap<>(reached.endpoints());
    ledger.deliveries(event.incidentId()).stream()
        .filter(delivery -> delivery.isTold() || delivery.isWaiting())
        .forEach(delivery -> endpoints.putIfAbsent(delivery.endpoint().key(), delivery.endpoint()));
    AlertEvent latest = ledger.latest(event.incidentId());
    boolean late = latest != null && latest.sequence() > event.sequence();
    List<Delivery> deliveries = new ArrayList<>();
    for (Endpoint endpoint : endpoints.values()) {
      Delivery decided = ledger.delivery(event, endpoint);
      boolean routed = reached.endpoints().containsKey(endpoint.key());
      if (decided != null) {
        deliveries.add(decided);
      } else if (!late) {
        deliveries.addAll(step(event, endpoint, routed, route, ledger, now).decide());
      } else if (routed) {
        deliveries.add(Delivery.suppressed(event, endpoint, PlanReason.NEWER_STEP, now));
      }
    }
    return new Plan(deliveries, reached.unreached());
  }

  /**
   * What follows from the passing of time alone, and from what became of incidents above: critical
   * incidents that nobody acknowledged, critical steps that could not be sent, and incidents for
   * which nothing above speaks any more.
   *
   * @param now by the clock of those who are told
   */
  public List<Delivery> review(Ledger ledger, Instant now) {
    List<Delivery> deliveries = new ArrayList<>();
    for (AlertEvent latest : ledger.open()) {
      Route route = route(latest);
      deliveries.addAll(owed(latest, route, ledger, now));
      Escalation escalation =
          new Escalation(latest, route, ledger, policy, organisation, recipients, now);
      deliveries.addAll(escalation.decide());
    }
    return deliveries;
  }

  /** To those for whom an incident above spoke, which does not any more. */
  private List<Delivery> owed(AlertEvent latest, Route route, Ledger ledger, Instant now) {
    List<Delivery> owed = new ArrayList<>();
    for (Delivery delivery : ledger.deliveries(latest.incidentId())) {
      if (delivery.reason() == PlanReason.INHIBITED_FOR_RECIPIENT
          && delivery.status() == DeliveryStatus.SUPPRESSED
          && delivery.sequence() == latest.sequence()) {
        owed.addAll(step(latest, delivery.endpoint(), true, route, ledger, now).decideAgain());
      }
    }
    return owed;
  }

  private StepForRecipient step(
      AlertEvent event,
      Endpoint endpoint,
      boolean routed,
      Route route,
      Ledger ledger,
      Instant now) {
    return new StepForRecipient(
        event, endpoint, routed, new Timing(route, policy, organisation), ledger, now);
  }

  private Route route(AlertEvent event) {
    Route route = routes.of(event.rule().id());
    return route == null ? policy.route() : route;
  }
}
