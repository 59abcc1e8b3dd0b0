package io.pipelinemonitor.jobs.domain.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PacingTest {

  @Test
  void thereIsNoPaceWithoutAnEarlierPeriod() {
    assertThat(Pacing.of(List.of())).isNull();
  }

  @Test
  void oneEarlierPeriodIsAllThereIsToCompareWith() {
    assertThat(Pacing.of(List.of(3.0))).isEqualTo(new Pacing(1, 3, 3, 3));
  }

  @Test
  void percentilesLieBetweenTheNearestValues() {
    Pacing pacing = pacing(4.0, 1.0, 3.0, 2.0);

    assertThat(pacing.median()).isCloseTo(2.5, within(1e-12));
    assertThat(pacing.p10()).isCloseTo(1.3, within(1e-12));
    assertThat(pacing.p90()).isCloseTo(3.7, within(1e-12));
  }

  @Test
  void periodsBeyondTheLatestEightAreLeftOut() {
    Pacing pacing = pacing(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0);

    assertThat(pacing).isEqualTo(new Pacing(8, 1, 1, 1));
  }

  @Test
  void theIndexIsTheValueNowOverTheMedian() {
    assertThat(pacing(2.0, 4.0).paceIndex(6)).isEqualTo(2.0);
    assertThat(pacing(0.0).paceIndex(6)).isNull();
  }

  @Test
  void quartersOfDifferentLengthAreComparedAtTheSamePart() {
    FiscalPeriod first = SimulatedSales.CALENDAR.periodOf(day(2026, 1, 1));
    FiscalPeriod third = SimulatedSales.CALENDAR.periodOf(day(2025, 7, 1));

    assertThat(Pacing.sameDay(first, day(2026, 1, 1), third)).isEqualTo(day(2025, 7, 1));
    assertThat(Pacing.sameDay(first, day(2026, 4, 1), third)).isEqualTo(day(2025, 10, 1));
    assertThat(Pacing.sameDay(first, day(2026, 3, 31), third)).isEqualTo(day(2025, 9, 30));
  }

  private static Pacing pacing(Double... latestFirst) {
    return Objects.requireNonNull(Pacing.of(List.of(latestFirst)));
  }

  private static long day(int year, int month, int dayOfMonth) {
    return LocalDate.of(year, month, dayOfMonth).toEpochDay();
  }
}
