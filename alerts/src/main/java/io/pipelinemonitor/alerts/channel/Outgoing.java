package io.pipelinemonitor.alerts.channel;

import io.pipelinemonitor.alerts.domain.plan.Endpoint;
import io.pipelinemonitor.alerts.domain.plan.Manner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way.
 *
 * @param deliveryId its identity, the same each time that it is tried; of a digest the id of its
 *     first delivery
 * @param anchor the incident's first message to this endpoint, to change or to answer; null: there
 *     is none, or {@code manner} does not want one
 * @param possibleRepeat whether it may have arrived before, which readers are told
 * @param plannedAt when it was decided, by the wall's clock: it cannot have been sent before
 */
public record Outgoing(
    String deliveryId,
    Endpoint endpoint,
    Manner manner,
    Content content,
    @Nullable Anchor anchor,
    boolean possibleRepeat,
    Instant plannedAt) {

  /**
   * The incident's first message to an endpoint.
   *
   * @param reference what {@link SendResult.Sent} or {@link Lookup.Found} called it; null: nobody
   *     knows
   */
  public record Anchor(String deliveryId, @Nullable String reference) {}

  /** What readers are to see: the content, marked if it may be a repeat. */
  public Content readable() {
    return possibleRepeat ? content.asPossibleRepeat() : content;
  }

  /** The same, once it may have arrived before. */
  public Outgoing asPossibleRepeat() {
    return new Outgoing(deliveryId, endpoint, manner, content, anchor, true, plannedAt);
  }
}
