package io.pipelinemonitor.jobs.domain.metrics;

/**
 * A stage as deals name it, defined or not.
 *
 * @param pipelineId the deal's pipeline; empty if it has none
 * @param stageId the deal's stage; empty if it has none
 */
public record StageKey(String pipelineId, String stageId) implements Comparable<StageKey> {

  @Override
  public int compareTo(StageKey other) {
    int byPipeline = pipelineId.compareTo(other.pipelineId);
    return byPipeline != 0 ? byPipeline : stageId.compareTo(other.stageId);
  }
}
