package io.pipelinemonitor.jobs.domain.rules;

/**
 * Fires when {@code m} of the last {@code n} observations were in breach, however long they lasted.
 *
 * @param m how many, 1 to {@code n}
 * @param n out of how many, at most {@value #MOST}
 */
public record MOfN(int m, int n) {

  /** As many as are kept of each level, one bit each. */
  public static final int MOST = 64;

  /** What was kept of earlier observations and a new one, the newest in the lowest bit. */
  public long push(long recent, boolean inBreach) {
    return keep((recent << 1) | (inBreach ? 1 : 0));
  }

  /** The last {@code n} of what was kept. */
  public long keep(long recent) {
    return n == MOST ? recent : recent & ((1L << n) - 1);
  }

  /** Whether enough of them were in breach. */
  public boolean isReached(long recent) {
    return Long.bitCount(keep(recent)) >= m;
  }
}
