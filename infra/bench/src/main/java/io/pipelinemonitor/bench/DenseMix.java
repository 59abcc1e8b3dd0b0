package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.schema.AlertRule;
import java.util.List;

/**
 * Rules that nearly all have something to tell: THRESHOLD, with lines 5 to 60 % beyond the worst of
 * only four values that the metric had in such scopes. Where one of them was nothing, all above
 * nothing is in breach. No company would bear it; it shows what telling costs.
 *
 * <p>Of twenty, two watch every unit, one every rep, one every segment, product, territory and
 * pipeline, and sixteen a few scopes by name: nine of them one to five reps, three one to three
 * units, four one or two of the others.
 */
final class DenseMix extends RuleMix {

  private static final int GROUP = 20;
  private static final int SAMPLES = 4;

  DenseMix(long seed, Recorded recorded) {
    super(seed, recorded);
  }

  @Override
  Target target(int number) {
    return switch (number % GROUP) {
      case 0, 10 -> every(List.of(ScopeType.UNIT, ScopeType.COMPANY));
      case 5 -> every(List.of(ScopeType.REP));
      case 15 -> every(OTHERS);
      case 1, 11, 6 -> some(ScopeType.UNIT, 3);
      case 2, 7, 12, 17 -> some(any(OTHERS), 2);
      default -> some(ScopeType.REP, 5);
    };
  }

  @Override
  Lines lines(
      int number,
      Observation sample,
      Metric metric,
      List<Scope> watched,
      List<String> periods,
      AlertRule.Builder rule) {
    String period = periods.get(periods.size() - 1);
    boolean below = either();
    double worst = valueOf(sample, metric, 0);
    for (int i = 1; i < SAMPLES; i++) {
      Observation other = anyFigures(watched, period);
      double value = other == null ? worst : valueOf(other, metric, worst);
      worst = below ? Math.min(worst, value) : Math.max(worst, value);
    }
    return beyond(worst, below && worst != 0);
  }

  private static double valueOf(Observation observation, Metric metric, double otherwise) {
    Double value = observation.value(metric);
    return value == null ? otherwise : value;
  }
}
