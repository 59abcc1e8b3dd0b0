package io.pipelinemonitor.local.simulator.quarters;

import java.util.Random;

/**
 * How somebody sells.
 *
 * @param skill what it adds to the odds of passing a stage, in natural logarithms
 * @param pace how fast deals move, 1 for as fast as usual
 * @param discipline how promptly dates, next steps and activities are kept, 0 to 1
 * @param optimism how sure of a deal this person is, 1 for as sure as the odds are
 */
record SellingStyle(double skill, double pace, double discipline, double optimism) {

  static SellingStyle of(Random random) {
    return new SellingStyle(
        0.22 * random.nextGaussian(),
        Math.exp(0.18 * random.nextGaussian()),
        0.25 + 0.7 * random.nextDouble(),
        0.88 + 0.3 * random.nextDouble());
  }
}
