package io.pipelinemonitor.alerts.domain.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one recipient was told of one incident by one channel.
 *
 * @param deliveries in the order of the incident's steps
 */
record Conversation(List<Delivery> deliveries) {

  /** What was told last; null: nothing was. */
  @Nullable Delivery lastTold() {
    return last(deliveries.stream().filter(Delivery::isTold).toList());
  }

  /** What waits to be sent; null: nothing does. */
  @Nullable Delivery waiting() {
    return last(deliveries.stream().filter(Delivery::isWaiting).toList());
  }

  /**
   * The message of the incident's own, to change or to answer; null: there is none. There is a
   * second one only where the first has gone.
   */
  @Nullable Delivery anchor() {
    return last(
        deliveries.stream()
            .filter(delivery -> delivery.isTold() && delivery.manner() == Manner.NEW_MESSAGE)
            .toList());
  }

  /** Whether the recipient knows of the incident and has not heard that it is over. */
  boolean isOpen() {
    Delivery told = lastTold();
    return told != null && !told.isEnd();
  }

  private static @Nullable Delivery last(List<Delivery> deliveries) {
    return deliveries.isEmpty() ? null : deliveries.get(deliveries.size() - 1);
  }
}
