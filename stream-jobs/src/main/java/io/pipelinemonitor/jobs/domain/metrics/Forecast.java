package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.OpenSums;
import io.pipelinemonitor.jobs.domain.forecast.Projection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scope's period may end with. Amounts are minor units of the reporting currency.
 *
 * @param commitAmount booked, and open deals that are forecast as commit
 * @param bestCaseAmount the same, and those that are forecast as best case
 * @param commit what the scope has committed to; null if nothing
 * @param projectedAmount what the period is expected to end with
 * @param projectedLow in one case of ten it will be less; null unless learnt
 * @param projectedHigh in one case of ten it will be more; null unless learnt
 * @param learnt whether it follows from outcomes; else it is booked and weighted
 * @param drift (projected − committed) / committed; null without a commit above zero
 * @param variance |committed when the period began − booked| / booked; null before the period's
 *     end, without such a commit and if nothing was booked
 */
public record Forecast(
    long commitAmount,
    long bestCaseAmount,
    @Nullable Commit commit,
    long projectedAmount,
    @Nullable Long projectedLow,
    @Nullable Long projectedHigh,
    boolean learnt,
    @Nullable Double drift,
    @Nullable Double variance) {

  /**
   * What a scope has committed to.
   *
   * @param amount minor units of the reporting currency
   * @param submittedBy the member who said it
   * @param submittedAt when, microseconds since the epoch
   */
  public record Commit(long amount, String submittedBy, long submittedAt) {}

  /**
   * Computes the figures.
   *
   * @param latest the latest commit, or null
   * @param opening the commit that stood when the period began, or null
   * @param parameters what was learnt, or null
   * @param today an epoch day in the calendar's zone
   */
  public static Forecast of(
      Sums sums,
      @Nullable Commit latest,
      @Nullable Commit opening,
      @Nullable ModelParameters parameters,
      FiscalPeriod period,
      long today) {
    long booked = sums.get(Measure.BOOKED_AMOUNT);
    long commit = booked + sums.get(Measure.COMMIT_AMOUNT);
    boolean ended = today >= period.endDay();
    Projection learnt =
        parameters == null
            ? null
            : Projection.of(booked, open(sums), parameters, period.elapsed(today));
    long projected =
        learnt == null ? booked + (ended ? 0 : sums.get(Measure.WEIGHTED_AMOUNT)) : learnt.amount();
    return new Forecast(
        commit,
        commit + sums.get(Measure.BEST_CASE_AMOUNT),
        latest,
        projected,
        learnt == null ? null : (Long) learnt.low(),
        learnt == null ? null : (Long) learnt.high(),
        learnt != null,
        latest == null ? null : Figures.ratio(projected - latest.amount(), latest.amount()),
        opening == null || !ended
            ? null
            : Figures.ratio(Math.abs(opening.amount() - booked), booked));
  }

  /** The open deals by what tells their chances apart. */
  static List<OpenSums> open(Sums sums) {
    List<OpenSums> open = new ArrayList<>();
    sums.stages()
        .forEach(
            (stage, tally) -> {
              for (DealAge age : DealAge.values()) {
                long count = StageMeasure.openCount(tally, age);
                if (count != 0) {
                  open.add(
                      new OpenSums(
                          new DealClass(stage.pipelineId(), stage.stageId(), age),
                          count,
                          StageMeasure.openAmount(tally, age),
                          StageMeasure.squaresOf(age).of(tally)));
                }
              }
            });
    return open;
  }
}
