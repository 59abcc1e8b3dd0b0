package io.pipelinemonitor.jobs.pipeline;

import static io.pipelinemonitor.jobs.pipeline.FromContract.invalid;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.PeriodCurve;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.jobs.domain.forecast.WinChance;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.ForecastStretch;
import io.pipelinemonitor.schema.ForecastSubmission;
import io.pipelinemonitor.schema.WinProbability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What forecasts are made of, from the records of the contract. */
final class ForecastFromContract {

  /** Of what comes down to zero when the period ends. */
  private static final Map<Double, Double> ZERO_AT_THE_END = Map.of(1.0, 0.0);

  private ForecastFromContract() {}

  /**
   * What somebody said that a scope will close.
   *
   * @param calendar whose periods it may be for
   */
  static ForecastCall call(ForecastSubmission record, FiscalCalendar calendar)
      throws UnusableRecordException {
    ForecastCategory category = FromContract.category(record.getCategory());
    Long amount = FromContract.amount(record.getAmountMinor());
    String currency = FromContract.currency(record.getCurrency());
    FiscalPeriod period = FromContract.period(record.getPeriod(), calendar);
    if (category == null || amount == null || currency == null) {
      throw new IllegalStateException("the schema lets none of these be null: " + record);
    }
    if (amount < 0) {
      throw invalid("amount", amount, "0 or more");
    }
    long submittedAt = FromContract.micros("submittedAt", record.getSubmittedAt());
    return new ForecastCall(
        FromContract.scope(record.getScopeType(), record.getScopeId()),
        period.name(),
        category,
        amount,
        currency,
        record.getSubmittedBy(),
        submittedAt,
        submittedAt <= calendar.startOfDay(period.startDay()));
  }

  /** What was learnt about a scope; nothing to go by if the record has no stretches. */
  static PlanChange.Model model(io.pipelinemonitor.schema.ModelParameters record)
      throws UnusableRecordException {
    Scope scope = FromContract.scope(record.getScopeType(), record.getScopeId());
    long effectiveFrom = FromContract.micros("effectiveFrom", record.getEffectiveFrom());
    String currency = FromContract.currency(record.getCurrency());
    if (record.getStretches().isEmpty()) {
      return new PlanChange.Model(scope, null, currency, stages(record.getStages()));
    }
    Expectation expectation =
        new Expectation(
            chances(record.getWinProbabilities()),
            PeriodCurve.lasting(
                along(record, Map.of(), "amountFactor", ForecastStretch::getAmountFactor)),
            PeriodCurve.falling(
                along(
                    record, ZERO_AT_THE_END, "cameLaterShare", ForecastStretch::getCameLaterShare)),
            orZero(record.getTypicalBooked()),
            orZero(record.getAverageWin()),
            orZero(record.getTypicalWin()));
    PeriodCurve spread =
        PeriodCurve.lasting(along(record, Map.of(), "spread", ForecastStretch::getSpread));
    return new PlanChange.Model(
        scope,
        new ModelParameters(scope, effectiveFrom, expectation, spread),
        currency,
        stages(record.getStages()));
  }

  private static List<LearntStage> stages(List<io.pipelinemonitor.schema.StageStatistics> records)
      throws UnusableRecordException {
    List<LearntStage> stages = new ArrayList<>();
    for (io.pipelinemonitor.schema.StageStatistics record : records) {
      stages.add(
          new LearntStage(
              record.getPipelineId(),
              record.getStageId(),
              new StageStatistics(
                  days("stages.daysP90", record.getDaysP90()),
                  days("stages.daysToWinMedian", record.getDaysToWinMedian()))));
    }
    return stages;
  }

  private static @Nullable Double days(String field, @Nullable Double days)
      throws UnusableRecordException {
    return days == null ? null : (Double) notNegative(field, days);
  }

  private static long orZero(@Nullable Long amount) throws UnusableRecordException {
    Long usual = FromContract.amount(amount);
    return usual == null ? 0 : usual;
  }

