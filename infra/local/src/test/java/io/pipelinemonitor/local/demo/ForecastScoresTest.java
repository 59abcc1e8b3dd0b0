package io.pipelinemonitor.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedForecasts;
import io.pipelinemonitor.jobs.domain.forecast.scoring.PublishedStanding;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastScoresTest {

  private static final FiscalPeriod FIRST = new FiscalPeriod("2025-Q1", 0, 0, 100);
  private static final FiscalPeriod SECOND = new FiscalPeriod("2025-Q2", 1, 100, 200);
  private static final Scope ANN = Scope.rep("ann");

  private final PublishedForecasts forecasts = new PublishedForecasts(List.of(FIRST, SECOND));

  @Test
  void showsEveryMethodInATableThatFitsATerminal() {
    forecasts.addMidnight(Scope.COMPANY, FIRST, new PublishedStanding(33, 100, 0, null));
    forecasts.addEnd(Scope.COMPANY, FIRST, 400);
    forecasts.addMidnight(
        Scope.COMPANY, SECOND, new PublishedStanding(133, 200, 950, new Projection(500, 400, 650)));
    forecasts.addEnd(Scope.COMPANY, SECOND, 625);
    forecasts.addMidnight(
        ANN, SECOND, new PublishedStanding(190, 10, 5, new Projection(40, 10, 60)));
    forecasts.addEnd(ANN, SECOND, 10);

    List<String> lines = ForecastScores.lines(forecasts, 2);

    // 500, 200 + 950 and 200 / (100 / 400) against 625; 40, 10 + 5 and nothing yet against 10.
    assertThat(lines)
        .containsExactly(
            "What was forecast at midnights, against what was booked when the quarter ended",
            "Learnt projections in 1 of 2 quarters, scored in 1: 2025-Q2",
            "",
            "                                  projection    stage-weighted    booked ÷ share"
                + " 80 % interval",
            "          elapsed   scored     WAPE     bias     WAPE     bias     WAPE     bias"
                + "          held",
            "company       0 %        0        -        -        -        -        -        -"
                + "             -",
            "             33 %        1   20.0 %  -20.0 %   84.0 %  +84.0 %   28.0 %  +28.0 %"
                + "       100.0 %",
            "             66 %        0        -        -        -        -        -        -"
                + "             -",
            "             90 %        0        -        -        -        -        -        -"
                + "             -",
            "units         0 %        0        -        -        -        -        -        -"
                + "             -",
            "             33 %        0        -        -        -        -        -        -"
                + "             -",
            "             66 %        0        -        -        -        -        -        -"
                + "             -",
            "             90 %        0        -        -        -        -        -        -"
                + "             -",
            "reps          0 %        0        -        -        -        -        -        -"
                + "             -",
            "             33 %        0        -        -        -        -        -        -"
                + "             -",
            "             66 %        0        -        -        -        -        -        -"
                + "             -",
            "             90 %        1  300.0 % +300.0 %   50.0 %  +50.0 %  100.0 % -100.0 %"
                + "       100.0 %");
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThan(100));
  }

  @Test
  void saysWhereNothingWasLearnt() {
    forecasts.addMidnight(Scope.COMPANY, SECOND, new PublishedStanding(133, 200, 950, null));

    assertThat(ForecastScores.lines(forecasts, 2))
        .containsExactly(
            "What was forecast at midnights, against what was booked when the quarter ended",
            "Learnt projections in 0 of 2 quarters, scored in 0");
  }
}
