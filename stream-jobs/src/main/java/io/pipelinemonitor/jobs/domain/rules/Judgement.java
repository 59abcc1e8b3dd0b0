package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.WorkingTime;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.drift.DriftDetector;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.drift.DriftPolicy;
import io.pipelinemonitor.jobs.domain.drift.Verdict;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a rule makes a value of its metric that can be held against its lines. */
public sealed interface Judgement {

  /** The type of such rules. */
  RuleType type();

  /** What the value, and so the lines, are counted in. */
  Measured measured(Metric metric);

  /**
   * The value, and what it was compared with.
   *
   * @param at when it is judged, stream time in microseconds
   */
  Reading read(Metric metric, Evidence evidence, long at);

  /** What people are told in: as the value, unless that is a statistic. */
  default Measured toldIn(Metric metric) {
    return measured(metric);
  }

  /** On which side of its lines the value is in breach. */
  default Direction side(Direction direction) {
    return direction;
  }

  /** How far back it looks in what the metric was; null: it does not. */
  default @Nullable Lookback looksBack() {
    return null;
  }

  /** Whether its value moves though nothing comes. */
  default boolean movesWithTime() {
    return false;
  }

  /**
   * When the value passes one of the fire lines by the mere passing of time, stream time in
   * microseconds; {@link Watch#NEVER}: it does not.
   *
   * @param after only a later moment counts
   */
  default long passesLineAfter(
      List<RuleLevel> levels, Observation observation, WorkingTime workingTime, long after) {
    return Watch.NEVER;
  }

  /** The metric as it is. */
  record Threshold() implements Judgement {

    @Override
    public RuleType type() {
      return RuleType.THRESHOLD;
    }

    @Override
    public Measured measured(Metric metric) {
      return metric.measured();
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      Double value = evidence.observation().value(metric);
      return value == null ? Reading.NONE : Reading.of(value);
    }
  }

  /**
   * How far the metric moved since then. As a share that says something only of values above 0.
   *
   * @param over since when
   * @param in what the change is counted in
   */
  record Change(Lookback over, ChangeMeasure in) implements Judgement {

    @Override
    public RuleType type() {
      return RuleType.CHANGE;
    }

    @Override
    public Measured measured(Metric metric) {
      return switch (in) {
        case SHARE -> Measured.SHARE;
        case DIFFERENCE -> metric.measured().isShare() ? Measured.POINTS : metric.measured();
      };
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      Double now = evidence.observation().value(metric);
      Baseline before = evidence.past().of(metric, over, at);
      if (now == null || before == null) {
        return Reading.NONE;
      }
      return switch (in) {
        case SHARE -> gap(now, before);
        case DIFFERENCE -> Reading.of(difference(now, before.value()).doubleValue(), before);
      };
    }

    @Override
    public Lookback looksBack() {
      return over;
    }
  }

  /**
   * The gap to where earlier periods stood when the same part of them had passed, as a share of
   * their median. One period alone is no pace.
   */
  record Pacing() implements Judgement {

    private static final int FEWEST_PERIODS = 2;

    @Override
    public RuleType type() {
      return RuleType.PACING;
    }

    @Override
    public Measured measured(Metric metric) {
      return Measured.SHARE;
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      Double now = evidence.observation().value(metric);
      Pace pace = evidence.observation().paces().get(metric);
      return now == null || pace == null || pace.periods() < FEWEST_PERIODS
          ? Reading.NONE
          : gap(now, new Baseline(pace.median(), null));
    }
  }

