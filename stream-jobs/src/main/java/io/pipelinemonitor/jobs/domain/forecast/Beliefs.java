package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.NavigableMap;
import java.util.Objects;

/**
 * What is believed of a scope, and what had been believed when each earlier period began: learnt
 * again from the outcomes of the periods before it, to see how far off it was.
 *
 * @param period index of the period that runs
 * @param expectations by index of the period for which they were made, up to {@code period}
 * @param spread see {@link ModelParameters}
 */
public record Beliefs(
    int period, NavigableMap<Integer, Expectation> expectations, PeriodCurve spread) {

  /**
   * The parameters to project with.
   *
   * @param scope whose beliefs these are
   * @param effectiveFrom a local midnight in the period that runs, microseconds since the epoch
   */
  public ModelParameters parameters(Scope scope, long effectiveFrom) {
    return new ModelParameters(
        scope, effectiveFrom, Objects.requireNonNull(expectations.get(period)), spread);
  }
}
