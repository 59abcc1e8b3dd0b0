package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Direction;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a rule was right that a quota would be missed.
 *
 * @param judged incidents of a scope and period whose outcome is known
 * @param right those of them after which the quota was missed
 * @param missed scopes and periods that the rule watched and whose quota was missed
 * @param foretold those of them with an incident before the last tenth of the period
 */
public record Rightness(int judged, int right, int missed, int foretold) {

  private static final Set<Metric> BAD_WHEN_LOW =
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
          Metric.BEST_CASE_AMOUNT,
          Metric.PROJECTED_AMOUNT,
          Metric.PROJECTED_LOW,
          Metric.PROJECTED_HIGH,
          Metric.PACING_PROJECTED_AMOUNT,
          Metric.FORECAST_DRIFT,
          Metric.FORECAST_DRIFT_WEEK);

  private static final Set<Metric> BAD_WHEN_HIGH = EnumSet.of(Metric.PIPELINE_NEEDED);

  /**
   * How right the rule was; null if it says nothing of quotas.
   *
   * @param incidents the rule's own
   * @param outcomes what came true
   */
  static @Nullable Rightness of(
      AlertRule rule, List<PastIncident> incidents, List<Outcome> outcomes, Horizon horizon) {
    if (!foretells(rule)) {
      return null;
    }
    Map<String, Outcome> watched = new HashMap<>();
    for (Outcome outcome : outcomes) {
      if (isWatched(rule, outcome)) {
        watched.put(outcome.scope().key(outcome.period().name()), outcome);
      }
    }
    int judged = 0;
    int right = 0;
    Set<String> foretold = new HashSet<>();
    for (PastIncident incident : incidents) {
      String key = incident.scope().key(incident.period());
      Outcome outcome = watched.get(key);
      if (outcome != null) {
        judged++;
        right += outcome.missed() ? 1 : 0;
        if (outcome.missed() && incident.openedAt() < horizon.lateFrom(outcome.period())) {
          foretold.add(key);
        }
      }
    }
    int missed = (int) watched.values().stream().filter(Outcome::missed).count();
    return new Rightness(judged, right, missed, foretold.size());
  }

  /** Whether a breach of the rule says that the quota is in danger. */
  private static boolean foretells(AlertRule rule) {
    return (rule.direction() == Direction.BELOW ? BAD_WHEN_LOW : BAD_WHEN_HIGH)
        .contains(rule.metric());
  }

  private static boolean isWatched(AlertRule rule, Outcome outcome) {
    Long minQuota = rule.minQuota();
    return rule.scope().covers(outcome.scope())
        && (minQuota == null || outcome.quota() >= minQuota);
  }

  /** The share of the judged incidents that were right; null without any. */
  public @Nullable Double precision() {
    return share(right, judged);
  }

  /** The share of the missed quotas that were foretold; null without any. */
  public @Nullable Double recall() {
    return share(foretold, missed);
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
