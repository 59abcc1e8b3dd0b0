package io.pipelinemonitor.alerts.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: twice as long each time at most, with full jitter. */
public final class Backoff {

  /** Beyond it, twice as long would not fit into a long. */
  private static final int MOST_DOUBLINGS = 30;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  /**
   * @param first the longest wait after the first attempt
   * @param longest the longest wait after however many
   */
  public Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** A wait after so many attempts, at least one millisecond. */
  public Duration after(int attempts) {
    int doublings = Math.min(Math.max(0, attempts - 1), MOST_DOUBLINGS);
    long most = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Duration.ofMillis(random.nextLong(1, most + 1));
  }
}
