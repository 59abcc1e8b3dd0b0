package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * What was learnt about one scope.
 *
 * @param scope whose deals they are for
 * @param effectiveFrom the local midnight from which they are in force, microseconds since the
 *     epoch; they know nothing later
 * @param expectation what to expect
 * @param spread how far periods as a whole strayed from it: standard deviation relative to what was
 *     still to come
 */
public record ModelParameters(
    Scope scope, long effectiveFrom, Expectation expectation, PeriodCurve spread) {

  /** Whether projections are the same by these as by the others. */
  public boolean projectsAs(ModelParameters other) {
    return expectation.equals(other.expectation) && spread.equals(other.spread);
  }

  /**
   * The same for a scope below, of which nothing was learnt. What a period brings in is not known
   * of it, and what it brings in above is no measure.
   */
  public ModelParameters lentTo(Scope below) {
    return new ModelParameters(below, effectiveFrom, expectation.ofNoTypicalPeriod(), spread);
  }
}
