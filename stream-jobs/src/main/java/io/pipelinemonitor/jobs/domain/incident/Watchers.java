package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.WorkingTime;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All rules that watch one scope in one period: those for every scope of its kind, in a roster that
 * these scopes share, and those that name it.
 */
final class Watchers {

  private final List<Roster> rosters;
  private final Set<Roster.Comparison> comparisons = new HashSet<>();
  private final Map<History.Track, Integer> lookbacks;
  private final boolean drifts;
  private final int gauges;

  /**
   * @param rosters one after the other, as their gauges are numbered
   */
  Watchers(List<Roster> rosters) {
    this.rosters = rosters;
    rosters.forEach(roster -> comparisons.addAll(roster.comparing().keySet()));
    this.drifts = rosters.stream().anyMatch(roster -> !roster.drifting().isEmpty());
    this.lookbacks = new HashMap<>();
    for (Roster roster : rosters) {
      roster.lookbacks().forEach((track, length) -> lookbacks.merge(track, length, Math::max));
    }
    this.gauges = rosters.isEmpty() ? 0 : rosters.get(rosters.size() - 1).nextGauge();
  }

  /** The rule of that identity; null if it does not watch the scope. */
  @Nullable Seat seat(String ruleId) {
    for (Roster roster : rosters) {
      Seat seat = roster.seat(ruleId);
      if (seat != null) {
        return seat;
      }
    }
    return null;
  }

  /** Names those that count observations. */
  void counting(Consumer<Seat> taker) {
    for (Roster roster : rosters) {
      roster.counting().forEach(taker);
    }
  }

  /** How many values the rules read. */
  int gauges() {
    return gauges;
  }

  /**
   * Names the rules that may open incidents at that moment and of which some level is in breach,
   * not counting those that count observations.
   *
   * @param readings takes what gauges read, as far as that is asked for here
   */
  void inBreach(Evidence evidence, long at, Reading[] readings, Consumer<Seat> taker) {
    for (Roster roster : rosters) {
      if (!roster.opensAt(at)) {
        continue;
      }
      for (Gauge gauge : roster.gauges()) {
        Reading reading = gauge.read(evidence, at);
        readings[gauge.number()] = reading;
        gauge.inBreach(reading, taker);
      }
    }
  }

  /**
   * The first moment after {@code at} at which a rule begins or ends to open incidents; or NEVER.
   */
  long edgeAfter(long at) {
    long next = Watch.NEVER;
    for (Roster roster : rosters) {
      next = Math.min(next, roster.edgeAfter(at));
    }
    return next;
  }

  /** Names those that begin or end to open incidents after the one moment, up to the other. */
  void edges(long after, long upTo, Consumer<Seat> taker) {
    for (Roster roster : rosters) {
      roster.edges(after, upTo, taker);
    }
  }

  /** How far the rules look back, in the units of each track. */
  Map<History.Track, Integer> lookbacks() {
    return lookbacks;
  }

  /**
   * When what some rule compares with, or judges drift by, changes next after {@code at}; or NEVER.
   */
  long baselineChangesAfter(long at, History history, DriftLooks looks, FiscalCalendar calendar) {
    long next = drifts ? looks.nextAfter(at) : Watch.NEVER;
    for (Roster.Comparison comparison : comparisons) {
      next = Math.min(next, changesAfter(comparison, at, history, calendar));
    }
    return next;
  }

  /**
   * Names those for which what they compare with, or judge drift by, changes after the one moment,
   * up to the other.
   */
  void rebased(
      long after,
      long upTo,
      History history,
      DriftLooks looks,
      FiscalCalendar calendar,
      Consumer<Seat> taker) {
    if (drifts && looks.nextAfter(after) <= upTo) {
      rosters.forEach(roster -> roster.drifting().forEach(taker));
    }
    for (Roster.Comparison comparison : comparisons) {
      if (changesAfter(comparison, after, history, calendar) <= upTo) {
        for (Roster roster : rosters) {
          roster.comparing().getOrDefault(comparison, List.of()).forEach(taker);
        }
      }
    }
  }

  /** When a value next passes a line by the mere passing of time after {@code at}; or NEVER. */
  long linePassedAfter(long at, Observation observation, WorkingTime workingTime) {
    long next = Watch.NEVER;
    for (Roster roster : rosters) {
      for (Seat seat : roster.timed()) {
        next = Math.min(next, linePassedAfter(seat, at, observation, workingTime));
      }
    }
    return next;
  }

  /** Names those of which a line is passed so after the one moment, up to the other. */
  void passedByTime(
      long after,
      long upTo,
      Observation observation,
      WorkingTime workingTime,
      Consumer<Seat> taker) {
    for (Roster roster : rosters) {
      for (Seat seat : roster.timed()) {
        if (linePassedAfter(seat, after, observation, workingTime) <= upTo) {
          taker.accept(seat);
        }
      }
    }
  }

  private static long linePassedAfter(
      Seat seat, long at, Observation observation, WorkingTime workingTime) {
    AlertRule rule = seat.rule();
    return rule.judgement().passesLineAfter(rule.levels(), observation, workingTime, at);
  }

  private static long changesAfter(
      Roster.Comparison comparison, long at, History history, FiscalCalendar calendar) {
    return history.changesAfter(comparison.metric(), comparison.over(), at, calendar);
  }
}
