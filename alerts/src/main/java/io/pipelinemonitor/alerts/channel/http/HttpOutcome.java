package io.pipelinemonitor.alerts.channel.http;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import java.net.http.HttpHeaders;

/** What became of a call. */
public sealed interface HttpOutcome {

  /**
   * There was an answer.
   *
   * @param body as text; empty where it is of no interest
   */
  record Answer(int status, HttpHeaders headers, String body) implements HttpOutcome {}

  /** It did not reach the other side. */
  record NotSent(DeliveryReason reason, String detail) implements HttpOutcome {}

  /** It may have reached the other side. */
  record NoAnswer(DeliveryReason reason, String detail) implements HttpOutcome {}
}
