package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds somebody else for a critical incident that has not got through to those it was for. */
final class Escalation {

  private final AlertEvent latest;
  private final Route route;
  private final Policy policy;
  private final Organisation organisation;
  private final Recipients recipients;
  private final Ledger ledger;
  private final Instant now;
  private final List<Delivery> deliveries;

  Escalation(
      AlertEvent latest,
      Route route,
      Ledger ledger,
      Policy policy,
      Organisation organisation,
      Recipients recipients,
      Instant now) {
    this.latest = latest;
    this.route = route;
    this.ledger = ledger;
    this.policy = policy;
    this.organisation = organisation;
    this.recipients = recipients;
    this.now = now;
    this.deliveries = ledger.deliveries(latest.incidentId());
  }

  List<Delivery> decide() {
    if (latest.severity() != Severity.CRITICAL
        || latest.state() != IncidentState.FIRING
        || !latest.suppressedBy().isEmpty()) {
      return List.of();
    }
    List<Delivery> decided = new ArrayList<>();
    deliveries.stream()
        .filter(this::isStuck)
        .map(this::byAnotherChannel)
        .filter(another -> another != null)
        .forEach(decided::add);
    Delivery above = isUnheeded() ? toTheNextAbove() : null;
    if (above != null) {
      decided.add(above);
    }
    return decided;
  }

  private boolean isStuck(Delivery delivery) {
    return delivery.sequence() == latest.sequence()
        && delivery.manner().isHeard()
        && delivery.endpoint().channel().isForPeople()
        && !delivery.reason().isForDigest()
        && switch (delivery.status()) {
          case DEAD -> true;
          case PLANNED -> !now.isBefore(delivery.plannedAt().plus(policy.sendWithin()));
          case AMBIGUOUS, SENT, SUPERSEDED, SUPPRESSED -> false;
        };
  }

  private @Nullable Delivery byAnotherChannel(Delivery stuck) {
    Member member = organisation.active(stuck.endpoint().recipient());
    return member == null ? null : first(member, PlanReason.NOT_SENT_IN_TIME);
  }

  /** By the first channel by which the step was not told to the member, nor tried to be. */
  private @Nullable Delivery first(Member member, PlanReason reason) {
    return recipients.personal(member, route).stream()
        .filter(endpoint -> ledger.delivery(latest, endpoint) == null)
        .findFirst()
        .map(endpoint -> Delivery.planned(latest, endpoint, reason, Manner.NEW_MESSAGE, now, now))
        .orElse(null);
  }

  /** Whether those who were told have had their time, once more for each one above. */
  private boolean isUnheeded() {
    if (ledger.isQuieted(latest.incidentId())) {
      return false;
    }
    long quietedAt = ledger.quietedAt(latest.incidentId());
    long reopenedAfter =
        deliveries.stream().filter(Delivery::isEnd).mapToLong(Delivery::sequence).max().orElse(0);
    List<Delivery> calls =
        deliveries.stream()
            .filter(delivery -> delivery.sequence() > Math.max(quietedAt, reopenedAfter))
            .filter(delivery -> delivery.severity() == Severity.CRITICAL)
            .filter(delivery -> delivery.manner().isHeard())
            .filter(delivery -> delivery.endpoint().channel().isForPeople())
            .toList();
    Instant first =
        calls.stream()
            .filter(Delivery::isTold)
            .map(Delivery::endedAt)
            .filter(endedAt -> endedAt != null)
            .min(Comparator.naturalOrder())
            .orElse(null);
    long rungs =
        calls.stream().filter(call -> call.reason() == PlanReason.NOT_ACKNOWLEDGED).count();
    return first != null
        && !now.isBefore(first.plus(policy.acknowledgeWithin().multipliedBy(rungs + 1)));
  }

  private @Nullable Delivery toTheNextAbove() {
    Set<String> told =
        deliveries.stream()
            .filter(delivery -> delivery.isTold() || delivery.isWaiting())
            .map(delivery -> delivery.endpoint().recipient())
            .collect(Collectors.toSet());
    List<String> units = latest.scope().unitsAbove();
    for (int i = units.size() - 1; i >= 0; i--) {
      Member manager = organisation.manager(units.get(i));
      if (manager != null && !told.contains(manager.memberId())) {
        Delivery above = first(manager, PlanReason.NOT_ACKNOWLEDGED);
        if (above != null) {
          return above;
        }
      }
    }
    return null;
  }
}
