package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;

/**
 * What a deal was from some instant on.
 *
 * @param since microseconds since the epoch
 * @param status open, won or lost
 * @param period index of the period in which it counted, or {@link #NO_PERIOD}
 * @param pipelineId its sales process; empty if it had none
 * @param stageId its stage; empty if it had none
 * @param amount minor units of the reporting currency
 */
public record DealStanding(
    long since, DealStatus status, int period, String pipelineId, String stageId, long amount) {

  /** The period of a deal that counts nowhere: deleted, merged, or open without a close date. */
  public static final int NO_PERIOD = Integer.MIN_VALUE;
}
