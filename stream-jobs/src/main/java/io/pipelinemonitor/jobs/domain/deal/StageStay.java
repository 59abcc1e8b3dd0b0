package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/**
 * A stay of a deal in one stage.
 *
 * @param stageId the stage
 * @param enteredAt microseconds since the epoch
 * @param leftAt microseconds since the epoch; null while the deal is in it
 * @param eventId the event that moved the deal there
 */
public record StageStay(String stageId, long enteredAt, @Nullable Long leftAt, String eventId) {}
