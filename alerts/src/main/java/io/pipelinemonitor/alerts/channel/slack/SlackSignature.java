package io.pipelinemonitor.alerts.channel.slack;

import io.pipelinemonitor.alerts.channel.Hmac;
import io.pipelinemonitor.alerts.channel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By which Slack proves that it is Slack. */
final class SlackSignature {

  /** How old a request may be, so that none can be sent again later. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String VERSION = "v0";

  private SlackSignature() {}

  /**
   * Whether a request is from Slack and of now.
   *
   * @param timestamp as in the header {@code X-Slack-Request-Timestamp}; null: there is none
   * @param signature as in the header {@code X-Slack-Signature}; null: there is none
   * @param body as it came in
   */
  static boolean isGenuine(
      Secret secret,
      @Nullable String timestamp,
      @Nullable String signature,
      String body,
      Instant now) {
    if (timestamp == null || signature == null || !timestamp.matches("\\d{1,12}")) {
      return false;
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now).abs();
    // In constant time: how long it takes does not tell how much of a guess is right.
    boolean signed =
        MessageDigest.isEqual(
            of(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
            signature.getBytes(StandardCharsets.UTF_8));
    return signed && age.compareTo(TOLERANCE) <= 0;
  }

  static String of(Secret secret, String timestamp, String body) {
    byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return VERSION
        + '='
        + HexFormat.of().formatHex(Hmac.sha256(key, VERSION + ':' + timestamp + ':' + body));
  }
}
