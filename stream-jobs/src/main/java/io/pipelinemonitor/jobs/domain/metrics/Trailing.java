package io.pipelinemonitor.jobs.domain.metrics;

/**
 * A scope's sums over the trailing window that ends today, and over the window before it.
 *
 * @param now the window that ends today
 * @param before the window before
 */
public record Trailing(Sums now, Sums before) {

  /** Whether nothing happened within the window. */
  public boolean isZero() {
    return now.isZero();
  }
}
