package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * The published figures of one scope and period that are not sums themselves but follow from them.
 *
 * <p>Amounts are minor units of the reporting currency. A ratio is null where its denominator is
 * missing or not above zero; a quota of zero is no quota.
 *
 * @param quota what is to be sold; null without one
 * @param coverageFull open amount / quota
 * @param coverageToGo open amount / (quota − booked amount); null when attained
 * @param coverageWeighted weighted amount / (quota − booked amount); null when attained
 * @param coverageQualified qualified amount / (quota − booked amount); null when attained
 * @param pipelineNeeded open amount to add until {@code coverageToGo} reaches the target; never
 *     below 0; null without a quota
 * @param attained whether the booked amount has reached the quota
 * @param attainment booked amount / quota
 * @param repsAtQuota share of quota-carrying reps that have booked it
 * @param repsOnPace share of them that have booked at least the elapsed part of it
 * @param periodElapsed whole days of the period before today / its days
 */
public record Figures(
    @Nullable Long quota,
    @Nullable Double coverageFull,
    @Nullable Double coverageToGo,
    @Nullable Double coverageWeighted,
    @Nullable Double coverageQualified,
    @Nullable Long pipelineNeeded,
    boolean attained,
    @Nullable Double attainment,
    @Nullable Double repsAtQuota,
    @Nullable Double repsOnPace,
    double periodElapsed) {

  /**
   * Computes the figures.
   *
   * @param quota above 0, or null
   * @param today an epoch day in the calendar's zone
   */
  public static Figures of(
      Sums sums, @Nullable Long quota, FiscalPeriod period, long today, BigDecimal target) {
    long open = sums.get(Measure.OPEN_AMOUNT);
    long booked = sums.get(Measure.BOOKED_AMOUNT);
    long toGo = quota == null ? 0 : Math.max(0, quota - booked);
    long reps = sums.get(Measure.REPS_WITH_QUOTA);
    return new Figures(
        quota,
        ratio(open, quota == null ? 0 : quota),
        ratio(open, toGo),
        ratio(sums.get(Measure.WEIGHTED_AMOUNT), toGo),
        ratio(sums.get(Measure.QUALIFIED_AMOUNT), toGo),
        quota == null ? null : (Long) needed(open, toGo, target),
        quota != null && toGo == 0,
        ratio(booked, quota == null ? 0 : quota),
        ratio(sums.get(Measure.REPS_AT_QUOTA), reps),
        ratio(sums.get(Measure.REPS_ON_PACE), reps),
        period.elapsed(today));
  }

  /** The quotient; null unless the denominator is above zero. */
  public static @Nullable Double ratio(long numerator, long denominator) {
    return denominator > 0 ? (Double) ((double) numerator / denominator) : null;
  }

  private static long needed(long open, long toGo, BigDecimal target) {
    BigDecimal wanted = target.multiply(BigDecimal.valueOf(toGo));
    return Math.max(0, wanted.setScale(0, RoundingMode.CEILING).longValue() - open);
  }

  /** Whether a rep with these sums has booked its quota. */
  static boolean atQuota(Sums sums, long quota) {
    return sums.get(Measure.BOOKED_AMOUNT) >= quota;
  }

  /**
   * Whether a rep with these sums has booked at least the elapsed part of its quota: exactly, in
   * whole numbers.
   */
  static boolean onPace(Sums sums, long quota, FiscalPeriod period, long today) {
    long days = period.endDay() - period.startDay();
    long passed = Math.max(0, Math.min(days, today - period.startDay()));
    return BigDecimal.valueOf(sums.get(Measure.BOOKED_AMOUNT))
            .multiply(BigDecimal.valueOf(days))
            .compareTo(BigDecimal.valueOf(quota).multiply(BigDecimal.valueOf(passed)))
        >= 0;
  }
}
