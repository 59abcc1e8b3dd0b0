package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.forecast.Projection;

/** How far projected amounts were from what the periods ended with. */
public final class AmountScore {

  private double absoluteErrors;
  private double errors;
  private double actuals;
  private long count;
  private long within;

  void add(Projection projection, long actual) {
    double error = (double) projection.amount() - actual;
    absoluteErrors += Math.abs(error);
    errors += error;
    actuals += actual;
    count++;
    within += actual >= projection.low() && actual <= projection.high() ? 1 : 0;
  }

  void add(AmountScore other) {
    absoluteErrors += other.absoluteErrors;
    errors += other.errors;
    actuals += other.actuals;
    count += other.count;
    within += other.within;
  }

  /** Weighted absolute percentage error: absolute errors together / actual amounts together. */
  public double wape() {
    return absoluteErrors / actuals;
  }

  /** Errors together / actual amounts together; above 0 the projections were too high. */
  public double bias() {
    return errors / actuals;
  }

  /** The share of actual amounts that lay in the interval, 0 to 1. */
  public double coverage() {
    return (double) within / count;
  }

  /** How many projections were scored. */
  public long count() {
    return count;
  }
}
