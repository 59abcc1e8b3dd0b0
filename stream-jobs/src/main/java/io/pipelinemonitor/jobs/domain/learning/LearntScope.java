package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import java.util.SortedMap;

/**
 * All that was learnt of a scope.
 *
 * @param parameters to project with
 * @param stages how long deals are in stages: learnt for the company alone, since a stage is
 *     defined for all of it and a rep's few stays say little
 */
public record LearntScope(
    ModelParameters parameters, SortedMap<StageKey, StageDurations.Statistics> stages) {}
