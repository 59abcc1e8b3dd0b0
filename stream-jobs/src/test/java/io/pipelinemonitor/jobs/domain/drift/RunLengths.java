package io.pipelinemonitor.jobs.domain.drift;

import java.util.Arrays;

/**
 * How long a one-sided CUSUM of independent normal observations runs until it signals, as a Markov
 * chain over stretches of its value (Brook and Evans 1972). An oracle: it shares no code with the
 * counters.
 */
final class RunLengths {

  private static final int STATES = 200;

  /** By state now and state next; what is missing to 1 signals. */
  private final double[][] chances = new double[STATES][STATES];

  /**
   * @param shift mean of the observations, in their standard deviations
   */
  RunLengths(double allowance, double fire, double shift) {
    double width = 2 * fire / (2 * STATES - 1);
    for (int from = 0; from < STATES; from++) {
      double upToLast = 0;
      for (int to = 0; to < STATES; to++) {
        double upTo = normal((to - from + 0.5) * width + allowance - shift);
        chances[from][to] = upTo - upToLast;
        upToLast = upTo;
      }
    }
  }

  /** The mean number of observations until the two sides together signal. */
  static double twoSided(double allowance, double fire, double shift) {
    return 1
        / (1 / new RunLengths(allowance, fire, shift).mean()
            + 1 / new RunLengths(allowance, fire, -shift).mean());
  }

  /** A CUSUM that has nothing in it. */
  static double[] zero() {
    double[] start = new double[STATES];
    start[0] = 1;
    return start;
  }

  /** How likely each state is after one more observation; together, that it has not signalled. */
  double[] next(double[] now) {
    double[] next = new double[STATES];
    for (int from = 0; from < STATES; from++) {
      for (int to = 0; to < STATES; to++) {
        next[to] += now[from] * chances[from][to];
      }
    }
    return next;
  }

  /** How likely each state is after so many observations. */
  double[] after(int observations) {
    double[] now = zero();
    for (int i = 0; i < observations; i++) {
      now = next(now);
    }
    return now;
  }

  /** The chance that it has not signalled. */
  static double silent(double[] now) {
    return Arrays.stream(now).sum();
  }

  /** The mean number of observations until it signals, from zero: solves (I - R) m = 1. */
  double mean() {
    double[][] rows = new double[STATES][STATES + 1];
    for (int i = 0; i < STATES; i++) {
      for (int j = 0; j < STATES; j++) {
        rows[i][j] = (i == j ? 1 : 0) - chances[i][j];
      }
      rows[i][STATES] = 1;
    }
    // From the last state up, so that what is left at the end is the first; diagonally dominant.
    for (int pivot = STATES - 1; pivot > 0; pivot--) {
      for (int i = 0; i < pivot; i++) {
        double factor = rows[i][pivot] / rows[pivot][pivot];
        for (int j = 0; j <= STATES; j++) {
          rows[i][j] -= factor * rows[pivot][j];
        }
      }
    }
    return rows[0][STATES] / rows[0][0];
  }

  /** The standard normal distribution, by the series of its integral (Marsaglia 2004). */
  private static double normal(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 1 : 0;
    }
    double sum = x;
    double term = x;
    for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-0.5 * x * x) / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
