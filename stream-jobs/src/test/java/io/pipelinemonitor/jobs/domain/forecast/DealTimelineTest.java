package io.pipelinemonitor.jobs.domain.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DealTimelineTest {

  private static final FiscalCalendar CALENDAR =
      new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("America/New_York"));
  private static final FiscalPeriod QUARTER =
      CALENDAR.periodOf(LocalDate.of(2026, 1, 1).toEpochDay());
  private static final int NEXT = QUARTER.index() + 1;
  private static final long BEFORE = QUARTER.startDay() - 10;

  /** Within the fourth stretch, of 30 to 40 % of the quarter. */
  private static final long DAY_THIRTY = QUARTER.startDay() + 30;

  @Test
  void aDealTeachesOfEachStretchInWhichItWasOpen() {
    DealTimeline deal =
        deal(
            standing(BEFORE, DealStatus.OPEN, QUARTER.index(), "proposal", 900),
            standing(DAY_THIRTY, DealStatus.OPEN, QUARTER.index(), "negotiation", 800),
            standing(DAY_THIRTY + 30, DealStatus.WON, QUARTER.index(), "closed", 700));

    List<OutcomeObservation> observations = deal.observations(QUARTER, CALENDAR);

    assertThat(observations).hasSize(Stretches.COUNT);
    assertThat(observations.get(3))
        .isEqualTo(
            OutcomeObservation.open(
                QUARTER.index(), 3, dealClass("proposal", DealAge.RECENT), 900, true, 700));
    assertThat(observations.get(4).dealClass()).isEqualTo(dealClass("negotiation", DealAge.RECENT));
    assertThat(observations.get(7)).isEqualTo(OutcomeObservation.booked(QUARTER.index(), 7, 700));
  }

  @Test
  void aDealThatWasPushedOutWasNotWonInThePeriod() {
    DealTimeline deal =
        deal(
            standing(BEFORE, DealStatus.OPEN, QUARTER.index(), "proposal", 900),
            standing(DAY_THIRTY, DealStatus.OPEN, NEXT, "proposal", 900),
            standing(QUARTER.endDay() + 5, DealStatus.WON, NEXT, "closed", 900));

    assertThat(deal.observations(QUARTER, CALENDAR))
        .hasSize(4)
        .allMatch(observation -> !observation.won() && observation.wonAmount() == 0);
  }

  @Test
  void aDealThatWasPulledInCameLater() {
    DealTimeline deal =
        deal(
            standing(BEFORE, DealStatus.OPEN, NEXT, "proposal", 900),
            standing(DAY_THIRTY, DealStatus.OPEN, QUARTER.index(), "negotiation", 900),
            standing(QUARTER.endDay() - 1, DealStatus.WON, QUARTER.index(), "closed", 850));

    List<OutcomeObservation> observations = deal.observations(QUARTER, CALENDAR);

    assertThat(observations.get(3))
        .isEqualTo(OutcomeObservation.cameLater(QUARTER.index(), 3, 850));
    assertThat(observations.get(4).kind()).isEqualTo(OutcomeObservation.Kind.OPEN);
  }

  @Test
  void whatHappensAfterThePeriodIsNotItsOutcome() {
    DealTimeline reopened =
        deal(
            standing(BEFORE, DealStatus.OPEN, QUARTER.index(), "proposal", 900),
            standing(DAY_THIRTY, DealStatus.WON, QUARTER.index(), "closed", 900),
            standing(QUARTER.endDay(), DealStatus.OPEN, NEXT, "proposal", 900));

    assertThat(reopened.observations(QUARTER, CALENDAR)).allMatch(OutcomeObservation::won);
  }

  @Test
  void aDealThatNeverCountedInThePeriodTeachesNothingOfIt() {
    DealTimeline deal =
        deal(
            standing(BEFORE, DealStatus.OPEN, DealStanding.NO_PERIOD, "proposal", 900),
            standing(DAY_THIRTY, DealStatus.LOST, NEXT, "lost", 900));

    assertThat(deal.observations(QUARTER, CALENDAR)).isEmpty();
  }

  private static DealTimeline deal(DealStanding... standings) {
    return new DealTimeline(QUARTER.index() - 1, List.of(standings));
  }

  private static DealStanding standing(
      long day, DealStatus status, int period, String stage, long amount) {
    return new DealStanding(
        CALENDAR.startOfDay(day), status, period, "new-business", stage, amount);
  }

  private static DealClass dealClass(String stage, DealAge age) {
    return new DealClass("new-business", stage, age);
  }
}
