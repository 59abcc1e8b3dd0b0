package io.pipelinemonitor.alerts.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has signed in. Kept in memory: a restart asks everybody again. Safe for concurrent use. */
final class Sessions {

  static final Duration LENGTH = Duration.ofHours(12);

  private static final int MOST = 1_000;
  private static final int MOST_FAILURES = 10;
  private static final Duration FAILURES_WITHIN = Duration.ofMinutes(1);
  private static final int BYTES = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> endOf = new LinkedHashMap<>();
  private int failures;
  private Instant countedSince = Instant.EPOCH;

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Something that nobody guesses. */
  String secret() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Begins a session; its name is as secret as the token. */
  synchronized String begin() {
    String session = secret();
    endOf.put(session, clock.instant().plus(LENGTH));
    if (endOf.size() > MOST) {
      endOf.remove(endOf.keySet().iterator().next());
    }
    return session;
  }

  synchronized boolean isValid(@Nullable String session) {
    Instant end = session == null ? null : endOf.get(session);
    return end != null && clock.instant().isBefore(end);
  }

  synchronized void end(@Nullable String session) {
    endOf.remove(session);
  }

  /** Notes a wrong token. */
  synchronized void failed() {
    Instant now = clock.instant();
    if (Duration.between(countedSince, now).compareTo(FAILURES_WITHIN) > 0) {
      countedSince = now;
      failures = 0;
    }
    failures++;
  }

  /** Whether so many wrong tokens came lately that no more are looked at. */
  synchronized boolean isGuessing() {
    return failures >= MOST_FAILURES
        && Duration.between(countedSince, clock.instant()).compareTo(FAILURES_WITHIN) <= 0;
  }

  /** Takes as long for a good guess as for a bad one. */
  static boolean same(String expected, @Nullable String given) {
    return given != null && MessageDigest.isEqual(digest(expected), digest(given));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
