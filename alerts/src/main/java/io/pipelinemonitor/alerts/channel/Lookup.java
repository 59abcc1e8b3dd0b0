package io.pipelinemonitor.alerts.channel;

import java.time.Duration;

/** What is known of a message whose fate was not. */
public sealed interface Lookup {

  /** It arrived; the reference is that of {@link SendResult.Sent}. */
  record Found(String reference) implements Lookup {}

  /**
   * It has not arrived: to be sent again. It may still be on its way, so where a second one would
   * be seen it is sent as a possible repeat.
   */
  record Absent() implements Lookup {}

  /** The channel cannot tell, now or later: to be sent again as a possible repeat. */
  record Unknowable(DeliveryReason reason, String detail) implements Lookup {}

  /**
   * The channel cannot tell now.
   *
   * @param retryAfter from now, at the earliest
   */
  record Later(Duration retryAfter, DeliveryReason reason, String detail) implements Lookup {}
}
