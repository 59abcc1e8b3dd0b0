package io.pipelinemonitor.jobs.domain.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the incidents of a rule differ between two sets of rules. Two are the same incident if they
 * are of one rule, scope and period and were open at the same moment; each is matched with one at
 * most, the first that is open with it.
 *
 * @param ruleId in either set or in both
 * @param onlyFirst incidents that nothing in the second set matches
 * @param onlySecond incidents that nothing in the first set matches
 * @param inBoth the matches
 */
public record RuleDifference(
    String ruleId, List<PastIncident> onlyFirst, List<PastIncident> onlySecond, List<Pair> inBoth) {

  /** An incident as each of the two sets had it. */
  public record Pair(PastIncident first, PastIncident second) {

    /** How much earlier the first set told, microseconds; below zero: later. */
    public long earlierMicros() {
      return second.openedAt() - first.openedAt();
    }
  }

  /** The differences of all rules that had an incident, by rule. */
  public static List<RuleDifference> between(List<PastIncident> first, List<PastIncident> second) {
    Map<String, List<PastIncident>> firstByRule = grouped(first, PastIncident::ruleId);
    Map<String, List<PastIncident>> secondByRule = grouped(second, PastIncident::ruleId);
    SortedSet<String> ruleIds = new TreeSet<>(firstByRule.keySet());
    ruleIds.addAll(secondByRule.keySet());
    return ruleIds.stream()
        .map(
            ruleId ->
                ofRule(
                    ruleId,
                    firstByRule.getOrDefault(ruleId, List.of()),
                    secondByRule.getOrDefault(ruleId, List.of())))
        .toList();
  }

  private static RuleDifference ofRule(
      String ruleId, List<PastIncident> first, List<PastIncident> second) {
    RuleDifference difference =
        new RuleDifference(ruleId, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Map<String, List<PastIncident>> firstByKey = grouped(first, RuleDifference::key);
    Map<String, List<PastIncident>> secondByKey = grouped(second, RuleDifference::key);
    SortedSet<String> keys = new TreeSet<>(firstByKey.keySet());
    keys.addAll(secondByKey.keySet());
    for (String key : keys) {
      difference.match(
          firstByKey.getOrDefault(key, List.of()), secondByKey.getOrDefault(key, List.of()));
    }
    return difference;
  }

  /** Of one scope and period: an incident never begins before the one before it has ended. */
  private void match(List<PastIncident> first, List<PastIncident> second) {
    int i = 0;
    int j = 0;
    while (i < first.size() || j < second.size()) {
      PastIncident left = i < first.size() ? first.get(i) : null;
      PastIncident right = j < second.size() ? second.get(j) : null;
      if (left != null && right != null && left.overlaps(right)) {
        inBoth.add(new Pair(left, right));
        i++;
        j++;
      } else if (left != null && isFirst(left, right)) {
        onlyFirst.add(left);
        i++;
      } else if (right != null) {
        onlySecond.add(right);
        j++;
      }
    }
  }

  private static boolean isFirst(PastIncident left, @Nullable PastIncident right) {
    return right == null || left.lastMoment() < right.openedAt();
  }

  private static String key(PastIncident incident) {
    return incident.scope().key(incident.period());
  }

  private static SortedMap<String, List<PastIncident>> grouped(
      List<PastIncident> incidents, Function<PastIncident, String> key) {
    return incidents.stream()
        .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }
}
