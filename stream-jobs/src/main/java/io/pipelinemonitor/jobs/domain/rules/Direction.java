package io.pipelinemonitor.jobs.domain.rules;

/** On which side of its lines a metric is in breach. */
public enum Direction {
  /** Low values are bad. */
  BELOW,
  /** High values are bad. */
  ABOVE;

  /** Whether {@code value} lies past {@code line} on the bad side; the line itself does not. */
  public boolean isWorse(double value, double line) {
    return this == BELOW ? value < line : value > line;
  }

  /** Whether {@code value} lies past {@code line} on the good side; the line itself does not. */
  public boolean isBetter(double value, double line) {
    return this == BELOW ? value > line : value < line;
  }
}
