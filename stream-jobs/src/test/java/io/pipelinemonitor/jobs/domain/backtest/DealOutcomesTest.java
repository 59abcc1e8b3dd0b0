package io.pipelinemonitor.jobs.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.dealwatch.DealSighting;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DealOutcomesTest {

  private static final FiscalCalendar QUARTERS =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);

  private final DealOutcomes outcomes = new DealOutcomes(QUARTERS);

  private void seen(@Nullable String period, @Nullable DealEnd end) {
    outcomes.take(
        new DealSighting(
            "A",
            null,
            period,
            end,
            new DealScopes(null, null, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            0));
  }

  private static long midnight(String day) {
    return QUARTERS.startOfDay(LocalDate.parse(day).toEpochDay());
  }

  /** What came true, by period, for rules in force from the beginning of the year. */
  private List<String> until(String day) {
    Horizon horizon = new Horizon(midnight("2026-01-01"), midnight(day), QUARTERS);
    return outcomes.within(horizon).stream()
        .map(outcome -> outcome.period().name() + " " + outcome.is(Truth.DEAL_NOT_WON))
        .toList();
  }

  @Test
  void holdsADealThatIsStillOpenForNotWonOnceThePeriodIsOver() {
    seen("2026-Q1", null);
    assertThat(until("2026-03-31")).isEmpty();
    assertThat(until("2026-04-01")).containsExactly("2026-Q1 true");
  }

  @Test
  void takesWhatIsWonInThePeriodForWon() {
    seen("2026-Q1", null);
    seen("2026-Q1", DealEnd.WON);
    assertThat(until("2026-07-01")).containsExactly("2026-Q1 false");
  }

  @Test
  void takesWhatIsWonLaterForSlipped() {
    seen("2026-Q1", null);
    seen("2026-Q2", DealEnd.WON);
    assertThat(until("2026-07-01")).containsExactly("2026-Q1 true");
  }

  @Test
  void holdsASlipAgainstTheEarlierPeriodAlone() {
    seen("2026-Q1", null);
    seen("2026-Q2", null);
    seen("2026-Q2", DealEnd.WON);
    assertThat(until("2026-07-01")).containsExactly("2026-Q1 true", "2026-Q2 false");
  }

  @Test
  void takesALostDealForNotWon() {
    seen("2026-Q1", null);
    seen(null, DealEnd.LOST);
    assertThat(until("2026-07-01")).containsExactly("2026-Q1 true");
  }

  @Test
  void saysNothingOfDealsThatWereDeletedMergedPulledInOrLeftWithoutADate() {
    for (DealEnd end : List.of(DealEnd.DELETED, DealEnd.MERGED)) {
      seen("2026-Q1", null);
      seen(null, end);
      assertThat(until("2026-07-01")).as(end.name()).isEmpty();
    }
    seen("2026-Q1", null);
    seen(null, null);
    assertThat(until("2026-07-01")).as("without a close date").isEmpty();
    seen("2026-Q2", null);
    seen("2026-Q1", null);
    seen("2026-Q1", DealEnd.WON);
    assertThat(until("2026-07-01")).as("pulled in").containsExactly("2026-Q1 false");
  }

  @Test
  void forgetsWhatASecondLookUndoes() {
    seen("2026-Q1", null);
    seen("2026-Q1", DealEnd.LOST);
    seen("2026-Q1", null);
    seen("2026-Q1", DealEnd.WON);
    assertThat(until("2026-07-01")).containsExactly("2026-Q1 false");
  }
}
