package io.pipelinemonitor.jobs.domain.deal;

/** How sure the sales organisation says it is of a deal. */
public enum ForecastCategory {
  OMITTED,
  PIPELINE,
  BEST_CASE,
  COMMIT,
  CLOSED
}
