package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepReason;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of one step for one recipient by one channel. */
final class StepForRecipient {

  private final AlertEvent event;
  private final Endpoint endpoint;
  private final boolean routed;
  private final Timing timing;
  private final Ledger ledger;
  private final Instant now;
  private final Conversation conversation;
  private final @Nullable Delivery waiting;

  /**
   * @param routed whether the route leads there; otherwise the recipient was told before
   */
  StepForRecipient(
      AlertEvent event,
      Endpoint endpoint,
      boolean routed,
      Timing timing,
      Ledger ledger,
      Instant now) {
    this.event = event;
    this.endpoint = endpoint;
    this.routed = routed;
    this.timing = timing;
    this.ledger = ledger;
    this.now = now;
    this.conversation = ledger.conversation(event.incidentId(), endpoint);
    this.waiting = conversation.waiting();
  }

  /** The delivery of the step, and before it the one that waits no longer because of it. */
  List<Delivery> decide() {
    List<Delivery> deliveries = new ArrayList<>();
    if (waiting != null) {
      deliveries.add(waiting.superseded(now));
    }
    deliveries.add(delivery());
    return deliveries;
  }

  /** The delivery of a step for which an incident above spoke; none if one still does. */
  List<Delivery> decideAgain() {
    return event.state() == IncidentState.FIRING && event.suppressedBy().isEmpty() && !isInhibited()
        ? List.of(call(PlanReason.PARENT_ENDED))
        : List.of();
  }

  /** The delivery of a step that somebody else should have been told. */
  List<Delivery> decideFallback() {
    List<Delivery> deliveries = new ArrayList<>();
    if (waiting != null) {
      deliveries.add(waiting.superseded(now));
    }
    deliveries.add(call(PlanReason.GIVEN_UP));
    return deliveries;
  }

  private Delivery delivery() {
    boolean end = event.transition() == Transition.RESOLVED;
    if (end && !conversation.isOpen()) {
      return suppressed(
          conversation.lastTold() == null ? PlanReason.ENDED_UNTOLD : PlanReason.ALREADY_CLOSED);
    }
    if (!event.suppressedBy().isEmpty()) {
      return end ? quietEnd() : suppressed(PlanReason.of(event.suppressedBy()));
    }
    PlanReason quiet = end ? null : whyNobodyIsCalled();
    if (quiet == null) {
      return call(PlanReason.TOLD_NOW);
    }
    if (waiting != null
        && waiting.manner().isHeard()
        && !waiting.isEnd()
        && isToldInItsPlace(quiet)) {
      return call(waiting.reason().isForDigest() ? PlanReason.TOLD_NOW : waiting.reason());
    }
    return canBeUpdated()
        ? planned(Manner.UPDATE, new Timing.Due(PlanReason.TOLD_NOW, now))
        : suppressed(quiet);
  }

  /** What waits has not been told, so the newest is told with it, however small it is. */
  private static boolean isToldInItsPlace(PlanReason quiet) {
    return quiet == PlanReason.MINOR_CHANGE || quiet == PlanReason.FLAPPING;
  }

  private @Nullable PlanReason whyNobodyIsCalled() {
    if (!endpoint.channel().isForPeople()) {
      return null;
    }
    if (!routed) {
      return PlanReason.NOT_ROUTED;
    }
    if (isInhibited()) {
      return PlanReason.INHIBITED_FOR_RECIPIENT;
    }
    if (isMinor()) {
      return PlanReason.MINOR_CHANGE;
    }
    return event.flapping() && event.severity() != Severity.CRITICAL && isBackAgain()
        ? PlanReason.FLAPPING
        : null;
  }

  private boolean isMinor() {
    return switch (event.transition()) {
      case STEPPED_DOWN, RECOVERING, ACKNOWLEDGED, SNOOZED -> true;
      case UPDATED ->
          event.reason() == StepReason.DATA_STALE || event.reason() == StepReason.DATA_FRESH;
      case PENDING,
          PENDING_CLEARED,
          FIRED,
          ESCALATED,
          REBREACHED,
          RESOLVED,
          REOPENED,
          REMINDED,
          UNSNOOZED,
          UNKNOWN ->
          false;
    };
  }

  private boolean isBackAgain() {
    return event.transition() == Transition.REBREACHED || event.transition() == Transition.REOPENED;
  }

  /** Whether an incident above has told, or is about to tell, the same recipient here. */
  private boolean isInhibited() {
    return ledger.above(event).stream()
        .anyMatch(
            above ->
                above.isOpen()
                    && above.severity().compareTo(event.severity()) >= 0
                    && speaks(above));
  }

  private boolean speaks(AlertEvent above) {
    Conversation aboveIt = ledger.conversation(above.incidentId(), endpoint);
    return aboveIt.isOpen() || aboveIt.waiting() != null;
  }

  private Delivery quietEnd() {
    if (canBeUpdated()) {
      return planned(Manner.UPDATE, new Timing.Due(PlanReason.TOLD_NOW, now));
    }
    return endpoint.channel().isForPeople()
        ? planned(manner(), timing.quietEnd(endpoint, now))
        : planned(manner(), new Timing.Due(PlanReason.TOLD_NOW, now));
  }

  private boolean canBeUpdated() {
    return endpoint.channel().editsInPlace() && hasAnchor();
  }

  private boolean hasAnchor() {
    return conversation.anchor() != null;
  }

  private Delivery call(PlanReason reason) {
    Timing.Due due = timing.call(endpoint, event.severity(), reason, ledger, now);
    // What keeps changing must not be put off for ever. What breaks through the night does so for
    // itself, and not for what is milder by now.
    boolean sooner =
        waiting != null
            && waiting.reason().isForDigest()
            && due.reason().isForDigest()
            && waiting.dueAt().isBefore(due.at())
            && (waiting.severity() != Severity.CRITICAL || event.severity() == Severity.CRITICAL);
    return planned(
        manner(),
        sooner && waiting != null ? new Timing.Due(waiting.reason(), waiting.dueAt()) : due);
  }

  private Manner manner() {
    if (!endpoint.channel().isForPeople() || !hasAnchor()) {
      return Manner.NEW_MESSAGE;
    }
    return endpoint.channel().editsInPlace() ? Manner.UPDATE_AND_REPLY : Manner.REPLY;
  }

  private Delivery planned(Manner manner, Timing.Due due) {
    return Delivery.planned(event, endpoint, due.reason(), manner, now, due.at());
  }

  private Delivery suppressed(PlanReason reason) {
    return Delivery.suppressed(event, endpoint, reason, now);
  }
}
