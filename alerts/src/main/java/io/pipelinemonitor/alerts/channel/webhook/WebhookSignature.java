package io.pipelinemonitor.alerts.channel.webhook;

import io.pipelinemonitor.alerts.channel.Hmac;
import io.pipelinemonitor.alerts.channel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/**
 * The signature of the Standard Webhooks specification, for which there are libraries in many
 * languages: of the id, the time and the body together, so that none can be exchanged.
 */
final class WebhookSignature {

  private static final String PREFIX = "whsec_";

  private WebhookSignature() {}

  /**
   * As it stands in the header {@code webhook-signature}.
   *
   * @param key its bytes in base 64 behind {@code whsec_}, or any other text
   */
  static String of(Secret key, String id, Instant at, String body) {
    byte[] signature = Hmac.sha256(bytes(key), id + '.' + at.getEpochSecond() + '.' + body);
    return "v1," + Base64.getEncoder().encodeToString(signature);
  }

  private static byte[] bytes(Secret key) {
    String text = key.reveal();
    return text.startsWith(PREFIX)
        ? Base64.getDecoder().decode(text.substring(PREFIX.length()))
        : text.getBytes(StandardCharsets.UTF_8);
  }
}
