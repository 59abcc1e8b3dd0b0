package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells drift from chance, by one look at each midnight's projection; a pure function of what it is
 * told.
 *
 * <p><b>The baseline</b> is the projection P at the first midnight of the period that it is told,
 * which it locks, and what the projections of n earlier periods gained on average from then to the
 * same elapsed part. Drift is P less the baseline, z is drift / σ, and σ is 1.4826 × the median
 * absolute deviation of those gains. z says how far the projection has strayed. It does not decide.
 *
 * <p><b>Innovations</b> do. A projection is what is expected of a fixed outcome. News changes it,
 * and news cannot be foreseen, so its changes over days that do not overlap are uncorrelated. What
 * is regular in them after all is m, the mean change of the earlier periods over the same days a to
 * b; it is taken off, and what is left is the change of the drift. With v the variance of a day's
 * change, that of m is v / n, as periods are independent, and variances of days add up. So
 *
 * <pre>
 *   u = (P(b) - P(a) - m(a, b)) / s(a, b)        s²(a, b) = (1 + 1/n) Σ v(d) over the days a &lt; d ≤ b
 * </pre>
 *
 * <p>has mean 0 and variance 1, and is not correlated with the u before it, if nothing drifts. v(d)
 * is learnt from the earlier periods: squared differences of their changes from the mean of the
 * same day, of all days from 14 before to 14 after, divided by the degrees of freedom. A median
 * would not do here: most days change little and few much.
 *
 * <p><b>One day counts at most 3.</b> One large deal is won or lost in a day. That is news, and no
 * drift: of a normal distribution less than 0.3 % is cut off, of sales a good deal more.
 *
 * <p><b>Counters.</b> {@code C+ = max(0, C+ + u - 0.5)}, {@code C- = max(0, C- - u - 0.5)}. One
 * above the fire line signals if the drift is material and to its side. Until it has, the statistic
 * stays at the fire line. From then on nothing is allowed for any more: the counter goes with the
 * projection, so it stays where it is while the projection stays away, whereas a textbook's would
 * fall back in days and call a loss good that is only not growing. It is over, and begins anew at
 * zero, when the projection has come back so far that it reaches the clear line, or that less than
 * half of a material drift is left.
 *
 * <p><b>Onset.</b> A midnight's projection is that of the end of the day before. The day that
 * begins at the midnight at which the counter was last zero is the first whose changes are in it.
 *
 * <p><b>Missing midnights</b> are one longer step: u is over all its days, and counts once. So is a
 * midnight that fewer than four earlier periods have, too. A midnight that is not later than the
 * last look is left out, so repeating them changes nothing.
 *
 * <p><b>Floors.</b> σ is at least 2 % of what was locked, and 100 minor units; s is at least as
 * much as lets a period's days add up to that σ. Practice calls a forecast well run that is within
 * 5 %: whoever was ever closer than 2 % was lucky, and the next per cent is no alarm.
 */
public record DriftDetector(DriftPolicy policy) {

  private static final double ALLOWANCE = 0.5;
  private static final double MOST_A_STEP = 3;
  private static final double LEAST_SIGMA_SHARE = 0.02;
  private static final double LEAST_SIGMA = 100;

  /**
   * Takes a look.
   *
   * @param before what was remembered; null before the period's first look
   * @param day an epoch day, from the period's first to the day after its last
   * @param projected the projection as that day begins, minor units
   */
  public DriftState observe(
      @Nullable DriftState before, EarlierPeriods earlier, long day, long projected) {
    FiscalPeriod period = earlier.period();
    if (day < period.startDay() || day > period.endDay()) {
      throw new IllegalArgumentException(
          "day " + day + " does not lie in " + period + "; look at its own midnights only");
    }
    if (before == null) {
      return DriftState.lockedAt(day, projected);
    }
    if (day - before.day() < policy.stepDays()) {
      return before;
    }
    Usual step = earlier.between(before.day(), day);
    Usual sinceLocked = earlier.between(before.lockedDay(), day);
    if (!step.isEnough() || !sinceLocked.isEnough()) {
      return before;
    }
    return after(
        before,
        day,
        projected,
        baseline(before, sinceLocked),
        innovation(before, step, period, day, projected));
  }

