package io.pipelinemonitor.alerts.channel.http;

import java.time.Duration;

/**
 * How long a call may take.
 *
 * @param connect until there is a connection
 * @param whole from the beginning to the end of the answer
 */
public record HttpLimits(Duration connect, Duration whole) {

  /** Enough for a slow day of the other side. */
  public static final HttpLimits USUAL =
      new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(15));

  public HttpLimits {
    if (connect.isNegative() || connect.isZero() || connect.compareTo(whole) >= 0) {
      throw new IllegalArgumentException(
          "a call takes longer than its connection, and not " + whole + " to " + connect);
    }
  }
}
