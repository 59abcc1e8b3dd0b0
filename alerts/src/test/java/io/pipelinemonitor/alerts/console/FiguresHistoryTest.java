package io.pipelinemonitor.alerts.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiguresHistoryTest {

  private static final Instant MIDNIGHT = Instant.parse("2026-02-12T00:00:00Z");
  private static final ScopeKey EMEA = ScopeKey.unit("emea");

  private final FiguresHistory history = new FiguresHistory(2, 1);

  @Test
  void keepsMidnightsAndOfTheLatestTwoDaysTheLastOfEachHour() {
    history.midnight(CompanyOfFour.snapshot(EMEA, 1, MIDNIGHT));
    for (int minute = 0; minute < 4 * 24 * 60; minute += 10) {
      Instant at = MIDNIGHT.plus(Duration.ofMinutes(minute));
      history.now(CompanyOfFour.snapshot(EMEA, minute, at));
    }

    var points = history.of(EMEA, CompanyOfFour.PERIOD);
    assertThat(points.firstKey()).isEqualTo(MIDNIGHT);
    assertThat(points).hasSize(1 + 49);
    assertThat(points.lastEntry().getValue().open()).isEqualTo(4 * 24 * 60 - 10);
    assertThat(points.tailMap(MIDNIGHT, false).values())
        .extracting(figures -> figures.open() % 60)
        .containsOnly(50L);
  }

  @Test
  void letsGoOfTheSeriesThatHasRestedLongestOfUnitsAndOfPeopleApart() {
    for (String unit : new String[] {"emea", "apac", "emea", "americas"}) {
      history.now(CompanyOfFour.snapshot(ScopeKey.unit(unit), 1, MIDNIGHT));
    }
    history.now(CompanyOfFour.snapshot(ScopeKey.rep("ann"), 1, MIDNIGHT));
    history.now(CompanyOfFour.snapshot(ScopeKey.rep("bob"), 1, MIDNIGHT));

    assertThat(history.of(EMEA, CompanyOfFour.PERIOD)).hasSize(1);
    assertThat(history.of(ScopeKey.unit("apac"), CompanyOfFour.PERIOD)).isEmpty();
    assertThat(history.of(ScopeKey.unit("americas"), CompanyOfFour.PERIOD)).hasSize(1);
    assertThat(history.of(ScopeKey.rep("ann"), CompanyOfFour.PERIOD)).isEmpty();
    assertThat(history.of(ScopeKey.rep("bob"), CompanyOfFour.PERIOD)).hasSize(1);
  }
}
