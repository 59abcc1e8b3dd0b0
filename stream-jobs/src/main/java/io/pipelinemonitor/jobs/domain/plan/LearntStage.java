package io.pipelinemonitor.jobs.domain.plan;

/**
 * What was learnt of one stage.
 *
 * @param pipelineId the process that it belongs to; empty if its deals have none
 * @param stageId the stage
 * @param statistics how long deals are in it
 */
public record LearntStage(String pipelineId, String stageId, StageStatistics statistics) {}
