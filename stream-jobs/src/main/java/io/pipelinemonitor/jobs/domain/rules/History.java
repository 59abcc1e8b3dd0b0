package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What CHANGE rules need of the past of one scope and period: no other metric, and no longer back
 * than they look. Moments are stream time in microseconds.
 */
public record History(Map<Track, Trail> trails) {

  /** Nothing is kept. */
  public static final History EMPTY = new History(Map.of());

  /**
   * What a trail is of.
   *
   * @param metric whose values
   * @param unit at whose beginnings they are kept
   */
  public record Track(Metric metric, Lookback.Unit unit) {}

  public History {
    trails = Map.copyOf(trails);
  }

  /**
   * What the rules need from {@code at} on. Of a metric that none of them looked back on before,
   * nothing is known yet.
   *
   * @param observation the figures that hold from then on
   */
  public History after(
      Observation observation, Collection<AlertRule> rules, long at, FiscalCalendar calendar) {
    return after(observation, lengths(rules), at, calendar);
  }

  /**
   * What is needed from {@code at} on.
   *
   * @param observation the figures that hold from then on
   * @param lengths how far back, as {@link #lengths} says
   */
  public History after(
      Observation observation, Map<Track, Integer> lengths, long at, FiscalCalendar calendar) {
    if (lengths.isEmpty()) {
      return EMPTY;
    }
    Map<Track, Trail> kept = new HashMap<>();
    lengths.forEach(
        (track, length) -> {
          long oldest = track.unit().numberAt(at, calendar) - length;
          kept.put(
              track,
              trails
                  .getOrDefault(track, Trail.EMPTY)
                  .with(track.unit().firstFrom(at, calendar), observation.value(track.metric()))
                  .since(oldest));
        });
    return new History(kept);
  }

  /** How far the rules look back, in the units of each track. */
  public static Map<Track, Integer> lengths(Collection<AlertRule> rules) {
    Map<Track, Integer> lengths = new HashMap<>();
    for (AlertRule rule : rules) {
      Lookback over = rule.judgement().looksBack();
      if (over != null) {
        lengths.merge(new Track(rule.metric(), over.unit()), over.length(), Math::max);
      }
    }
    return lengths;
  }

  /** The value that held so long before {@code at}; null: there was none, or it is not known. */
  public @Nullable Baseline baseline(
      Metric metric, Lookback over, long at, FiscalCalendar calendar) {
    Trail trail = trails.get(new Track(metric, over.unit()));
    if (trail == null) {
      return null;
    }
    long number = over.unit().numberAt(at, calendar) - over.length();
    Double value = trail.at(number);
    return value == null ? null : new Baseline(value, over.unit().startOf(number, calendar));
  }

  /** When the baseline changes next after {@code at}; {@link Watch#NEVER} if nothing does it. */
  public long changesAfter(Metric metric, Lookback over, long at, FiscalCalendar calendar) {
    Trail trail = trails.get(new Track(metric, over.unit()));
    Long change =
        trail == null
            ? null
            : trail.changeAfter(over.unit().numberAt(at, calendar) - over.length());
    return change == null ? Watch.NEVER : over.unit().startOf(change + over.length(), calendar);
  }
}