  private static IntToDoubleFunction along(
      io.pipelinemonitor.schema.ModelParameters record,
      Map<Double, Double> end,
      String field,
      ToDoubleFunction<ForecastStretch> value)
      throws UnusableRecordException {
    NavigableMap<Double, Double> points = new TreeMap<>(end);
    for (ForecastStretch stretch : record.getStretches()) {
      points.put(
          elapsed("stretches", stretch.getElapsedFrom()),
          notNegative("stretches." + field, value.applyAsDouble(stretch)));
    }
    return stretch -> at(points, Stretches.start(stretch));
  }

  /** Points along the period for one class of deal. */
  private record Points(
      NavigableMap<Double, Double> probabilities, NavigableMap<Double, Double> weights) {

    Points() {
      this(new TreeMap<>(ZERO_AT_THE_END), new TreeMap<>(ZERO_AT_THE_END));
    }
  }

  private static SortedMap<DealClass, WinChance> chances(List<WinProbability> records)
      throws UnusableRecordException {
    SortedMap<DealClass, Points> points = new TreeMap<>();
    DealClass last = null;
    Points ofLast = null;
    // Those that hold for any age first: what is said of one age goes before.
    for (boolean anyAge : new boolean[] {true, false}) {
      for (WinProbability record : records) {
        if (anyAge == (record.getAge() == io.pipelinemonitor.schema.DealAge.UNKNOWN)) {
          double elapsed = elapsed("winProbabilities", record.getElapsedFrom());
          double probability = notNegative("winProbabilities.probability", record.getProbability());
          if (probability > 1) {
            throw invalid("winProbabilities.probability", probability, "a number from 0 to 1");
          }
          double weight = notNegative("winProbabilities.weight", record.getWeight());
          for (DealAge age : ages(record.getAge())) {
            DealClass dealClass = new DealClass(record.getPipelineId(), record.getStageId(), age);
            // The points of a class mostly follow one another.
            if (ofLast == null || !dealClass.equals(last)) {
              last = dealClass;
              ofLast = points.computeIfAbsent(dealClass, key -> new Points());
            }
            ofLast.probabilities().put(elapsed, probability);
            ofLast.weights().put(elapsed, weight);
          }
        }
      }
    }
    SortedMap<DealClass, WinChance> chances = new TreeMap<>();
    points.forEach(
        (dealClass, ofClass) ->
            chances.put(
                dealClass,
                new WinChance(
                    PeriodCurve.falling(
                        stretch -> at(ofClass.probabilities(), Stretches.start(stretch))),
                    PeriodCurve.falling(
                        stretch -> at(ofClass.weights(), Stretches.start(stretch))))));
    return chances;
  }

  private static List<DealAge> ages(io.pipelinemonitor.schema.DealAge age) {
    return switch (age) {
      case NEW -> List.of(DealAge.NEW);
      case RECENT -> List.of(DealAge.RECENT);
      case OLD -> List.of(DealAge.OLD);
      case UNKNOWN -> List.of(DealAge.values());
    };
  }

  private static double elapsed(String list, double elapsed) throws UnusableRecordException {
    if (!(elapsed >= 0 && elapsed <= 1)) {
      throw invalid(list + ".elapsedFrom", elapsed, "a number from 0 to 1");
    }
    return elapsed;
  }

  private static double notNegative(String field, double value) throws UnusableRecordException {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw invalid(field, value, "a number of 0 or more");
    }
    return value;
  }

  /** Straight between two points; before the first as there, and after the last as there. */
  private static double at(NavigableMap<Double, Double> points, double elapsed) {
    Map.Entry<Double, Double> before = points.floorEntry(elapsed);
    Map.Entry<Double, Double> after = points.ceilingEntry(elapsed);
    if (before == null || after == null) {
      return (before == null ? points.firstEntry() : points.lastEntry()).getValue();
    }
    double length = after.getKey() - before.getKey();
    return length == 0
        ? before.getValue()
        : before.getValue()
            + (elapsed - before.getKey()) / length * (after.getValue() - before.getValue());
  }
}
