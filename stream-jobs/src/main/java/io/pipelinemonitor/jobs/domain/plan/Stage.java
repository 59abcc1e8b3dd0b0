package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import java.util.Set;
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
 * @param expectedDays how many days a deal normally stays in it; null without an expectation
 * @param requiredFields what a deal must have filled from this stage on
 */
public record Stage(
    String pipelineId,
    String stageId,
    int order,
    DealStatus status,
    int probability,
    @Nullable ForecastCategory category,
    @Nullable Double expectedDays,
    Set<DealField> requiredFields) {

  public Stage {
    requiredFields = Set.copyOf(requiredFields);
  }

  /** A stage that expects and requires nothing. */
  public Stage(
      String pipelineId,
      String stageId,
      int order,
      DealStatus status,
      int probability,
      @Nullable ForecastCategory category) {
    this(pipelineId, stageId, order, status, probability, category, null, Set.of());
  }
}
