package io.pipelinemonitor.jobs.domain.drift;

import org.jspecify.annotations.Nullable;

/**
 * The smallest drift that is worth telling; reaching either bound is enough.
 *
 * @param absolute minor units of the reporting currency; null: no such bound
 * @param percent in percent of the baseline, 0 to 100; null: no such bound
 */
public record Materiality(@Nullable Long absolute, @Nullable Double percent) {

  /** Every drift is worth telling. */
  public static final Materiality ANY = new Materiality(null, null);

  /** The smallest material drift from the baseline, minor units. */
  double least(long baseline) {
    if (percent == null) {
      return absolute == null ? 0 : absolute;
    }
    double share = percent / 100 * Math.abs(baseline);
    return absolute == null ? share : Math.min(absolute, share);
  }
}
