package io.pipelinemonitor.alerts.channel.http;

import io.pipelinemonitor.alerts.channel.SendResult;
import java.net.http.HttpHeaders;

/** What became of a call. */
public sealed interface HttpOutcome {

  /**
   * There was an answer.
   *
   * @param body as text; empty where it is of no interest
   */
  record Answer(int status, HttpHeaders headers, String body) implements HttpOutcome {}

  /**
   * There was none.
   *
   * @param result what that means: it did not reach the other side, or it may have
   */
  record NoAnswer(SendResult result) implements HttpOutcome {}
}
