package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a sales process.
 *
 * @param pipelineId the process it belongs to
 * @param stageId its identifier, unique within its process
 * @param order its place in the process, counted from 1
 * @param status what a deal in it is unless an event says otherwise
 * @param probability chance of winning from here, in parts per million
 * @param category the forecast category of deals that have none of their own
 */
public record Stage(
    String pipelineId,
    String stageId,
    int order,
    DealStatus status,
    int probability,
    @Nullable ForecastCategory category) {}
