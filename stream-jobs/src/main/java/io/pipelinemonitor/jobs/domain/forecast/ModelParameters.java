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
    Scope scope, long effectiveFrom, Expectation expectation, PeriodCurve spread) {}
