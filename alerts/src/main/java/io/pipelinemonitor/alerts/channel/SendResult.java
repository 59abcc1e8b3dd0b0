package io.pipelinemonitor.alerts.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one call. A {@code detail} is one line for logs and records: what the other side
 * said, without anything secret and without what the message says.
 */
public sealed interface SendResult {

  /** Why, as a metric's label and in logs. */
  DeliveryReason reason();

  /**
   * It is done: the other side took it, or there is nothing to be sent.
   *
   * @param reference the channel's own id of the message, by which it is changed or answered; null:
   *     the channel gives none
   */
  record Sent(DeliveryReason reason, @Nullable String reference) implements SendResult {}

  /**
   * Too early: nothing was sent, and it does not count as an attempt. Others to the same address
   * have to wait as well.
   *
   * @param retryAfter from now
   */
  record Wait(Duration retryAfter, DeliveryReason reason, String detail) implements SendResult {}

  /** It has not arrived and may later: to be tried again with growing delay. */
  record Retry(DeliveryReason reason, String detail) implements SendResult {}

  /** It may have arrived: to be looked up before it is tried again. */
  record Ambiguous(DeliveryReason reason, String detail) implements SendResult {}

  /** It has not arrived and will not: to be told another way. */
  record Dead(DeliveryReason reason, String detail) implements SendResult {}
}
