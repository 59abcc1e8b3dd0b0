package io.pipelinemonitor.jobs.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.drift.DriftScores.Looks;
import io.pipelinemonitor.jobs.domain.forecast.SimulatedSales;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How often drift is told where nothing was done, and how soon where a fall was put in, on
 * simulated companies: seeds 1 to 20 were looked at while the detector was built, these were not.
 */
class DriftScoreTest {

  private static final int FIRST_SEED = 301;
  private static final int LAST_SEED = 320;
  private static final int WARM_UP_QUARTERS = 4;
  private static final int EARLIER_QUARTERS = 8;
  private static final int JUDGED_QUARTERS = 6;

  private static final DriftScores SCORES = new DriftScores();

  @BeforeAll
  static void score() {
    // In the order of the seeds, whichever is ready first.
    LongStream.rangeClosed(FIRST_SEED, LAST_SEED)
        .parallel()
        .mapToObj(DriftScoreTest::scored)
        .toList()
        .forEach(SCORES::add);
  }

  private static DriftScores scored(long seed) {
    SimulatedSales sales =
        new SimulatedSales(seed, WARM_UP_QUARTERS + EARLIER_QUARTERS + JUDGED_QUARTERS);
    DriftScores scores = new DriftScores();
    scores.score(sales, WARM_UP_QUARTERS, WARM_UP_QUARTERS + EARLIER_QUARTERS);
    return scores;
  }

  @Test
  void signalsInUntouchedQuartersNoMoreOftenThanTheorySays() {
    for (ScopeType level : DriftScores.LEVELS) {
      assertThat(SCORES.untouched(Looks.DAILY, level).signalled())
          .as("%s", level)
          .isLessThan(DriftScores.theoryOfFalseSignals(Looks.DAILY));
    }
  }

  @Test
  void innovationsOfUntouchedQuartersAreNearlyWhatTheoryAssumes() {
    for (ScopeType level : DriftScores.LEVELS) {
      DriftScores.Untouched untouched = SCORES.untouched(Looks.DAILY, level);
      assertThat(untouched.mean()).as("%s", level).isCloseTo(0, within(0.05));
      assertThat(untouched.variance()).as("%s", level).isBetween(0.4, 1.0);
      assertThat(untouched.correlation()).as("%s", level).isCloseTo(0, within(0.1));
    }
  }

  @Test
  void findsFallsOfCompaniesAndUnitsWithinADayOfTheory() {
    for (ScopeType level : List.of(ScopeType.COMPANY, ScopeType.UNIT)) {
      for (double fall : List.of(1.5, 2.0)) {
        DriftScores.Fallen fallen = SCORES.fallen(fall, level);
        assertThat(fallen.found()).as("%s, %s", level, fall).isGreaterThan(0.99);
        assertThat(fallen.meanDays())
            .as("%s, %s", level, fall)
            .isCloseTo(DriftScores.Theory.of(fall).meanDays(), within(1.0));
      }
    }
  }

  @Test
  void theDocumentationShowsTheseScores() throws IOException {
    String documentation = Files.readString(Path.of("..", "docs", "alerts.md"));
    for (String table : List.of(SCORES.untouchedAsMarkdown(), SCORES.fallenAsMarkdown())) {
      assertThat(documentation)
          .as("docs/alerts.md is to hold this table:%n%s", table)
          .contains(table);
    }
  }
}
