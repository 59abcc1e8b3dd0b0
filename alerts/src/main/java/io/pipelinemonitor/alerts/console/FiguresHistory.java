package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the figures of the company, of units and of reps came about: the midnights of a period, and
 * the last of each hour of the latest two days. Bounded by the number of series and of points in
 * each, of people less than of units; the series that has rested longest goes first. Safe for
 * concurrent use.
 */
final class FiguresHistory {

  private static final Set<ScopeType> KEPT =
      Set.of(ScopeType.COMPANY, ScopeType.UNIT, ScopeType.REP);
  private static final Duration RECENT = Duration.ofHours(48);
  private static final int MOST_MIDNIGHTS = 400;

  private final int mostOfUnits;
  private final int mostOfPeople;
  private final LinkedHashMap<String, Series> units = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, Series> people = new LinkedHashMap<>(16, 0.75f, true);

  FiguresHistory(int mostOfUnits, int mostOfPeople) {
    this.mostOfUnits = mostOfUnits;
    this.mostOfPeople = mostOfPeople;
  }

  private record Series(
      TreeMap<Instant, PastFigures> midnights, TreeMap<Instant, PastFigures> recent) {}

  /** Notes figures as they stood at a midnight. */
  synchronized void midnight(PipelineSnapshot snapshot) {
    if (KEPT.contains(snapshot.getScopeType())) {
      TreeMap<Instant, PastFigures> midnights = series(snapshot).midnights;
      midnights.put(snapshot.getAsOf(), PastFigures.of(snapshot));
      if (midnights.size() > MOST_MIDNIGHTS) {
        midnights.pollFirstEntry();
      }
    }
  }

  /** Notes figures as they stand now. */
  synchronized void now(PipelineSnapshot snapshot) {
    if (!KEPT.contains(snapshot.getScopeType())) {
      return;
    }
    TreeMap<Instant, PastFigures> recent = series(snapshot).recent;
    Instant at = snapshot.getAsOf();
    Instant hour = at.truncatedTo(ChronoUnit.HOURS);
    recent.subMap(hour, true, hour.plus(1, ChronoUnit.HOURS), false).clear();
    recent.put(at, PastFigures.of(snapshot));
    recent.headMap(recent.lastKey().minus(RECENT)).clear();
  }

  /** All points of a scope and period, in order. */
  synchronized NavigableMap<Instant, PastFigures> of(ScopeKey scope, String period) {
    Series found = (isPerson(scope) ? people : units).get(key(scope, period));
    if (found == null) {
      return new TreeMap<>();
    }
    NavigableMap<Instant, PastFigures> all = new TreeMap<>(found.midnights);
    all.putAll(found.recent);
    return all;
  }

  private Series series(PipelineSnapshot snapshot) {
    ScopeKey scope = new ScopeKey(snapshot.getScopeType(), snapshot.getScopeId());
    LinkedHashMap<String, Series> series = isPerson(scope) ? people : units;
    Series found =
        series.computeIfAbsent(
            key(scope, snapshot.getPeriod()), each -> new Series(new TreeMap<>(), new TreeMap<>()));
    if (series.size() > (isPerson(scope) ? mostOfPeople : mostOfUnits)) {
      series.remove(series.keySet().iterator().next());
    }
    return found;
  }

  private static boolean isPerson(ScopeKey scope) {
    return scope.type() == ScopeType.REP;
  }

  private static String key(ScopeKey scope, String period) {
    return scope + "|" + period;
  }
}
