package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
      deliveries.addAll(fallback(latest, route, ledger, now));
    }
    return deliveries;
  }

  /**
   * What follows once a delivery was begun and has not arrived.
   *
   * @param dueAt from when it is tried again; null: it is given up
   */
  public List<Delivery> missed(
      Delivery delivery, Ledger ledger, @Nullable Instant dueAt, Instant now) {
    Conversation conversation = ledger.conversation(delivery.incidentId(), delivery.endpoint());
    Delivery newer = conversation.waiting();
    if (newer == null || newer.sequence() <= delivery.sequence()) {
      return List.of(dueAt == null ? delivery.dead(now) : again(delivery, ledger, dueAt));
    }
    List<Delivery> deliveries = new ArrayList<>();
    deliveries.add(dueAt == null ? delivery.dead(now) : delivery.superseded(now));
    boolean neverTold =
        conversation.deliveries().stream()
            .noneMatch(other -> other.isTold() && other.sequence() != delivery.sequence());
    if (newer.isEnd() && neverTold) {
      deliveries.add(newer.suppressed(PlanReason.ENDED_UNTOLD, now));
    }
    return deliveries;
  }

  private Delivery again(Delivery delivery, Ledger ledger, Instant dueAt) {
    AlertEvent latest = ledger.latest(delivery.incidentId());
    Timing timing =
        new Timing(latest == null ? policy.route() : route(latest), policy, organisation);
    Timing.Due due = timing.again(delivery, dueAt);
    return delivery.again(due.reason(), due.at());
  }

  /** To the fallback, where the latest step could not be delivered to somebody. */
  private List<Delivery> fallback(AlertEvent latest, Route route, Ledger ledger, Instant now) {
    boolean givenUp =
        ledger.deliveries(latest.incidentId()).stream()
            .anyMatch(
                delivery ->
                    delivery.status() == DeliveryStatus.DEAD
                        && delivery.sequence() == latest.sequence()
                        && delivery.manner().isHeard());
    if (!givenUp) {
      return List.of();
    }
    return recipients.fallback(latest, route).stream()
        .filter(endpoint -> ledger.delivery(latest, endpoint) == null)
        .flatMap(
            endpoint -> step(latest, endpoint, true, route, ledger, now).decideFallback().stream())
        .toList();
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
