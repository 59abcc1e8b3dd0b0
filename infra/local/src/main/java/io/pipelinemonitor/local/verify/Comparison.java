package io.pipelinemonitor.local.verify;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.pipeline.SnapshotFields;
import io.pipelinemonitor.schema.PipelineSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Every field of every snapshot, published and recomputed, side by side.
 *
 * @param agreeing how many snapshots are the same on both sides
 * @param differences where they are not
 */
public record Comparison(int agreeing, List<Difference> differences) {

  /**
   * Compares.
   *
   * @param published the latest snapshot of each key
   * @param recomputed by key, as the oracle gives it
   * @param today periods that are no longer reported on this epoch day are left out
   */
  static Comparison of(
      Map<String, PipelineSnapshot> published,
      SortedMap<String, SortedMap<String, Object>> recomputed,
      Policy policy,
      long today) {
    SortedMap<String, SortedMap<String, Object>> said = new TreeMap<>();
    published.forEach(
        (key, snapshot) -> {
          FiscalPeriod period = policy.calendar().periodNamed(snapshot.getPeriod());
          boolean reported = period == null || policy.isReported(period, today);
          if (reported && !(SnapshotFields.isEmpty(snapshot) && !recomputed.containsKey(key))) {
            said.put(key, SnapshotFields.of(snapshot));
          }
        });
    List<Difference> differences = new ArrayList<>();
    int agreeing = 0;
    SortedSet<String> keys = new TreeSet<>(said.keySet());
    keys.addAll(recomputed.keySet());
    for (String key : keys) {
      int before = differences.size();
      compare(key, said, recomputed, differences);
      agreeing += differences.size() == before ? 1 : 0;
    }
    return new Comparison(agreeing, List.copyOf(differences));
  }

  private static void compare(
      String key,
      SortedMap<String, SortedMap<String, Object>> said,
      SortedMap<String, SortedMap<String, Object>> recomputed,
      List<Difference> differences) {
    SortedMap<String, Object> left = said.get(key);
    SortedMap<String, Object> right = recomputed.get(key);
    if (left == null || right == null) {
      differences.add(new Difference(key, Difference.WHOLE, left, right));
      return;
    }
    SortedSet<String> fields = new TreeSet<>(left.keySet());
    fields.addAll(right.keySet());
    for (String field : fields) {
      if (!Objects.equals(left.get(field), right.get(field))) {
        differences.add(new Difference(key, field, left.get(field), right.get(field)));
      }
    }
  }

  public boolean isAgreement() {
    return differences.isEmpty();
  }

  /** How many snapshots there are on either side. */
  public long snapshots() {
    return agreeing + differences.stream().map(Difference::key).distinct().count();
  }
}
