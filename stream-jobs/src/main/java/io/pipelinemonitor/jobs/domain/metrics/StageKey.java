package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A stage as deals name it, defined or not.
 *
 * @param pipelineId the deal's pipeline; empty if it has none
 * @param stageId the deal's stage; empty if it has none
 */
public record StageKey(String pipelineId, String stageId) implements Comparable<StageKey> {

  /** Stages differ in their names; processes are few. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof StageKey key
            && stageId.equals(key.stageId)
            && pipelineId.equals(key.pipelineId));
  }

  @Override
  public int hashCode() {
    return 31 * pipelineId.hashCode() + stageId.hashCode();
  }

  @Override
  public int compareTo(StageKey other) {
    int byPipeline = pipelineId.compareTo(other.pipelineId);
    return byPipeline != 0 ? byPipeline : stageId.compareTo(other.stageId);
  }
}