  private DriftState after(
      DriftState before, long day, long projected, long baseline, double innovation) {
    return new DriftState(
        before.lockedDay(),
        before.locked(),
        day,
        projected,
        step(before.above(), innovation, projected - baseline, baseline, day),
        step(before.below(), -innovation, baseline - projected, baseline, day));
  }

  /** What the last of these looks says; null if there are none. */
  public Verdict.@Nullable Judged judge(DriftLooks looks) {
    DriftState state = null;
    DriftLook last = null;
    for (DriftLook look : looks.looks()) {
      state =
          state == null
              ? DriftState.lockedAt(look.day(), look.projected())
              : after(state, look.day(), look.projected(), look.baseline(), look.innovation());
      last = look;
    }
    return state == null || last == null ? null : judged(state, last.baseline(), last.sigma());
  }

  /** Takes a look at each midnight of the period; null if there are none. */
  public @Nullable DriftState replay(EarlierPeriods earlier, Midnights midnights) {
    FiscalPeriod period = earlier.period();
    DriftState state = null;
    for (Map.Entry<Long, Midnights.Standing> midnight :
        midnights.byDay().subMap(period.startDay(), true, period.endDay(), true).entrySet()) {
      state = observe(state, earlier, midnight.getKey(), midnight.getValue().projected());
    }
    return state;
  }

  /** What the last look says. */
  public Verdict read(DriftState state, EarlierPeriods earlier) {
    Usual usual = earlier.between(state.lockedDay(), state.day());
    return usual.isEnough()
        ? judged(state, baseline(state, usual), sigma(state, usual))
        : new Verdict.NotEnoughHistory(usual.periods(), Usual.FEWEST_PERIODS);
  }

  private Verdict.Judged judged(DriftState state, long baseline, double sigma) {
    return new Verdict.Judged(
        state.day(),
        state.projected(),
        state.lockedDay(),
        baseline,
        sigma,
        statistic(state.above()),
        statistic(state.below()));
  }

  /** How far earlier periods were from their baseline, minor units. */
  static double sigma(DriftState state, Usual sinceLocked) {
    return Math.max(sinceLocked.deviation(), leastSigma(state));
  }

  /** What the projection is compared with, minor units. */
  static long baseline(DriftState state, Usual sinceLocked) {
    return state.locked() + Math.round(sinceLocked.change());
  }

  /** What the step since the last look adds to the counters, in its standard deviations. */
  static double innovation(
      DriftState before, Usual step, FiscalPeriod period, long day, long projected) {
    double leastSigma = leastSigma(before);
    double partOfPeriod = (double) (day - before.day()) / (period.endDay() - period.startDay());
    double variance = Math.max(step.variance(), leastSigma * leastSigma * partOfPeriod);
    double innovation = (projected - before.projected() - step.change()) / Math.sqrt(variance);
    return Math.max(-MOST_A_STEP, Math.min(MOST_A_STEP, innovation));
  }

  private static double leastSigma(DriftState state) {
    return Math.max(LEAST_SIGMA, LEAST_SIGMA_SHARE * Math.abs(state.locked()));
  }

  private Counter step(Counter counter, double innovation, double drift, long baseline, long day) {
    double least = policy.materiality().least(baseline);
    if (counter.open()) {
      Counter next = counter.plus(innovation, 0, day);
      return next.value() > policy.clear() && drift > least / 2 ? next : Counter.zero(day);
    }
    Counter next = counter.plus(innovation, ALLOWANCE, day);
    return next.value() > policy.fire() && drift > 0 && drift >= least ? next.opened() : next;
  }

  private Verdict.Statistic statistic(Counter counter) {
    return new Verdict.Statistic(
        counter.open() ? counter.value() : Math.min(counter.value(), policy.fire()),
        counter.zeroDay());
  }
}
