package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Judgement;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rules that watch the same scopes in one period, found by what may move them: a value past a line,
 * an edge of the time in which they open incidents, something else to compare with, the mere
 * passing of time, or every observation. It is built when rules change, never when figures come.
 */
final class Roster {

  private final Map<String, Seat> seats = new HashMap<>();
  private final List<Seat> counting = new ArrayList<>();
  private final List<Gauge> gauges;
  private final NavigableMap<Long, List<Seat>> edges = new TreeMap<>();
  private final Map<Comparison, List<Seat>> comparing = new HashMap<>();
  private final List<Seat> drifting = new ArrayList<>();
  private final List<Seat> timed = new ArrayList<>();
  private final Map<History.Track, Integer> lookbacks;
  private final int firstGauge;
  private long opensFrom = Watch.NEVER;
  private long opensUntil = Long.MIN_VALUE;

  /** What is held against the lines. */
  private record Value(Metric metric, Judgement judgement) {}

  /** Which value is compared with how long ago. */
  record Comparison(Metric metric, Lookback over) {}

  /**
   * @param firstGauge the number of the first of its gauges
   */
  Roster(Collection<AlertRule> rules, int firstGauge, Function<AlertRule, Lifecycle> lifecycles) {
    this.firstGauge = firstGauge;
    this.lookbacks = History.lengths(rules);
    Map<Value, Gauge> byValue = new HashMap<>();
    for (AlertRule rule : rules) {
      Gauge gauge =
          byValue.computeIfAbsent(
              new Value(rule.metric(), rule.judgement()),
              value -> new Gauge(firstGauge + byValue.size(), rule));
      add(new Seat(lifecycles.apply(rule), gauge));
    }
    gauges = List.copyOf(byValue.values());
  }

  private void add(Seat seat) {
    AlertRule rule = seat.rule();
    seats.put(rule.ruleId(), seat);
    if (rule.counts()) {
      counting.add(seat);
    } else {
      seat.gauge().add(seat);
    }
    if (rule.judgement().movesWithTime()) {
      timed.add(seat);
    }
    Lookback over = rule.judgement().looksBack();
    if (over != null) {
      comparing
          .computeIfAbsent(new Comparison(rule.metric(), over), none -> new ArrayList<>())
          .add(seat);
    }
    if (rule.judgement().type() == RuleType.DRIFT) {
      drifting.add(seat);
    }
    for (Watch.Span span : seat.lifecycle().watch().spans()) {
      edges.computeIfAbsent(span.from(), none -> new ArrayList<>()).add(seat);
      edges.computeIfAbsent(span.until(), none -> new ArrayList<>()).add(seat);
      opensFrom = Math.min(opensFrom, span.from());
      opensUntil = Math.max(opensUntil, span.until());
    }
  }

  @Nullable Seat seat(String ruleId) {
    return seats.get(ruleId);
  }

  /** Those that count observations. */
  List<Seat> counting() {
    return counting;
  }

  /** Those of which time alone may pass a line. */
  List<Seat> timed() {
    return timed;
  }

  /** What the rules read, each with a number from {@link #nextGauge} of the one before on. */
  List<Gauge> gauges() {
    return gauges;
  }

  /** The number after that of the last gauge. */
  int nextGauge() {
    return firstGauge + gauges.size();
  }

  /** The rules that look back, by what they look for. */
  Map<Comparison, List<Seat>> comparing() {
    return comparing;
  }

  /** How far the rules look back, in the units of each track. */
  Map<History.Track, Integer> lookbacks() {
    return lookbacks;
  }

  /** The rules that judge by looks at drift. */
  List<Seat> drifting() {
    return drifting;
  }

  /** Whether any of them may open incidents at that moment. */
  boolean opensAt(long at) {
    return at >= opensFrom && at < opensUntil;
  }

  /** The first moment after {@code at} at which one begins or ends to open incidents; or NEVER. */
  long edgeAfter(long at) {
    Long edge = edges.higherKey(at);
    return edge == null ? Watch.NEVER : edge;
  }

  /** Names those that begin or end to open incidents after the one moment, up to the other. */
  void edges(long after, long upTo, Consumer<Seat> taker) {
    if (edgeAfter(after) <= upTo) {
      edges.subMap(after, false, upTo, true).values().forEach(at -> at.forEach(taker));
    }
  }
}
