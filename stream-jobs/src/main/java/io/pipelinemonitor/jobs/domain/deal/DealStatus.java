package io.pipelinemonitor.jobs.domain.deal;

/** Whether a deal is still to be decided. */
public enum DealStatus {
  OPEN,
  WON,
  LOST
}
