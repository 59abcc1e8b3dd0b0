package io.pipelinemonitor.jobs.domain.risk;

/** The reasons for which a deal is at risk. Published by name: never rename. */
public enum RiskFactorName {
  NO_RECENT_ACTIVITY,
  STUCK_IN_STAGE,
  CLOSE_DATE_OVERDUE,
  CLOSE_DATE_PUSHED,
  STAGE_REGRESSED,
  AMOUNT_DROPPED,
  NO_NEXT_STEP,
  SINGLE_THREADED,
  MISSING_FIELDS,
  UNLIKELY_CLOSE
}
