package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.pipelinemonitor.alerts.channel.SendResult;

/** What Slack made of a call. */
sealed interface SlackAnswer {

  /** It did what was asked. */
  record Done(JsonNode body) implements SlackAnswer {}

  /**
   * It did not, or nobody knows.
   *
   * @param ofForm whether words alone may pass
   */
  record Failed(SendResult result, boolean ofForm) implements SlackAnswer {}
}