  /**
   * Whether the projection slides, by looks at its midnights. The value is the statistic of one
   * side.
   *
   * @param side where it slides to
   * @param fire above which the statistic signals
   * @param clear at which what it has signalled is over
   * @param materiality a smaller drift does not count, money in major units; null: any counts
   */
  record Drift(Direction side, double fire, double clear, @Nullable Materiality materiality)
      implements Judgement {

    @Override
    public RuleType type() {
      return RuleType.DRIFT;
    }

    @Override
    public Measured measured(Metric metric) {
      return Measured.DEVIATIONS;
    }

    @Override
    public Measured toldIn(Metric metric) {
      return metric.measured();
    }

    @Override
    public Direction side(Direction direction) {
      return Direction.ABOVE;
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      int digits = fractionDigits(evidence.observation().currency());
      Materiality least = materiality == null ? DriftPolicy.EVERYTHING : materiality;
      DriftLooks looks = evidence.looks().upTo(at);
      Verdict.Judged judged =
          new DriftDetector(new DriftPolicy(1, fire, clear, least.ofMinorUnits(digits)))
              .judge(looks);
      if (judged == null) {
        return Reading.NONE;
      }
      Verdict.Statistic statistic = judged.statistic(side);
      return Reading.of(
          statistic.value(),
          new Baseline(
              BigDecimal.valueOf(judged.baseline(), digits).doubleValue(),
              looks.momentOf(judged.baselineDay())),
          new Reading.Drift(
              BigDecimal.valueOf(judged.projected(), digits).doubleValue(),
              statistic.value() == 0,
              statistic.onsetDay(),
              looks.momentOf(statistic.onsetDay())));
    }

    private static int fractionDigits(String currency) {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    }
  }

  /**
   * How long nothing has come from a source since its observation, in hours of working days.
   * Counted in whole minutes, so that a line is passed at a moment that people can read.
   */
  record Stale() implements Judgement {

    private static final long MICROS_PER_MINUTE = 60_000_000L;
    private static final double MINUTES_PER_HOUR = 60;

    @Override
    public RuleType type() {
      return RuleType.STALE;
    }

    @Override
    public Measured measured(Metric metric) {
      return Measured.WORKING_HOURS;
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      Observation observation = evidence.observation();
      WorkingTime workingTime = evidence.workingTime();
      if (workingTime == null || observation.scope().type() != ScopeType.SOURCE) {
        return Reading.NONE;
      }
      return Reading.ofSilence(
          hours(workingTime.between(observation.asOf(), at) / MICROS_PER_MINUTE),
          workingTime.calendar().localTime(observation.asOf()));
    }

    @Override
    public boolean movesWithTime() {
      return true;
    }

    private static double hours(long minutes) {
      return minutes / MINUTES_PER_HOUR;
    }

    @Override
    public long passesLineAfter(
        List<RuleLevel> levels, Observation observation, WorkingTime workingTime, long after) {
      long earliest = Watch.NEVER;
      for (RuleLevel level : levels) {
        long minutes = (long) Math.floor(level.fire() * MINUTES_PER_HOUR);
        while (!Direction.ABOVE.isWorse(hours(minutes), level.fire())) {
          minutes++;
        }
        long passed = workingTime.after(observation.asOf(), minutes * MICROS_PER_MINUTE);
        if (passed > after) {
          earliest = Math.min(earliest, passed);
        }
      }
      return earliest;
    }
  }

  /**
   * The metric of single deals, as it is. Which of them: those that are forecast in one of the
   * categories, and those that are among the largest; all if neither is said.
   *
   * @param categories empty: none is picked by its category
   * @param topPercent among the largest so many percent; null: none is picked by its amount
   */
  record Deals(Set<ForecastCategory> categories, @Nullable Integer topPercent)
      implements Judgement {

    public Deals {
      categories = Set.copyOf(categories);
    }

    @Override
    public RuleType type() {
      return RuleType.DEAL;
    }

    @Override
    public Measured measured(Metric metric) {
      return metric.measured();
    }

    @Override
    public Reading read(Metric metric, Evidence evidence, long at) {
      WatchedDeal deal = evidence.observation().deal();
      return deal == null || !picks(deal)
          ? Reading.UNWATCHED
          : new Threshold().read(metric, evidence, at);
    }

    private boolean picks(WatchedDeal deal) {
      if (categories.isEmpty() && topPercent == null) {
        return true;
      }
      boolean firm = deal.category() != null && categories.contains(deal.category());
      return firm
          || (topPercent != null && deal.topPercent() != null && deal.topPercent() <= topPercent);
    }
  }

  private static Reading gap(double now, Baseline before) {
    if (before.value() <= 0) {
      return Reading.NONE;
    }
    // By decimals: a fall of exactly a tenth does not lie past a line of -0.1.
    double share =
        difference(now, before.value())
            .divide(BigDecimal.valueOf(before.value()), MathContext.DECIMAL128)
            .doubleValue();
    return Reading.of(share, before);
  }

  private static BigDecimal difference(double now, double before) {
    return BigDecimal.valueOf(now).subtract(BigDecimal.valueOf(before));
  }
}
