package io.pipelinemonitor.jobs.domain.calendar;

/** How long a fiscal period is. */
public enum PeriodKind {
  QUARTER(3, 'Q', 1),
  MONTH(1, 'M', 2);

  private final int months;
  private final char letter;
  private final int digits;

  PeriodKind(int months, char letter, int digits) {
    this.months = months;
    this.letter = letter;
    this.digits = digits;
  }

  /** Calendar months in one period. */
  public int months() {
    return months;
  }

  /** Periods in a fiscal year. */
  int perYear() {
    return 12 / months;
  }

  char letter() {
    return letter;
  }

  int digits() {
    return digits;
  }
}
