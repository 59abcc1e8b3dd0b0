package io.pipelinemonitor.jobs.domain.dealwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAmountsTest {

  private final Map<Integer, AmountBucket> buckets = new TreeMap<>();

  private OpenAmountsTest change(long before, long after) {
    for (int place : OpenAmounts.placesOf(before, after)) {
      buckets.put(
          place,
          OpenAmounts.changed(
              buckets.getOrDefault(place, AmountBucket.EMPTY), place, before, after));
    }
    return this;
  }

  private @Nullable TopShares shares() {
    OpenAmounts amounts = new OpenAmounts();
    buckets.forEach(amounts::add);
    return amounts.topShares();
  }

  private long leastOfTop(int percent) {
    return Objects.requireNonNull(shares()).leastAmounts().get(percent - 1);
  }

  @Test
  void roundsAShareOfTheDealsUpToWholeDeals() {
    for (long amount = 1; amount <= 15; amount++) {
      change(0, amount * 1_000);
    }
    assertThat(leastOfTop(1)).isEqualTo(15_000);
    assertThat(leastOfTop(6)).as("0.9 deals are one").isEqualTo(15_000);
    assertThat(leastOfTop(10)).as("1.5 deals are two").isEqualTo(14_000);
    assertThat(leastOfTop(100)).isEqualTo(1_000);
  }

  @Test
  void takesInEveryDealThatHasTheAmountAtTheLine() {
    change(0, 500).change(0, 500).change(0, 500).change(0, 100);
    assertThat(leastOfTop(10)).isEqualTo(500);
    assertThat(Objects.requireNonNull(shares()).percentOf(500)).isEqualTo(1);
    assertThat(Objects.requireNonNull(shares()).percentOf(499)).isEqualTo(76);
    assertThat(Objects.requireNonNull(shares()).percentOf(100)).isEqualTo(76);
    assertThat(Objects.requireNonNull(shares()).percentOf(99)).isNull();
  }

  @Test
  void countsOnlyDealsWithAnAmountAndForgetsThoseThatAreGone() {
    assertThat(shares()).isNull();
    change(0, 500).change(0, 0).change(0, -7).change(500, 0);
    assertThat(shares()).isNull();
    change(700, 0);
    assertThat(shares()).as("what was never counted cannot be taken out").isNull();
  }

  @Test
  void isTheSameAsSortingAllAmounts() {
    Random random = new Random(7);
    List<Long> amounts = new ArrayList<>();
    for (int step = 0; step < 20_000; step++) {
      int place = random.nextInt(2_000);
      long next = amount(random);
      if (place >= amounts.size()) {
        amounts.add(next);
        change(0, next);
      } else {
        change(amounts.get(place), next);
        amounts.set(place, next);
      }
    }
    List<Long> sorted =
        amounts.stream().filter(a -> a > 0).sorted(Comparator.reverseOrder()).toList();
    for (int percent = 1; percent <= 100; percent++) {
      int largest = (sorted.size() * percent + 99) / 100;
      assertThat(leastOfTop(percent)).isEqualTo(sorted.get(largest - 1));
    }
  }

  private static long amount(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(5);
      case 1 -> 10_000L * random.nextInt(50);
      default -> random.nextLong(1L << random.nextInt(1, 50));
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "31, 32", "32, 33", "63, 64", "64, 66", "127, 128", "4095, 4096"})
  void putsGreaterAmountsIntoLaterBuckets(long amount, long greater) {
    assertThat(AmountBucket.placeOf(greater)).isEqualTo(AmountBucket.placeOf(amount) + 1);
    assertThat(AmountBucket.placeOf(Long.MAX_VALUE)).isEqualTo(1_887);
  }
}
