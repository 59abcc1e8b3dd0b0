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

  /** Whether it is a digest. */
  public boolean isDigest() {
    return deliveries.size() > 1;
  }

  /** What may be sent by then, in the order in which it was decided. */
  public static List<Mailing> due(Ledger ledger, Instant now) {
    List<Mailing> mailings = new ArrayList<>();
    Map<String, List<Delivery>> held = new LinkedHashMap<>();
    for (Delivery delivery : ledger.waiting()) {
      if (delivery.dueAt().isAfter(now)) {
        continue;
      }
      if (delivery.reason().isForDigest()) {
        held.computeIfAbsent(delivery.endpoint().key(), key -> new ArrayList<>()).add(delivery);
      } else {
        mailings.add(new Mailing(delivery.endpoint(), List.of(delivery)));
      }
    }
    held.values()
        .forEach(
            together ->
                mailings.add(
                    new Mailing(
                        together.get(0).endpoint(),
                        together.size() == 1
                            ? together
                            : together.stream().map(Delivery::gathered).toList())));
    return mailings;
  }
}
