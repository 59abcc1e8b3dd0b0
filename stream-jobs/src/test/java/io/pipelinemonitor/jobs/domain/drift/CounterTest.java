package io.pipelinemonitor.jobs.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterTest {

  private static final double ALLOWANCE = 0.5;
  private static final int RUNS = 20_000;

  /** Montgomery, Introduction to Statistical Quality Control: target 10, standard deviation 1. */
  private static final List<Double> MONTGOMERY =
      List.of(
          9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40,
          10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38,
          11.62, 11.31, 10.52);

  @Test
  void montgomerysExampleSignalsAtItsTwentyNinthObservation() {
    List<Counter> above = new ArrayList<>();
    List<Counter> below = new ArrayList<>();
    Counter up = Counter.zero(0);
    Counter down = Counter.zero(0);
    for (int i = 0; i < MONTGOMERY.size(); i++) {
      double deviation = MONTGOMERY.get(i) - 10;
      up = up.plus(deviation, ALLOWANCE, i + 1);
      down = down.plus(-deviation, ALLOWANCE, i + 1);
      above.add(up);
      below.add(down);
    }

    assertThat(above.get(4).value()).isCloseTo(2.82, within(1e-9));
    assertThat(above.subList(0, 28)).allMatch(counter -> counter.value() <= 5);
    assertThat(above.get(28).value()).isCloseTo(5.28, within(1e-9));
    assertThat(above.get(28).run()).isEqualTo(7);
    assertThat(above.get(28).zeroDay()).isEqualTo(22);
    assertThat(below).allMatch(counter -> counter.value() <= 5);
  }

  /** Lucas and Crosier 1982, and Montgomery: two-sided, allowance 0.5. */
  @ParameterizedTest
  @CsvSource({
    "4, 0, 168",
    "4, 1, 8.38",
    "4, 2, 3.34",
    "5, 0, 465",
    "5, 1, 10.4",
    "5, 2, 4.01",
  })
  void signalsAsSeldomAndAsSoonAsPublished(double fire, double shift, double published) {
    double chain = RunLengths.twoSided(ALLOWANCE, fire, shift);

    assertThat(chain).isCloseTo(published, Percentage.withPercentage(0.3));
    // The standard error of the mean of so many runs is at most 0.7 %.
    assertThat(simulated(fire, shift)).isCloseTo(chain, Percentage.withPercentage(2));
  }

  private static double simulated(double fire, double shift) {
    Random random = new Random(1);
    long observations = 0;
    for (int i = 0; i < RUNS; i++) {
      Counter above = Counter.zero(0);
      Counter below = Counter.zero(0);
      while (above.value() <= fire && below.value() <= fire) {
        double observation = random.nextGaussian() + shift;
        above = above.plus(observation, ALLOWANCE, 0);
        below = below.plus(-observation, ALLOWANCE, 0);
        observations++;
      }
    }
    return (double) observations / RUNS;
  }
}
