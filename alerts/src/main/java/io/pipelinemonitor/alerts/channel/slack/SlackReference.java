package io.pipelinemonitor.alerts.channel.slack;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A message in Slack, written {@code C024BE91L/1503435956.000247}.
 *
 * @param channelId the id and never the name, which calls that change a message do not take
 * @param timestamp Slack's name for the message within the channel
 */
record SlackReference(String channelId, String timestamp) {

  /** As it was written; null: it is none. */
  static @Nullable SlackReference read(@Nullable String text) {
    int slash = text == null ? -1 : text.indexOf('/');
    return text == null || slash < 1 || slash == text.length() - 1
        ? null
        : new SlackReference(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Of the message that an answer is about; null: it does not say. */
  static @Nullable SlackReference of(JsonNode answer) {
    String channelId = answer.path("channel").asText();
    String timestamp = answer.path("ts").asText();
    return channelId.isEmpty() || timestamp.isEmpty()
        ? null
        : new SlackReference(channelId, timestamp);
  }

  String text() {
    return channelId + '/' + timestamp;
  }
}
