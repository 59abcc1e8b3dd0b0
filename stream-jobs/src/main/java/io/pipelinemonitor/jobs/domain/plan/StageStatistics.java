package io.pipelinemonitor.jobs.domain.plan;

import org.jspecify.annotations.Nullable;

/**
 * What was learnt of one stage.
 *
 * @param daysP90 the 90th percentile of the length of completed stays, in days of 24 hours; null
 *     where too few are known
 * @param daysToWinMedian the median time from entering the stage to the win, in days; null where
 *     too few are known
 */
public record StageStatistics(@Nullable Double daysP90, @Nullable Double daysToWinMedian) {

  /** Nothing learnt yet. */
  public static final StageStatistics NONE = new StageStatistics(null, null);
}
