package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.ChangeMeasure;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Judgement;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RulePeriod;
import io.pipelinemonitor.schema.RuleType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Rules of which most keep quiet, as they do in a company that reads its alerts. Of twenty, the
 * line of one lies within the worst tenth of what its scopes come to in the recording; those of the
 * others lie 5 to 60 % beyond the worst of it. All that is seen counts, so these are healthy
 * throughout.
 *
 * <p>Of ten, one watches every unit and the company, one every rep, two one to three units by name,
 * two one or two segments, products, territories or pipelines, and four one to five reps. One of
 * the ten is a CHANGE rule, from the full hour before the last, and one a PACING rule; the others
 * are THRESHOLD rules. Any ten that follow one another are of the same kinds.
 */
final class TypicalMix extends RuleMix {

  private static final int GROUP = 10;

  /** How many rules there are to one that has something to tell. */
  private static final int QUIET_AND_LOUD = 20;

  private static final int WORST_PART = 10;
  private static final double A_LOT_LESS = -0.5;
  private static final Lookback HOUR = new Lookback(Lookback.Unit.HOUR, 1);
  private static final long HOUR_SECONDS = 3_600;
  private static final List<Metric> PACED =
      List.of(Metric.COVERAGE_TO_GO, Metric.BOOKED_AMOUNT, Metric.PROJECTED_AMOUNT);

  private final FiscalCalendar calendar;
  private final Map<Series, double[]> known = new HashMap<>();

  /** What a rule judges of one scope. */
  private record Series(Judgement judgement, Metric metric, Scope scope, String period) {}

  TypicalMix(long seed, Recorded recorded) {
    super(seed, recorded);
    this.calendar = recorded.calendar();
  }

  @Override
  Target target(int number) {
    return switch (number % GROUP) {
      case 0 -> every(List.of(ScopeType.UNIT, ScopeType.COMPANY));
      case 5 -> every(List.of(ScopeType.REP));
      case 1, 6 -> some(ScopeType.UNIT, 3);
      case 2, 7 -> some(any(OTHERS), 2);
      default -> some(ScopeType.REP, 5);
    };
  }

  @Override
  @Nullable Lines lines(
      int number,
      Observation sample,
      Metric metric,
      List<Scope> watched,
      List<String> periods,
      AlertRule.Builder rule) {
    int group = number / GROUP;
    int place = number % GROUP;
    // Another place in each group, so that every kind of scope gets rules of every type.
    if (place == (3 + 3 * group) % GROUP) {
      rule.setType(RuleType.CHANGE)
          .setOverSeconds(HOUR_SECONDS)
          .setChangeIn(io.pipelinemonitor.schema.ChangeMeasure.DIFFERENCE);
      Judgement change = new Judgement.Change(HOUR, ChangeMeasure.DIFFERENCE);
      return lines(isLoud(number), values(change, metric, watched, periods));
    }
    if (place == (6 + 3 * group) % GROUP) {
      // A recording has no earlier periods: such a rule reads nothing, as in a company's first
      // year.
      rule.setType(RuleType.PACING)
          .setMetric(any(PACED).publishedName())
          .setPeriods(List.of(RulePeriod.CURRENT));
      return beyond(A_LOT_LESS, true);
    }
    return lines(isLoud(number), values(new Judgement.Threshold(), metric, watched, periods));
  }

  private static boolean isLoud(int number) {
    return number % QUIET_AND_LOUD == (8 + 7 * (number / QUIET_AND_LOUD)) % QUIET_AND_LOUD;
  }

  /**
   * @param values that the rule comes to see, in order; none in a recording that is too short
   */
  private @Nullable Lines lines(boolean loud, double[] values) {
    if (values.length == 0) {
      return beyond(A_LOT_LESS, true);
    }
    double least = values[0];
    double most = values[values.length - 1];
    // Less than nothing there is seldom.
    boolean below = either() && least != 0;
    double worst = below ? least : most;
    if (!loud) {
      return beyond(worst, below);
    }
    int rank = Math.max(1, values.length / WORST_PART);
    for (; rank < values.length; rank++) {
      double within = values[below ? rank : values.length - 1 - rank];
      if (within != worst) {
        return new Lines(worst, below, (worst + within) / 2);
      }
    }
    return null;
  }

  private double[] values(
      Judgement judgement, Metric metric, List<Scope> watched, List<String> periods) {
    return watched.stream()
        .flatMap(
            scope -> periods.stream().map(period -> new Series(judgement, metric, scope, period)))
        .flatMapToDouble(series -> Arrays.stream(known.computeIfAbsent(series, this::values)))
        .sorted()
        .toArray();
  }

  private double[] values(Series series) {
    DoubleStream.Builder values = DoubleStream.builder();
    Lookback over = series.judgement().looksBack();
    Map<History.Track, Integer> lengths =
        over == null
            ? Map.of()
            : Map.of(new History.Track(series.metric(), over.unit()), over.length());
    History history = History.EMPTY;
    for (Observation observation : figures(series.scope(), series.period())) {
      Evidence evidence = Evidence.of(observation, history, DriftLooks.NONE, calendar);
      Double value = series.judgement().read(series.metric(), evidence, observation.asOf()).value();
      if (value != null) {
        values.add(value);
      }
      history = history.after(observation, lengths, observation.asOf(), calendar);
    }
    return values.build().toArray();
  }
}
