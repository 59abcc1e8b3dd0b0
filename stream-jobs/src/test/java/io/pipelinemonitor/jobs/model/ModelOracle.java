package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Beliefs;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.forecast.PeriodCurve;
import io.pipelinemonitor.jobs.domain.forecast.ScopeOutcomes;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.schema.ForecastStretch;
import io.pipelinemonitor.schema.ModelParameters;
import io.pipelinemonitor.schema.WinProbability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What is learnt from deals whose whole story is known, all at once. Without state or streams. */
final class ModelOracle {

  private final FiscalCalendar calendar;
  private final Collection<ToldDeal> deals;

  ModelOracle(FiscalCalendar calendar, Collection<ToldDeal> deals) {
    this.calendar = calendar;
    this.deals = deals;
  }

  /** The figures of each scope by its key, as {@link #figures(ModelParameters)} gives them. */
  SortedMap<String, List<String>> at(long midnight, Map<String, List<String>> teams) {
    List<StageProbability> stages = new ArrayList<>();
    ModelInputs.STAGES.forEach(
        (stage, probability) ->
            stages.add(new StageProbability(ToldDeal.PIPELINE, stage, probability)));
    ForecastLearner learner =
        new ForecastLearner(LearningPolicy.forPeriodsOf(calendar.kind().months()), stages);
    FiscalPeriod now = calendar.periodAt(midnight);
    SortedMap<String, List<String>> figures = new TreeMap<>();
    Beliefs company = learner.company(outcomes(now, deal -> true), now.index());
    figures.put("COMPANY:company", figures(company));
    figures.put(
        "PIPELINE:" + ToldDeal.PIPELINE,
        figures(learner.below(company, outcomes(now, deal -> true))));
    teams.forEach(
        (team, reps) -> {
          Beliefs ofTeam =
              learner.below(company, outcomes(now, deal -> reps.contains(deal.ownerId())));
          figures.put("UNIT:" + team, figures(ofTeam));
          for (String rep : reps) {
            figures.put(
                "REP:" + rep,
                figures(learner.below(ofTeam, outcomes(now, deal -> deal.ownerId().equals(rep)))));
          }
        });
    return figures;
  }

  private ScopeOutcomes outcomes(FiscalPeriod now, Predicate<ToldDeal> counts) {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    for (ToldDeal deal : deals) {
      FiscalPeriod period = calendar.periodAt(ModelInputs.micros(ModelInputs.PLANNED));
      while (counts.test(deal) && period.index() < now.index()) {
        for (OutcomeObservation observation : deal.timeline().observations(period, calendar)) {
          outcomes.add(observation, 1);
        }
        period = calendar.periodOf(period.endDay());
      }
    }
    return outcomes;
  }

  private static List<String> figures(Beliefs beliefs) {
    List<String> figures = new ArrayList<>();
    Expectation expectation = Objects.requireNonNull(beliefs.expectations().get(beliefs.period()));
    for (Map.Entry<DealClass, io.pipelinemonitor.jobs.domain.forecast.WinChance> entry :
        expectation.chances().entrySet()) {
      for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
        figures.add(
            chance(
                entry.getKey(),
                Stretches.start(stretch),
                entry.getValue().probability().atStart(stretch),
                entry.getValue().weight().atStart(stretch)));
      }
    }
    PeriodCurve spread = beliefs.spread();
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      figures.add(
          stretch(
              Stretches.start(stretch),
              expectation.amountFactor().atStart(stretch),
              expectation.cameLaterShare().atStart(stretch),
              spread.atStart(stretch)));
    }
    figures.add(
        amounts(expectation.typicalBooked(), expectation.averageWin(), expectation.typicalWin()));
    return figures;
  }

  /** The figures of a published record. */
  static List<String> figures(ModelParameters record) {
    List<String> figures = new ArrayList<>();
    for (WinProbability chance : record.getWinProbabilities()) {
      figures.add(
          chance(
              new DealClass(
                  chance.getPipelineId(),
                  chance.getStageId(),
                  DealAge.valueOf(chance.getAge().name())),
              chance.getElapsedFrom(),
              chance.getProbability(),
              chance.getWeight()));
    }
    for (ForecastStretch stretch : record.getStretches()) {
      figures.add(
          stretch(
              stretch.getElapsedFrom(),
              stretch.getAmountFactor(),
              stretch.getCameLaterShare(),
              stretch.getSpread()));
    }
    figures.add(amounts(record.getTypicalBooked(), record.getAverageWin(), record.getTypicalWin()));
    return figures;
  }

  private static String chance(DealClass of, double from, double probability, double weight) {
    return of + " from " + from + ": " + probability + " by " + weight;
  }

  private static String stretch(double from, double factor, double later, double spread) {
    return "from " + from + ": " + factor + ", " + later + ", " + spread;
  }

  private static String amounts(Long typicalBooked, Long averageWin, Long typicalWin) {
    return typicalBooked + ", " + averageWin + ", " + typicalWin;
  }
}
