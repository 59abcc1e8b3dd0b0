package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/**
 * A stay of a deal in a stage that keeps it open.
 *
 * @param pipelineId the pipeline that the deal was in then; empty if it never had one
 * @param stageId the stage
 * @param enteredAt microseconds since the epoch
 * @param leftAt when the deal went to another stage or closed, microseconds; null while it is in it
 * @param advanced whether it went on to a later stage or was won
 */
public record StageVisit(
    String pipelineId, String stageId, long enteredAt, @Nullable Long leftAt, boolean advanced) {}
