package io.pipelinemonitor.jobs.domain.metrics;

/** One of the sums kept for a stage. State is stored by code: append only. */
public enum StageMeasure {
  /** Open deals in it. */
  OPEN_COUNT,
  /** Their amounts together. */
  OPEN_AMOUNT,
  /** Times that a deal entered it. */
  ENTERED,
  /** Stays that have ended. */
  COMPLETED,
  /** Of them, those that ended in a later stage or a win. */
  ADVANCED;

  /** Its sum in the tally of a stage. */
  public long of(Tally tally) {
    return tally.get(code());
  }

  /** Its code in a tally. */
  int code() {
    return ordinal();
  }
}
