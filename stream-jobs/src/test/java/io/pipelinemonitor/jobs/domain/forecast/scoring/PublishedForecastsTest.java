package io.pipelinemonitor.jobs.domain.forecast.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Quarters of 100 days, so that a day is a hundredth of each. */
class PublishedForecastsTest {

  private static final FiscalPeriod FIRST = new FiscalPeriod("2025-Q1", 0, 0, 100);
  private static final FiscalPeriod SECOND = new FiscalPeriod("2025-Q2", 1, 100, 200);
  private static final FiscalPeriod THIRD = new FiscalPeriod("2025-Q3", 2, 200, 300);
  private static final Offset<Double> EXACT = within(1e-12);

  private final PublishedForecasts forecasts =
      new PublishedForecasts(List.of(FIRST, SECOND, THIRD));

  @Test
  void scoresEveryMethodOverAllLearntQuarters() {
    publishUnlearnt(Scope.COMPANY, FIRST, 33, 100);
    forecasts.addEnd(Scope.COMPANY, FIRST, 400);
    publish(Scope.COMPANY, SECOND, 33, 200, 150, new Projection(500, 400, 650));
    forecasts.addEnd(Scope.COMPANY, SECOND, 700);
    publish(Scope.COMPANY, THIRD, 33, 300, 1_000, new Projection(900, 700, 1_300));
    forecasts.addEnd(Scope.COMPANY, THIRD, 800);

    ScoringTable table = forecasts.score();

    // 500 and 900 were said; 700 and 800, together 1500, came of it. 700 is above 650.
    AmountScore projection = table.amounts(Method.PROJECTION, ScopeType.COMPANY, 0.33);
    assertThat(projection.count()).isEqualTo(2);
    assertThat(projection.wape()).isCloseTo((200 + 100) / 1_500.0, EXACT);
    assertThat(projection.bias()).isCloseTo((-200 + 100) / 1_500.0, EXACT);
    assertThat(projection.coverage()).isEqualTo(0.5);
    // 200 + 150 and 300 + 1000 were said.
    AmountScore weighted = table.amounts(Method.STAGE_WEIGHTED, ScopeType.COMPANY, 0.33);
    assertThat(weighted.wape()).isCloseTo((350 + 500) / 1_500.0, EXACT);
    assertThat(weighted.bias()).isCloseTo((-350 + 500) / 1_500.0, EXACT);
    // A quarter of 400 was booked by then, later (100 + 200) of (400 + 700): 800 and 1100 were
    // said.
    AmountScore share = table.amounts(Method.BOOKED_BY_SHARE, ScopeType.COMPANY, 0.33);
    assertThat(share.wape()).isCloseTo((100 + 300) / 1_500.0, EXACT);
    assertThat(share.bias()).isCloseTo((100 + 300) / 1_500.0, EXACT);
  }

  @Test
  void leavesOutQuartersInWhichNothingWasLearnt() {
    publishUnlearnt(Scope.COMPANY, FIRST, 33, 100);
    publishUnlearnt(Scope.COMPANY, SECOND, 33, 100);
    publish(Scope.COMPANY, THIRD, 33, 100, 0, new Projection(200, 150, 250));

    assertThat(forecasts.learnt()).containsExactly(THIRD);
    assertThat(forecasts.scored()).containsExactly(THIRD);
    assertThat(scored(ScopeType.COMPANY, 0.33)).isEqualTo(1);
  }

  @Test
  void doesNotScoreTheFirstQuarterWhichHasNoneToCompareWith() {
    publish(Scope.COMPANY, FIRST, 33, 100, 0, new Projection(200, 150, 250));

    assertThat(forecasts.learnt()).containsExactly(FIRST);
    assertThat(forecasts.scored()).isEmpty();
    assertThat(scored(ScopeType.COMPANY, 0.33)).isZero();
  }

  @Test
  void takesTheFirstLearntMidnightWithinThreeHundredthsOfTheQuarter() {
    publishUnlearnt(Scope.COMPANY, SECOND, 0, 0);
    publish(Scope.COMPANY, SECOND, 2, 0, 0, new Projection(500, 400, 650));
    publish(Scope.COMPANY, SECOND, 3, 0, 0, new Projection(900, 800, 950));
    forecasts.addEnd(Scope.COMPANY, SECOND, 400);
    publishUnlearnt(Scope.COMPANY, THIRD, 0, 0);
    publish(Scope.COMPANY, THIRD, 4, 0, 0, new Projection(900, 800, 950));
    forecasts.addEnd(Scope.COMPANY, THIRD, 400);

    AmountScore projection = forecasts.score().amounts(Method.PROJECTION, ScopeType.COMPANY, 0.0);

    assertThat(projection.count()).isEqualTo(1);
    assertThat(projection.bias()).isCloseTo(100 / 400.0, EXACT);
  }

  @Test
  void expectsAsMuchAsUsualWhereNothingWasEverBookedByThen() {
    publishUnlearnt(Scope.COMPANY, FIRST, 0, 0);
    forecasts.addEnd(Scope.COMPANY, FIRST, 400);
    forecasts.addEnd(Scope.COMPANY, SECOND, 600);
    publish(Scope.COMPANY, THIRD, 0, 30, 0, new Projection(200, 150, 250));
    forecasts.addEnd(Scope.COMPANY, THIRD, 1_000);

    AmountScore share = forecasts.score().amounts(Method.BOOKED_BY_SHARE, ScopeType.COMPANY, 0.0);

    // 500 is the mean of 400 and 600.
    assertThat(share.bias()).isCloseTo((500 - 1_000) / 1_000.0, EXACT);
  }

  @Test
  void keepsKindsOfScopesAndElapsedPartsApart() {
    publish(Scope.unit("emea"), SECOND, 33, 10, 0, new Projection(20, 15, 25));
    publish(Scope.unit("apac"), SECOND, 33, 10, 0, new Projection(20, 15, 25));
    publish(Scope.rep("ann"), SECOND, 90, 10, 0, new Projection(20, 15, 25));

    assertThat(scored(ScopeType.UNIT, 0.33)).isEqualTo(2);
    assertThat(scored(ScopeType.UNIT, 0.9)).isZero();
    assertThat(scored(ScopeType.REP, 0.33)).isZero();
    assertThat(scored(ScopeType.REP, 0.9)).isEqualTo(1);
  }

  private long scored(ScopeType level, double elapsed) {
    return forecasts.score().amounts(Method.PROJECTION, level, elapsed).count();
  }

  private void publishUnlearnt(Scope scope, FiscalPeriod period, int day, long booked) {
    forecasts.addMidnight(
        scope, period, new PublishedStanding(period.startDay() + day, booked, 0, null));
  }

  private void publish(
      Scope scope,
      FiscalPeriod period,
      int day,
      long booked,
      long weighted,
      Projection projection) {
    forecasts.addMidnight(
        scope,
        period,
        new PublishedStanding(period.startDay() + day, booked, weighted, projection));
  }
}
