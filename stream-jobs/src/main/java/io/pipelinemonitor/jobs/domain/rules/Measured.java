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
  /** 0 and above; read as percent of what was booked. */
  SHARE_OF_BOOKED,
  /** Below 0 for less than a week before; read as percent of what it was then. */
  SHARE_OF_WEEK_BEFORE,
  /** A part of something that the metric's name says; read as percent. */
  SHARE,
  /** The difference of two shares; read as percentage points. */
  POINTS,
  /** Money a day, in major units of the reporting currency. */
  MONEY_PER_DAY,
  /** A median time / that of the window before; read as 1.5×. */
  SLOWDOWN,
  /** A value / the median of earlier periods; read as 0.8×. */
  PACE,
  /** A statistic, in standard deviations. */
  DEVIATIONS,
  /** A length of time in days. */
  DAYS,
  /** A length of time in hours of working days. */
  WORKING_HOURS,
  /** Points from 0 to 100. */
  SCORE;

  /** Whether the value is an amount of money, so that a currency belongs to it. */
  public boolean isMoney() {
    return this == MONEY || this == MONEY_PER_DAY;
  }

  /** Whether it is read as percent. */
  public boolean isShare() {
    return switch (this) {
      case SHARE_OF_QUOTA,
          SHARE_OF_REPS,
          SHARE_OF_COMMIT,
          SHARE_OF_BOOKED,
          SHARE_OF_WEEK_BEFORE,
          SHARE ->
          true;
      case COUNT,
          MONEY,
          COVERAGE_TO_GO,
          COVERAGE_OF_QUOTA,
          POINTS,
          MONEY_PER_DAY,
          SLOWDOWN,
          PACE,
          DEVIATIONS,
          DAYS,
          WORKING_HOURS,
          SCORE ->
          false;
    };
  }

  /** Whether 0 is but the middle, so that a share of the value would say little. */
  public boolean isSigned() {
    return this == SHARE_OF_COMMIT || this == SHARE_OF_WEEK_BEFORE;
  }

  /** Whether the metric compares the pipeline with what is left to sell: none left is healthy. */
  public boolean isCoverageToGo() {
    return this == COVERAGE_TO_GO;
  }
}
