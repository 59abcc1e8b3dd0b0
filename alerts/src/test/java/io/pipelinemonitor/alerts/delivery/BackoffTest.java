package io.pipelinemonitor.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new SplittableRandom(1));

  @Test
  void waitsTwiceAsLongEachTimeAtMostUpToTheLongest() {
    assertThat(longestOf(1)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
    assertThat(longestOf(2)).isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(2));
    assertThat(longestOf(9)).isBetween(Duration.ofSeconds(230), Duration.ofSeconds(256));
    assertThat(longestOf(10)).isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));
    assertThat(longestOf(5_000)).isBetween(Duration.ofSeconds(270), Duration.ofMinutes(5));
  }

  @Test
  void spreadsOverTheWholeWait() {
    double mean =
        IntStream.range(0, 10_000).mapToLong(i -> backoff.after(5).toMillis()).average().orElse(0);
    assertThat(mean).isBetween(7_800.0, 8_200.0);
  }

  private Duration longestOf(int attempts) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> backoff.after(attempts))
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
