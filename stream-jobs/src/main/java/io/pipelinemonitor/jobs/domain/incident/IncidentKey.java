package io.pipelinemonitor.jobs.domain.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identities that a replay finds again. */
public final class IncidentKey {

  private static final int BYTES = 12;

  private IncidentKey() {}

  /**
   * The identity of an incident: the first 24 hex digits of a SHA-256 of what it is about and when
   * its first breach began, stream time in microseconds.
   */
  public static String incidentId(String dedupKey, long beganAt) {
    byte[] hash = sha256().digest((dedupKey + '@' + beganAt).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
