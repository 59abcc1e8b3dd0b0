package io.pipelinemonitor.jobs.domain.learning;

import org.jspecify.annotations.Nullable;

/**
 * A stay of a deal in a stage.
 *
 * @param stageId the stage
 * @param enteredAt microseconds since the epoch
 * @param leftAt microseconds since the epoch; null while the deal is there
 */
public record StageEntry(String stageId, long enteredAt, @Nullable Long leftAt) {}
