package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many deals are open in each unit, the company included: at any moment that {@link #settle}
 * has not left behind. Changes may come in any order before that.
 */
public final class OpenDeals {

  private final Map<Scope, Integer> settled = new HashMap<>();
  private final TreeMap<Long, Map<Scope, Integer>> toCome = new TreeMap<>();

  /** No deal is open. */
  public OpenDeals() {}

  /**
   * As it was stored.
   *
   * @param settled how many were open before all that is to come
   * @param toCome how many more from each moment on
   */
  public OpenDeals(Map<Scope, Integer> settled, Map<Long, Map<Scope, Integer>> toCome) {
    this.settled.putAll(settled);
    toCome.forEach((moment, more) -> this.toCome.put(moment, new HashMap<>(more)));
  }

  /** Changes of it do not reach this one. */
  public OpenDeals copy() {
    return new OpenDeals(settled, toCome);
  }

  /** Takes in that a deal is open elsewhere from a moment on. */
  public void take(OpenChange change) {
    Map<Scope, Integer> more = toCome.computeIfAbsent(change.moment(), none -> new HashMap<>());
    change.left().forEach(unit -> more.merge(unit, -1, Integer::sum));
    change.entered().forEach(unit -> more.merge(unit, 1, Integer::sum));
  }

  /** Nothing before that moment is asked for any more. */
  public void settle(long moment) {
    SortedMap<Long, Map<Scope, Integer>> past = toCome.headMap(moment);
    for (Map<Scope, Integer> more : past.values()) {
      more.forEach(this::settle);
    }
    past.clear();
  }

  private void settle(Scope unit, int more) {
    int count = settled.getOrDefault(unit, 0) + more;
    if (count == 0) {
      settled.remove(unit);
    } else {
      settled.put(unit, count);
    }
  }

  /** How many were open just before a moment or are from then on, whichever is more. */
  int around(Scope unit, long moment) {
    int before = settled.getOrDefault(unit, 0);
    for (Map<Scope, Integer> more : toCome.headMap(moment).values()) {
      before += more.getOrDefault(unit, 0);
    }
    int after = before + toCome.getOrDefault(moment, Map.of()).getOrDefault(unit, 0);
    return Math.max(before, after);
  }

  /** How many were open before all that is to come; never 0. */
  public Map<Scope, Integer> settled() {
    return settled;
  }

  /** How many more from each moment on. */
  public SortedMap<Long, Map<Scope, Integer>> toCome() {
    return toCome;
  }
}
