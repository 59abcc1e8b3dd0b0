package io.pipelinemonitor.local.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;

/** Posts presses of buttons as Slack does, signed. */
final class ButtonPresses {

  static final int NO_ANSWER = 504;

  /** Longer than Slack waits: whoever looks at the page wants to know what was answered. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final URI target;
  private final String signingSecret;
  private final Clock clock;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  ButtonPresses(URI target, String signingSecret, Clock clock) {
    this.target = target;
    this.signingSecret = signingSecret;
    this.clock = clock;
  }

  /** Posts a press; the status of the answer, or {@link #NO_ANSWER}. */
  int post(JsonNode payload) throws InterruptedException {
    String body = "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(LIMIT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", timestamp)
            .header("X-Slack-Signature", signature(timestamp, body))
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return NO_ANSWER;
    }
  }

  private String signature(String timestamp, String body) {
    return "v0="
        + Hashing.hmacSha256(signingSecret.getBytes(StandardCharsets.UTF_8))
            .hashString("v0:" + timestamp + ':' + body, StandardCharsets.UTF_8);
  }
}
