package io.pipelinemonitor.jobs.domain.forecast;

/**
 * What the CRM says of the chance of winning from a stage: what is believed before outcomes speak.
 *
 * @param pipelineId the sales process
 * @param stageId the stage
 * @param probability 0 to 1
 */
public record StageProbability(String pipelineId, String stageId, double probability) {

  /** The stage's deals of that age. */
  DealClass dealClass(DealAge age) {
    return new DealClass(pipelineId, stageId, age);
  }
}
