package io.pipelinemonitor.jobs.domain.forecast;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A value along a period: one at the start of each stretch, one at the end, straight between. */
public final class PeriodCurve {

  private final double[] values;

  private PeriodCurve(double[] values) {
    this.values = values;
  }

  /** A curve that comes down to zero when the period ends. */
  public static PeriodCurve falling(IntToDoubleFunction valueAtStart) {
    return of(valueAtStart, 0);
  }

  /** A curve that keeps the last stretch's value to the end. */
  public static PeriodCurve lasting(IntToDoubleFunction valueAtStart) {
    return of(valueAtStart, valueAtStart.applyAsDouble(Stretches.COUNT - 1));
  }

  private static PeriodCurve of(IntToDoubleFunction valueAtStart, double end) {
    double[] values = new double[Stretches.COUNT + 1];
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      values[stretch] = valueAtStart.applyAsDouble(stretch);
    }
    values[Stretches.COUNT] = end;
    return new PeriodCurve(values);
  }

  /** The value at the start of the stretch. */
  public double atStart(int stretch) {
    return values[stretch];
  }

  /** The value at that elapsed part of the period; before the period that of its start. */
  public double at(double elapsed) {
    if (elapsed <= 0) {
      return values[0];
    }
    if (elapsed >= 1) {
      return values[Stretches.COUNT];
    }
    int stretch = Stretches.at(elapsed);
    double start = Stretches.start(stretch);
    double part = (elapsed - start) / (Stretches.end(stretch) - start);
    return values[stretch] + part * (values[stretch + 1] - values[stretch]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PeriodCurve curve && Arrays.equals(values, curve.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
