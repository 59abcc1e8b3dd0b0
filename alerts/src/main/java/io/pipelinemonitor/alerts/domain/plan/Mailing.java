package io.pipelinemonitor.alerts.domain.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is sent at once: one delivery, or as one digest all that was held for a recipient.
 *
 * @param deliveries as they are sent, at least one
 */
public record Mailing(Endpoint endpoint, List<Delivery> deliveries) {

  public Mailing {
    deliveries = List.copyOf(deliveries);
  }

  /** Identity: the same each time that the same is sent. */
  public String id() {
    String inMailing = deliveries.get(0).mailingId();
    return inMailing == null ? deliveries.get(0).deliveryId() : inMailing;
  }

  /** Whether it is a digest, also if it is of a single incident by now. */
  public boolean isDigest() {
    return deliveries.get(0).manner() == Manner.IN_DIGEST;
  }

  /** When the first of it was decided. */
  public Instant plannedAt() {
    return deliveries.stream().map(Delivery::plannedAt).min(Instant::compareTo).orElseThrow();
  }

  /** From when it may be sent. */
  public Instant dueAt() {
    return deliveries.stream().map(Delivery::dueAt).min(Instant::compareTo).orElseThrow();
  }

  /**
   * What may be sent by then, in the order in which it was decided. A step waits for earlier ones
   * to the same recipient by the same channel.
   */
  public static List<Mailing> due(Ledger ledger, Instant now) {
    List<Mailing> mailings = new ArrayList<>();
    Map<String, List<Delivery>> held = new LinkedHashMap<>();
    for (Delivery delivery : ledger.waiting(now)) {
      if (ledger.isHeldUp(delivery)) {
        continue;
      }
      if (delivery.reason().isForDigest()) {
        held.computeIfAbsent(delivery.endpoint().key(), key -> new ArrayList<>()).add(delivery);
      } else {
        mailings.add(new Mailing(delivery.endpoint(), List.of(delivery)));
      }
    }
    held.values().forEach(together -> mailings.add(gathered(together)));
    return mailings;
  }

  /** What was sent as it was sent, where it is not known whether it arrived. */
  public static List<Mailing> ambiguous(Ledger ledger, Instant now) {
    Map<String, List<Delivery>> mailings = new LinkedHashMap<>();
    for (Delivery delivery : ledger.ambiguous(now)) {
      String inMailing = delivery.mailingId();
      mailings
          .computeIfAbsent(
              inMailing == null ? delivery.deliveryId() : inMailing, key -> new ArrayList<>())
          .add(delivery);
    }
    return mailings.values().stream()
        .map(together -> new Mailing(together.get(0).endpoint(), together))
        .toList();
  }

  private static Mailing gathered(List<Delivery> together) {
    Endpoint endpoint = together.get(0).endpoint();
    if (together.size() == 1) {
      return new Mailing(endpoint, together);
    }
    String mailingId = together.get(0).deliveryId();
    return new Mailing(
        endpoint, together.stream().map(delivery -> delivery.gathered(mailingId)).toList());
  }
}
