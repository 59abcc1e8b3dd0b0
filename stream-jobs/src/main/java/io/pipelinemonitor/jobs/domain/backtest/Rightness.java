package io.pipelinemonitor.jobs.domain.backtest;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a rule was right that a quota, or a commit, would be missed, or a deal not be won.
 *
 * @param truth which of the two it foretells
 * @param judged incidents of a scope and period whose outcome is known
 * @param right those of them after which it was missed
 * @param missed scopes and periods that the rule watched and in which it was missed; 0 of deals:
 *     which of them the rule picked at some time is not known
 * @param foretold those of them with an incident before the last tenth of the period
 */
public record Rightness(Truth truth, int judged, int right, int missed, int foretold) {

  /**
   * How right the rule was; null if it foretells nothing.
   *
   * @param incidents the rule's own
   * @param outcomes what came true
   */
  static @Nullable Rightness of(
      AlertRule rule, List<PastIncident> incidents, List<Outcome> outcomes, Horizon horizon) {
    Truth truth = Truth.foretoldBy(rule);
    if (truth == null) {
      return null;
    }
    Map<String, Outcome> watched = new HashMap<>();
    for (Outcome outcome : outcomes) {
      if (isWatched(rule, outcome) && outcome.is(truth) != null) {
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
        if (cameTrue(outcome, truth)) {
          right++;
          if (incident.openedAt() < horizon.lateFrom(outcome.period())) {
            foretold.add(key);
          }
        }
      }
    }
    if (rule.judgesDeals()) {
      return new Rightness(truth, judged, right, 0, 0);
    }
    int missed =
        (int) watched.values().stream().filter(outcome -> cameTrue(outcome, truth)).count();
    return new Rightness(truth, judged, right, missed, foretold.size());
  }

  private static boolean cameTrue(Outcome outcome, Truth truth) {
    return Boolean.TRUE.equals(outcome.is(truth));
  }

  private static boolean isWatched(AlertRule rule, Outcome outcome) {
    Long minQuota = rule.minQuota();
    return rule.watches(outcome.scope()) && (minQuota == null || outcome.quota() >= minQuota);
  }

  /** The share of the judged incidents that were right; null without any. */
  public @Nullable Double precision() {
    return share(right, judged);
  }

  /** The share of what was missed that was foretold; null without any. */
  public @Nullable Double recall() {
    return share(foretold, missed);
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
