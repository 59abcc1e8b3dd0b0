package io.pipelinemonitor.bench;

import java.util.Arrays;

/**
 * A figure over several rounds.
 *
 * @param least the smallest
 * @param median that in the middle, or the mean of the two there
 * @param greatest the largest
 */
record Spread(double least, double median, double greatest) {

  static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }
}
