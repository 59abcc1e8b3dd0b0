package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.oracle.HistoryGenerator;
import io.pipelinemonitor.jobs.domain.oracle.HistoryGenerator.History;
import io.pipelinemonitor.jobs.domain.oracle.SnapshotOracle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever the order of arrival and however often an event arrives, the product's figures are those
 * of the oracle. A failure names the seed of its history: {@code HistoryGenerator.history(seed)}.
 */
class DealFactsPropertyTest {

  private static final long HISTORIES = Long.getLong("histories", 4_000);

  @Test
  void figuresAreTheOraclesWhateverTheOrderAndTheRepetitions() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = HistoryGenerator.history(seed);
      var expected = oracle(history, history.events());
      Random random = new Random(seed);
      List<DealEvent> shuffled = HistoryGenerator.shuffled(history.events(), random);
      agree(history, "as they happened", history.events(), expected);
      agree(history, "shuffled", shuffled, expected);
      agree(history, "repeated", HistoryGenerator.duplicated(shuffled, random), expected);
    }
  }

  @Test
  void everyWaterfallLeadsToTheOpenAmountToTheCent() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = HistoryGenerator.history(seed);
      DirectFigures.of(
              history.events(),
              history.activities(),
              history.plan(),
              history.policy(),
              history.nowMicros())
          .forEach(
              (key, fields) -> {
                assertThat(sum(fields.get("waterfall")))
                    .as(key)
                    .isEqualTo(fields.get("openAmount"));
                assertThat(sum(fields.get("waterfallWeek")))
                    .as(key)
                    .isEqualTo(fields.get("openAmount"));
              });
    }
  }

  private static final Set<String> OUT =
      Set.of(
          "decreased",
          "pushedOut",
          "pulledOut",
          "won",
          "lost",
          "deleted",
          "merged",
          "transferredOut");

  private static long sum(@Nullable Object waterfall) {
    long sum = 0;
    for (Map.Entry<?, ?> part : ((Map<?, ?>) Objects.requireNonNull(waterfall)).entrySet()) {
      long amount = (Long) part.getValue();
      sum += OUT.contains(part.getKey()) ? -amount : amount;
    }
    return sum;
  }

  @Test
  void theOracleItselfDependsOnNeitherOrderNorRepetitions() {
    for (long seed = 1; seed <= HISTORIES / 10; seed++) {
      History history = HistoryGenerator.history(seed);
      Random random = new Random(seed);
      List<DealEvent> disturbed =
          HistoryGenerator.duplicated(HistoryGenerator.shuffled(history.events(), random), random);
      assertThat(oracle(history, disturbed))
          .as("seed %d", seed)
          .isEqualTo(oracle(history, history.events()));
    }
  }

  private static void agree(
      History history,
      String arrival,
      List<DealEvent> events,
      SortedMap<String, SortedMap<String, Object>> expected) {
    var actual =
        DirectFigures.of(
            events, history.activities(), history.plan(), history.policy(), history.nowMicros());
    assertThat(actual.keySet())
        .as("snapshots of seed %d, events %s", history.seed(), arrival)
        .isEqualTo(expected.keySet());
    actual.forEach(
        (key, fields) ->
            assertThat(fields)
                .as("%s of seed %d, events %s", key, history.seed(), arrival)
                .isEqualTo(expected.get(key)));
  }

  private static SortedMap<String, SortedMap<String, Object>> oracle(
      History history, List<DealEvent> events) {
    return SnapshotOracle.of(
        events, history.activities(), history.plan(), history.policy(), history.nowMicros());
  }
}
