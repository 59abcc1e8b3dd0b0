package io.pipelinemonitor.jobs.domain.metrics;

/**
 * A scope's sums over the trailing window that ends today, and over the window before it.
 *
 * @param now the window that ends today
 * @param before the window before
 * @param touchesWeek activities of the trailing week
 * @param touchesBefore activities of the three weeks before
 * @param undated open deals without a close date
 */
public record Trailing(Sums now, Sums before, Sums touchesWeek, Sums touchesBefore, Sums undated) {

  /** Whether there is nothing to tell of the windows. */
  public boolean isZero() {
    return now.isZero() && touchesWeek.isZero() && touchesBefore.isZero() && undated.isZero();
  }

  /** Activities of the four weeks that end today. */
  public long month(Measure measure) {
    return touchesWeek.get(measure) + touchesBefore.get(measure);
  }
}
