package io.pipelinemonitor.jobs.domain.rules;

/** What a metric is counted in, as finely as people read it. */
public enum Measured {
  /** A plain number of things. */
  COUNT,
  /** Money; its value is in major units of the reporting currency. */
  MONEY,
  /** Open amount / what is left to sell; read as 2.7×. */
  COVERAGE_TO_GO,
  /** Open amount / quota; read as 2.7×. */
  COVERAGE_OF_QUOTA,
  /** 0 to 1 and above; read as percent of the quota. */
  SHARE_OF_QUOTA,
  /** 0 to 1; read as percent. */
  SHARE_OF_REPS,
  /** Below 0 for less than what was committed to; read as percent of it. */
  SHARE_OF_COMMIT,
  /** A length of time in days. */
  DAYS;

  /** Whether the value is an amount of money, so that a currency belongs to it. */
  public boolean isMoney() {
    return this == MONEY;
  }

  /** Whether the metric compares the pipeline with what is left to sell: none left is healthy. */
  public boolean isCoverageToGo() {
    return this == COVERAGE_TO_GO;
  }
}
