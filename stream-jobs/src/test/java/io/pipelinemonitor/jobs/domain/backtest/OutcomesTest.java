package io.pipelinemonitor.jobs.domain.backtest;

import static io.pipelinemonitor.jobs.domain.backtest.Trial.CALENDAR;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.HORIZON;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.NORTH;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.Q1;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.Q2;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.day;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.days;
import static io.pipelinemonitor.jobs.domain.rules.Metric.BOOKED_AMOUNT;
import static io.pipelinemonitor.jobs.domain.rules.Metric.SUBMITTED_COMMIT;
import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.Observations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
  private final Outcomes outcomes = new Outcomes(CALENDAR);

  @Test
  void takesTheLastFiguresOfThePeriodInAnyOrder() {
    outcomes.take(Q1, figures(NORTH).asOf(day("03-31")).attained().build());
    outcomes.take(Q1, figures(NORTH).asOf(day("02-01")).build());

    assertThat(outcomes.within(HORIZON)).containsExactly(Trial.attained(NORTH));
  }

  @Test
  void isNotChangedByWhatIsBookedAfterTheEnd() {
    outcomes.take(Q1, figures(NORTH).asOf(day("03-31")).build());
    outcomes.take(Q1, figures(NORTH).asOf(day("04-01") + 1).attained().build());

    assertThat(outcomes.within(HORIZON)).containsExactly(Trial.missed(NORTH));
  }

  @Test
  void countsTheTickThatEndsWithThePeriod() {
    outcomes.take(Q1, figures(NORTH).asOf(day("04-01")).attained().build());

    assertThat(outcomes.within(HORIZON)).containsExactly(Trial.attained(NORTH));
  }

  @Test
  void holdsTheEndAgainstTheFirstCommitOfThePeriod() {
    outcomes.take(Q1, committing(day("01-12"), 900_000).build());
    outcomes.take(Q1, committing(day("01-05"), 1_000_000).build());
    outcomes.take(Q1, committing(day("01-01") - 1, 700_000).build());
    outcomes.take(Q1, figures(NORTH).asOf(day("01-02")).build());
    outcomes.take(Q1, committing(day("04-01"), 950_000).with(BOOKED_AMOUNT, 950_000).build());

    assertThat(outcomes.within(HORIZON)).extracting(Outcome::commitMissed).containsExactly(true);
  }

  @Test
  void doesNotMissACommitThatWasBooked() {
    outcomes.take(Q1, committing(day("01-05"), 950_000).build());
    outcomes.take(Q1, committing(day("04-01"), 990_000).with(BOOKED_AMOUNT, 950_000).build());

    assertThat(outcomes.within(HORIZON)).extracting(Outcome::commitMissed).containsExactly(false);
  }

  private static Observations committing(long asOf, double commit) {
    return figures(NORTH).asOf(asOf).with(SUBMITTED_COMMIT, commit);
  }

  @Test
  void leavesOutWhatHasNoQuotaOrHasNotEnded() {
    outcomes.take(Q1, figures(NORTH).asOf(day("03-31")).quota(null).build());
    outcomes.take(Q1, figures(Trial.SOUTH).asOf(day("03-31")).quota(0L).build());
    outcomes.take(Q2, figures(NORTH).period("2026-Q2").asOf(day("04-20")).build());

    assertThat(outcomes.within(HORIZON)).isEmpty();
  }

  /** The quarter has 90 days: its last tenth begins with the 82nd, on 23 March. */
  @ParameterizedTest
  @CsvSource({
    "01-01, 04-01, true",
    "01-01, 03-31, false",
    "03-22, 04-02, true",
    "03-23, 04-02, false"
  })
  void countsAPeriodThatEndedAndWasWatchedBeforeItsLastTenth(
      String from, String until, boolean counts) {
    assertThat(new Horizon(day(from), day(until), CALENDAR).counts(Q1)).isEqualTo(counts);
  }

  @Test
  void roundsTheBeginningOfTheLastTenthUp() {
    assertThat(HORIZON.lateFrom(Q1)).isEqualTo(day("01-01") + days(81));
    assertThat(HORIZON.lateFrom(Q2)).as("91 days").isEqualTo(day("04-01") + days(82));
  }
}
