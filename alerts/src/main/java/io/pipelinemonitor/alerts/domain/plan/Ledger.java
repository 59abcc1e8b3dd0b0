package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.IncidentState;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened and what was decided so far. It is all that planning knows of the past, and it
 * is built up again from the latest step of each incident and the records of all deliveries: their
 * order makes no difference, and neither does one that comes again.
 *
 * <p>An incident is kept until {@link #forget} finds that it ended long ago.
 */
public final class Ledger {

  /** Of deliveries of one incident. */
  private static final Comparator<Delivery> IN_ORDER =
      Comparator.comparingLong(Delivery::sequence)
          .thenComparing(Delivery::plannedAt)
          .thenComparing(Delivery::deliveryId);

  private final Map<String, IncidentFile> incidents = new LinkedHashMap<>();
  private final Map<String, Set<String>> ofScope = new HashMap<>();
  private final Map<String, Map<String, Instant>> heard = new HashMap<>();
  private final Map<String, Delivery> waiting = new LinkedHashMap<>();
  private final Map<String, Delivery> ambiguous = new LinkedHashMap<>();
  private final Map<String, Set<String>> unsettled = new HashMap<>();

  /** What is known of one incident. */
  private static final class IncidentFile {
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();
    private @Nullable AlertEvent latest;

    /** When something was last decided about it. */
    private Instant decidedAt(Instant ifNever) {
      return deliveries.values().stream()
          .map(Delivery::plannedAt)
          .max(Comparator.naturalOrder())
          .orElse(ifNever);
    }
  }

  /** Takes in a step; one that was taken in, or is older than the latest, changes nothing. */
  public void record(AlertEvent event) {
    IncidentFile file = file(event.incidentId());
    if (file.latest != null && file.latest.sequence() >= event.sequence()) {
      return;
    }
    file.latest = event;
    ofScope
        .computeIfAbsent(place(event, event.scope().key()), key -> new LinkedHashSet<>())
        .add(event.incidentId());
  }

  /** Takes in a delivery as it is now. */
  public void record(Delivery delivery) {
    String deliveryId = delivery.deliveryId();
    file(delivery.incidentId()).deliveries.put(deliveryId, delivery);
    if (delivery.isWaiting()) {
      waiting.put(deliveryId, delivery);
    } else {
      waiting.remove(deliveryId);
    }
    if (delivery.status() == DeliveryStatus.AMBIGUOUS) {
      ambiguous.put(deliveryId, delivery);
    } else {
      ambiguous.remove(deliveryId);
    }
    if (delivery.isUnsettled()) {
      unsettled.computeIfAbsent(conversationKey(delivery), key -> new HashSet<>()).add(deliveryId);
    } else {
      unsettled.computeIfPresent(
          conversationKey(delivery),
          (key, deliveryIds) -> {
            deliveryIds.remove(deliveryId);
            return deliveryIds.isEmpty() ? null : deliveryIds;
          });
    }
    Map<String, Instant> ofRecipient =
        heard.computeIfAbsent(delivery.endpoint().recipient(), key -> new LinkedHashMap<>());
    if (callsSomebody(delivery)) {
      ofRecipient.put(deliveryId, delivery.plannedAt());
    } else {
      ofRecipient.remove(deliveryId);
    }
  }

  /** A digest is one message, and comes when there is room for it. */
  private static boolean callsSomebody(Delivery delivery) {
    return delivery.manner().isHeard()
        && !delivery.reason().isForDigest()
        && (delivery.isWaiting() || delivery.isTold());
  }

  private IncidentFile file(String incidentId) {
    return incidents.computeIfAbsent(incidentId, key -> new IncidentFile());
  }

  private static String place(AlertEvent event, String scopeKey) {
    return event.rule().id() + '|' + event.period() + '|' + scopeKey;
  }

  /** The latest step of the incident; null: none is known. */
  @Nullable AlertEvent latest(String incidentId) {
    IncidentFile file = incidents.get(incidentId);
    return file == null ? null : file.latest;
  }

  /** The latest steps of all incidents that are open, in an order of their own. */
  List<AlertEvent> open() {
    List<AlertEvent> open = new ArrayList<>();
    for (IncidentFile file : incidents.values()) {
      if (file.latest != null && file.latest.isOpen()) {
        open.add(file.latest);
      }
    }
    open.sort(Comparator.comparing(AlertEvent::incidentId));
    return open;
  }

  /** The latest steps of the incidents of the same rule and period that are of scopes above. */
  List<AlertEvent> above(AlertEvent event) {
    List<AlertEvent> above = new ArrayList<>();
    for (String scopeKey : event.scope().above()) {
      for (String incidentId : ofScope.getOrDefault(place(event, scopeKey), Set.of())) {
        AlertEvent latest = latest(incidentId);
        if (latest != null) {
          above.add(latest);
        }
      }
    }
    return above;
  }

  /** The step at which somebody last acknowledged or snoozed the incident; 0: nobody has. */
  long quietedAt(String incidentId) {
    return deliveries(incidentId).stream()
        .filter(
            delivery ->
                delivery.transition() == Transition.ACKNOWLEDGED
                    || delivery.transition() == Transition.SNOOZED)
        .mapToLong(Delivery::sequence)
        .max()
        .orElse(0);
  }

  /** All deliveries of the incident, in the order of its steps. */
  public List<Delivery> deliveries(String incidentId) {
    IncidentFile file = incidents.get(incidentId);
    return file == null ? List.of() : file.deliveries.values().stream().sorted(IN_ORDER).toList();
  }

  /** Those of the incident to one recipient by one channel, in the order of its steps. */
  Conversation conversation(String incidentId, Endpoint endpoint) {
    return new Conversation(
        deliveries(incidentId).stream()
            .filter(delivery -> delivery.endpoint().equals(endpoint))
            .toList());
  }

  /** The message that the delivery changes or answers; null: it is a message of its own. */
  public @Nullable Delivery anchor(Delivery delivery) {
    return switch (delivery.manner()) {
      case NEW_MESSAGE, IN_DIGEST -> null;
      case UPDATE, UPDATE_AND_REPLY, REPLY ->
          conversation(delivery.incidentId(), delivery.endpoint()).anchor();
    };
  }

  /** What was decided for the step, recipient and channel; null: nothing yet. */
  @Nullable Delivery delivery(AlertEvent event, Endpoint endpoint) {
    IncidentFile file = incidents.get(event.incidentId());
    return file == null ? null : file.deliveries.get(Delivery.id(event.alertEventId(), endpoint));
  }

  /** When the recipient was called since then, by whatever channel, in order. */
  List<Instant> calls(String recipient, Instant since) {
    return heard.getOrDefault(recipient, Map.of()).values().stream()
        .filter(at -> at.isAfter(since))
        .sorted()
        .toList();
  }

  /** The delivery as it is now; null: there is none. */
  public @Nullable Delivery delivery(String incidentId, String deliveryId) {
    IncidentFile file = incidents.get(incidentId);
    return file == null ? null : file.deliveries.get(deliveryId);
  }

  /** What waits to be sent and may be by then, in the order in which it was decided. */
  List<Delivery> waiting(Instant now) {
    return due(waiting, now);
  }

  /** What was sent, and is to be looked into by then, in the order in which it was decided. */
  List<Delivery> ambiguous(Instant now) {
    return due(ambiguous, now);
  }

  private static List<Delivery> due(Map<String, Delivery> deliveries, Instant now) {
    return deliveries.values().stream()
        .filter(delivery -> !delivery.dueAt().isAfter(now))
        .sorted(Comparator.comparing(Delivery::plannedAt).thenComparing(Delivery::deliveryId))
        .toList();
  }

  /** Whether it has to wait for another step to the same recipient by the same channel. */
  boolean isHeldUp(Delivery delivery) {
    return unsettled.containsKey(conversationKey(delivery));
  }

  private static String conversationKey(Delivery delivery) {
    return delivery.incidentId() + '|' + delivery.endpoint().key();
  }

  /** Whether anything is known of the incident. */
  public boolean knows(String incidentId) {
    return incidents.containsKey(incidentId);
  }

  /**
   * Forgets incidents that are over, of which the last was decided before then and nothing is on
   * its way. By when it was decided, not by when it was judged: of a past that is read again the
   * latter is long ago.
   */
  public void forget(Instant decidedBefore) {
    incidents
        .values()
        .removeIf(
            file -> {
              AlertEvent latest = file.latest;
              boolean over =
                  latest != null
                      && latest.state() == IncidentState.RESOLVED
                      && file.decidedAt(latest.times().evaluatedAt()).isBefore(decidedBefore)
                      && file.deliveries.values().stream().allMatch(Delivery::isOver);
              if (over && latest != null) {
                forget(latest);
              }
              return over;
            });
    heard.values().forEach(calls -> calls.values().removeIf(at -> at.isBefore(decidedBefore)));
    heard.values().removeIf(Map::isEmpty);
  }

  private void forget(AlertEvent latest) {
    ofScope.computeIfPresent(
        place(latest, latest.scope().key()),
        (key, incidentIds) -> {
          incidentIds.remove(latest.incidentId());
          return incidentIds.isEmpty() ? null : incidentIds;
        });
  }
}
