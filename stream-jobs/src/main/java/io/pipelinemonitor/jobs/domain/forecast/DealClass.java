package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Comparator;

/**
 * Open deals that are told apart by the chance of winning them.
 *
 * @param pipelineId the sales process; empty if the deal has none
 * @param stageId the stage; empty if the deal has none
 * @param age how old the deal is for its period
 */
public record DealClass(String pipelineId, String stageId, DealAge age)
    implements Comparable<DealClass> {

  private static final Comparator<DealClass> ORDER =
      Comparator.comparing(DealClass::pipelineId)
          .thenComparing(DealClass::stageId)
          .thenComparing(DealClass::age);

  /** The deals of the same stage and another age. */
  public DealClass aged(DealAge other) {
    return new DealClass(pipelineId, stageId, other);
  }

  @Override
  public int compareTo(DealClass other) {
    return ORDER.compare(this, other);
  }
}
