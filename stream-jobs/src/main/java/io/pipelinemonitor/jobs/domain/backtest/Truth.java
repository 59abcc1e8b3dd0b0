package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a breach says will come true by the end of the period. */
public enum Truth {
  /** Less than the quota is booked. */
  QUOTA_MISSED,
  /** Less is booked than the scope committed to first. */
  COMMIT_MISSED,
  /** The deal is lost, or slips to a later period. */
  DEAL_NOT_WON;

  private static final Set<Metric> LOW_MISSES_QUOTA =
      EnumSet.of(
          Metric.COVERAGE_FULL,
          Metric.COVERAGE_TO_GO,
          Metric.COVERAGE_WEIGHTED,
          Metric.COVERAGE_QUALIFIED,
          Metric.PACING_COVERAGE_TO_GO,
          Metric.BOOKED_AMOUNT,
          Metric.PACING_BOOKED_AMOUNT,
          Metric.ATTAINMENT,
          Metric.REPS_AT_QUOTA,
          Metric.REPS_AT_QUOTA_COUNT,
          Metric.REPS_ON_PACE,
          Metric.REPS_ON_PACE_COUNT,
          Metric.COMMIT_AMOUNT,
          Metric.SUBMITTED_COMMIT,
          Metric.BEST_CASE_AMOUNT,
          Metric.PROJECTED_AMOUNT,
          Metric.PROJECTED_LOW,
          Metric.PROJECTED_HIGH,
          Metric.PACING_PROJECTED_AMOUNT,
          Metric.FORECAST_DRIFT_WEEK);

  private static final Set<Metric> HIGH_MISSES_QUOTA = EnumSet.of(Metric.PIPELINE_NEEDED);

  /** The projection less the commit: it speaks of the commit, whatever the quota. */
  private static final Set<Metric> LOW_MISSES_COMMIT = EnumSet.of(Metric.FORECAST_DRIFT);

  /**
   * What a breach of the rule foretells, whether it holds the metric itself against its lines, a
   * change of it or its pace; null: nothing that could turn out right or wrong.
   */
  public static @Nullable Truth foretoldBy(AlertRule rule) {
    if (rule.judgesDeals()) {
      return rule.direction() == Direction.ABOVE ? DEAL_NOT_WON : null;
    }
    boolean low = rule.direction() == Direction.BELOW;
    if ((low ? LOW_MISSES_QUOTA : HIGH_MISSES_QUOTA).contains(rule.metric())) {
      return QUOTA_MISSED;
    }
    return low && LOW_MISSES_COMMIT.contains(rule.metric()) ? COMMIT_MISSED : null;
  }
}
