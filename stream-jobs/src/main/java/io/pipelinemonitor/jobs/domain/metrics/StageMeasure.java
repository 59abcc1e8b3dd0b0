package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.forecast.DealAge;

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
  ADVANCED,
  /** Of the open deals, those of {@link DealAge#RECENT}. */
  RECENT_COUNT,
  RECENT_AMOUNT,
  /** Of the open deals, those of {@link DealAge#OLD}. The others are {@link DealAge#NEW}. */
  OLD_COUNT,
  OLD_AMOUNT,
  /**
   * The squares of the open deals' amounts, by age, in the unit of {@link
   * io.pipelinemonitor.jobs.domain.forecast.OpenSums#square}.
   */
  NEW_SQUARES,
  RECENT_SQUARES,
  OLD_SQUARES;

  /** How many open deals are of that age. */
  static long openCount(Tally tally, DealAge age) {
    return switch (age) {
      case NEW -> OPEN_COUNT.of(tally) - RECENT_COUNT.of(tally) - OLD_COUNT.of(tally);
      case RECENT -> RECENT_COUNT.of(tally);
      case OLD -> OLD_COUNT.of(tally);
    };
  }

  /** The amounts of the open deals of that age together. */
  static long openAmount(Tally tally, DealAge age) {
    return switch (age) {
      case NEW -> OPEN_AMOUNT.of(tally) - RECENT_AMOUNT.of(tally) - OLD_AMOUNT.of(tally);
      case RECENT -> RECENT_AMOUNT.of(tally);
      case OLD -> OLD_AMOUNT.of(tally);
    };
  }

  /** The squares of the amounts of open deals of that age. */
  static StageMeasure squaresOf(DealAge age) {
    return switch (age) {
      case NEW -> NEW_SQUARES;
      case RECENT -> RECENT_SQUARES;
      case OLD -> OLD_SQUARES;
    };
  }

  /** Its sum in the tally of a stage. */
  public long of(Tally tally) {
    return tally.get(code());
  }

  /** Its code in a tally. */
  int code() {
    return ordinal();
  }
}
