package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;

/**
 * What scopes are to learn of a deal from a midnight on, and what not any longer.
 *
 * @param midnight microseconds since the epoch
 * @param scopes whom it concerns; units and the company learn from their reps
 * @param added to be counted
 * @param withdrawn to be counted no more
 */
public record LessonChange(
    long midnight, List<Scope> scopes, DealLessons added, DealLessons withdrawn) {}
