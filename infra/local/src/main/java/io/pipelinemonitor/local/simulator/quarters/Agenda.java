package io.pipelinemonitor.local.simulator.quarters;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is to happen on later days, epoch days. */
final class Agenda {

  private final SortedMap<Long, List<Runnable>> entries = new TreeMap<>();

  void on(long day, Runnable action) {
    entries.computeIfAbsent(day, key -> new ArrayList<>()).add(action);
  }

  /** Does what is due, in the order of the days. */
  void runUntil(long day) {
    SortedMap<Long, List<Runnable>> due = new TreeMap<>(entries.headMap(day + 1));
    due.keySet().forEach(entries::remove);
    due.values().forEach(actions -> actions.forEach(Runnable::run));
  }
}
