package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;

/** One of the sums kept for a scope and period. State is stored by ordinal: append only. */
public enum Measure {
  OPEN_COUNT,
  OPEN_AMOUNT,
  WEIGHTED_AMOUNT,
  QUALIFIED_AMOUNT,
  BOOKED_COUNT,
  BOOKED_AMOUNT,
  LOST_COUNT,
  LOST_AMOUNT,
  OVERDUE_COUNT,
  OVERDUE_AMOUNT,
  UNCONVERTED_COUNT,
  UNKNOWN_OWNER_COUNT,
  UNKNOWN_STAGE_COUNT,
  OMITTED_COUNT,
  OMITTED_AMOUNT,
  PIPELINE_COUNT,
  PIPELINE_AMOUNT,
  BEST_CASE_COUNT,
  BEST_CASE_AMOUNT,
  COMMIT_COUNT,
  COMMIT_AMOUNT,
  CLOSED_COUNT,
  CLOSED_AMOUNT,
  REPS_WITH_QUOTA,
  REPS_AT_QUOTA,
  REPS_ON_PACE,
  /** Deals won on the day; the histogram of the day counts how long they took. */
  WON_COUNT,
  WON_AMOUNT,
  /** From creation to win, whole seconds. */
  WON_CYCLE_SECONDS,
  DAY_LOST_COUNT,
  DAY_LOST_AMOUNT,
  /** Deals created on the day. */
  CREATED_COUNT,
  /** Of them, those that are won by now. */
  CREATED_WON_COUNT,
  AT_RISK_COUNT,
  AT_RISK_AMOUNT,
  AT_RISK_COMMIT,
  WATCH_COUNT,
  WATCH_AMOUNT,
  UNTOUCHED_AMOUNT,
  MISSING_AMOUNT,
  MISSING_OWNER,
  MISSING_NEXT_STEP,
  MISSING_CLOSE_DATE,
  STAGE_SKIPPED,
  DUPLICATE_SUSPECTS,
  CLEAN_COUNT,
  /** Deals of which the day saw the latest touch. */
  TOUCHED_DEALS,
  EMAILS,
  CALLS,
  MEETINGS,
  TASKS,
  NOTES,
  MESSAGES;

  /** Its code in a tally. */
  int code() {
    return ordinal();
  }

  /** The number of meaningful touches of the kind. */
  public static Measure touchesOf(ActivityKind kind) {
    return switch (kind) {
      case EMAIL -> EMAILS;
      case CALL -> CALLS;
      case MEETING -> MEETINGS;
      case TASK -> TASKS;
      case NOTE -> NOTES;
      case MESSAGE -> MESSAGES;
    };
  }

  /** The number of open deals in the category. */
  public static Measure countOf(ForecastCategory category) {
    return switch (category) {
      case OMITTED -> OMITTED_COUNT;
      case PIPELINE -> PIPELINE_COUNT;
      case BEST_CASE -> BEST_CASE_COUNT;
      case COMMIT -> COMMIT_COUNT;
      case CLOSED -> CLOSED_COUNT;
    };
  }

  /** The amount of open deals in the category. */
  public static Measure amountOf(ForecastCategory category) {
    return switch (category) {
      case OMITTED -> OMITTED_AMOUNT;
      case PIPELINE -> PIPELINE_AMOUNT;
      case BEST_CASE -> BEST_CASE_AMOUNT;
      case COMMIT -> COMMIT_AMOUNT;
      case CLOSED -> CLOSED_AMOUNT;
    };
  }
}
