package io.pipelinemonitor.jobs.domain.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.oracle.HistoryGenerator.History;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
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
    var actual = DirectFigures.of(events, history.plan(), history.policy(), history.nowMicros());
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
    return SnapshotOracle.of(events, history.plan(), history.policy(), history.nowMicros());
  }
}
