package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.OpenSums;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The forecast of each scope and period, from its deals one by one. What the model makes of the
 * sums is not judged here: it is put to the test on whole histories.
 */
final class OracleForecasts {

  /**
   * An open deal of the period.
   *
   * @param amount minor units of the reporting currency
   */
  record OpenDeal(
      String pipelineId, String stageId, long createdAt, ForecastCategory category, long amount) {}

  /** Converts an amount by the rate of a day; null if there is none. */
  @FunctionalInterface
  interface Conversion {
    @Nullable Long of(long minorUnits, String currency, long day);
  }

  private static final BigInteger MOST_HUNDREDS = BigInteger.TEN.pow(8);

  private final OraclePlan plan;
  private final OracleOrganisation organisation;
  private final FiscalCalendar calendar;
  private final Conversion conversion;
  private final long today;

  OracleForecasts(
      OraclePlan plan,
      OracleOrganisation organisation,
      FiscalCalendar calendar,
      Conversion conversion,
      long today) {
    this.plan = plan;
    this.organisation = organisation;
    this.calendar = calendar;
    this.conversion = conversion;
    this.today = today;
  }

  void put(
      Map<String, Object> fields,
      Scope scope,
      FiscalPeriod period,
      List<OpenDeal> open,
      long booked,
      long weighted) {
    long commit = booked + amount(open, ForecastCategory.COMMIT);
    fields.put("commitAmount", commit);
    fields.put("bestCaseAmount", commit + amount(open, ForecastCategory.BEST_CASE));
    boolean over = period.endDay() <= today;
    ModelParameters model = model(scope);
    long projected = over ? booked : booked + weighted;
    fields.put("projectionLearnt", model != null);
    if (model != null) {
      Projection projection =
          Projection.of(booked, sums(open, period), model, period.elapsed(today));
      projected = projection.amount();
      fields.put("projectedLow", projection.low());
      fields.put("projectedHigh", projection.high());
    }
    fields.put("projectedAmount", projected);
    ForecastCall latest = latest(scope, period, call -> true);
    Long submitted = latest == null ? null : convert(latest);
    if (latest != null && submitted != null) {
      fields.put("submittedCommit", submitted);
      fields.put("submittedCommitAt", latest.submittedAt());
      fields.put("submittedCommitBy", latest.submittedBy());
      if (submitted > 0) {
        fields.put("forecastDrift", (double) (projected - submitted) / submitted);
      }
    }
    long start = calendar.startOfDay(period.startDay());
    ForecastCall opening = latest(scope, period, call -> call.submittedAt() <= start);
    Long locked = opening == null ? null : convert(opening);
    if (over && locked != null && booked > 0) {
      fields.put("forecastVariance", (double) Math.abs(locked - booked) / booked);
    }
  }

  private @Nullable Long convert(ForecastCall call) {
    return conversion.of(call.amount(), call.currency(), calendar.epochDay(call.submittedAt()));
  }

  private @Nullable ForecastCall latest(
      Scope scope, FiscalPeriod period, Predicate<ForecastCall> which) {
    ForecastCall latest = null;
    for (ForecastCall call : plan.calls()) {
      if (call.scope().equals(scope)
          && call.period().equals(period.name())
          && call.category() == ForecastCategory.COMMIT
          && which.test(call)
          && (latest == null || call.submittedAt() >= latest.submittedAt())) {
        latest = call;
      }
    }
    return latest;
  }

  /** The scope's own; else of the nearest above, without what a period of that one brings in. */
  private @Nullable ModelParameters model(Scope scope) {
    ModelParameters own = modelOf(scope);
    if (own != null) {
      return own;
    }
    List<Scope> above = new ArrayList<>();
    for (String unitId : organisation.path(scope)) {
      if (!organisation.isRoot(unitId)) {
        above.add(Scope.unit(unitId));
      }
    }
    Collections.reverse(above);
    above.add(Scope.COMPANY);
    for (Scope one : above) {
      ModelParameters lent = modelOf(one);
      if (lent != null) {
        Expectation known = lent.expectation();
        return new ModelParameters(
            scope,
            lent.effectiveFrom(),
            new Expectation(
                known.chances(),
                known.amountFactor(),
                known.cameLaterShare(),
                0,
                known.averageWin(),
                known.typicalWin()),
            lent.spread());
      }
    }
    return null;
  }

  private @Nullable ModelParameters modelOf(Scope scope) {
    ModelParameters found = null;
    for (ModelParameters model : plan.models()) {
      found = model.scope().equals(scope) ? model : found;
    }
    return found;
  }

  private List<OpenSums> sums(List<OpenDeal> open, FiscalPeriod period) {
    SortedMap<DealClass, OpenSums> byClass = new TreeMap<>();
    for (OpenDeal deal : open) {
      DealClass dealClass =
          new DealClass(deal.pipelineId(), deal.stageId(), age(deal.createdAt(), period));
      OpenSums one = new OpenSums(dealClass, 1, deal.amount(), square(deal.amount()));
      byClass.merge(
          dealClass,
          one,
          (sums, more) ->
              new OpenSums(
                  dealClass,
                  sums.count() + more.count(),
                  sums.amount() + more.amount(),
                  sums.squares() + more.squares()));
    }
    return List.copyOf(byClass.values());
  }

  private DealAge age(long createdAt, FiscalPeriod period) {
    long day = calendar.epochDay(createdAt);
    if (day >= period.startDay()) {
      return DealAge.NEW;
    }
    FiscalPeriod before = calendar.periodOf(period.startDay() - 1);
    return day >= before.startDay() ? DealAge.RECENT : DealAge.OLD;
  }

  /** Of whole hundreds of minor units, of which no more than a hundred million count. */
  private static long square(long amount) {
    BigInteger hundreds =
        BigInteger.valueOf(amount).abs().divide(BigInteger.valueOf(100)).min(MOST_HUNDREDS);
    return hundreds.multiply(hundreds).longValueExact();
  }

  private static long amount(List<OpenDeal> open, ForecastCategory category) {
    return open.stream()
        .filter(deal -> deal.category() == category)
        .mapToLong(OpenDeal::amount)
        .sum();
  }
}
