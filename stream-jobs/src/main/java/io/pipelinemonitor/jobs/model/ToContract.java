package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.PeriodCurve;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.jobs.domain.forecast.WinChance;
import io.pipelinemonitor.jobs.domain.learning.LearntScope;
import io.pipelinemonitor.schema.DealAge;
import io.pipelinemonitor.schema.ForecastStretch;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.StageStatistics;
import io.pipelinemonitor.schema.WinProbability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What the domain has learnt as a record of the contract. */
final class ToContract {

  private ToContract() {}

  /** What was learnt of a scope. */
  static ModelParameters parameters(LearntScope learnt, String reportingCurrency) {
    io.pipelinemonitor.jobs.domain.forecast.ModelParameters parameters = learnt.parameters();
    Expectation expectation = parameters.expectation();
    List<StageStatistics> stages = new ArrayList<>();
    learnt
        .stages()
        .forEach(
            (stage, statistics) ->
                stages.add(
                    new StageStatistics(
                        stage.pipelineId(),
                        stage.stageId(),
                        statistics.stays(),
                        statistics.daysMedian(),
                        statistics.daysP90(),
                        statistics.daysToWinMedian())));
    return ModelParameters.newBuilder()
        .setScopeType(ScopeType.valueOf(parameters.scope().type().name()))
        .setScopeId(parameters.scope().id())
        .setEffectiveFrom(
            Instant.ofEpochSecond(parameters.effectiveFrom() / FiscalCalendar.MICROS_PER_SECOND))
        .setStages(stages)
        .setWinProbabilities(winProbabilities(expectation.chances()))
        .setStretches(stretches(expectation, parameters.spread()))
        .setCurrency(reportingCurrency)
        .setTypicalBooked(expectation.typicalBooked())
        .setAverageWin(expectation.averageWin())
        .setTypicalWin(expectation.typicalWin())
        .build();
  }

  private static List<WinProbability> winProbabilities(SortedMap<DealClass, WinChance> chances) {
    List<WinProbability> probabilities = new ArrayList<>();
    chances.forEach(
        (dealClass, chance) -> {
          for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
            probabilities.add(
                new WinProbability(
                    dealClass.pipelineId(),
                    dealClass.stageId(),
                    Stretches.start(stretch),
                    Stretches.end(stretch),
                    chance.probability().atStart(stretch),
                    chance.weight().atStart(stretch),
                    DealAge.valueOf(dealClass.age().name())));
          }
        });
    return probabilities;
  }

  private static List<ForecastStretch> stretches(Expectation expectation, PeriodCurve spread) {
    List<ForecastStretch> stretches = new ArrayList<>();
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      stretches.add(
          new ForecastStretch(
              Stretches.start(stretch),
              Stretches.end(stretch),
              expectation.amountFactor().atStart(stretch),
              expectation.cameLaterShare().atStart(stretch),
              spread.atStart(stretch)));
    }
    return stretches;
  }
}
