package io.pipelinemonitor.jobs.domain.metrics;

/** Why the open amount of a period moved. State is stored by code: append only. */
public enum MovementCause {
  /** All that moved before the period began. */
  OPENING,
  CREATED,
  /** Came from a later period, or had none. */
  PULLED_IN,
  /** Came from an earlier period. */
  PUSHED_IN,
  INCREASED,
  REOPENED,
  RESTORED,
  TRANSFERRED_IN,
  DECREASED,
  /** Went to a later period, or has none now. */
  PUSHED_OUT,
  /** Went to an earlier period. */
  PULLED_OUT,
  WON,
  LOST,
  DELETED,
  MERGED,
  TRANSFERRED_OUT,
  /** An exchange rate changed. */
  FX_EFFECT;

  private static final int FIRST_CODE = 1_000;

  /** Its code in a tally. */
  int code() {
    return FIRST_CODE + ordinal();
  }
}
