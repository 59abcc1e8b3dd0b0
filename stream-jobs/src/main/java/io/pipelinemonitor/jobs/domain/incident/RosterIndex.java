package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules in force, by scope and period. It holds until one of them changes; what is never asked
 * for is never built.
 */
final class RosterIndex {

  /** More than are ever open at once: those that are over are forgotten with the rest. */
  private static final int MOST_PERIODS = 64;

  private static final Scope ANY_DEAL = new Scope(ScopeType.DEAL, "");

  private final RuleBook rules;
  private final FiscalCalendar calendar;
  private final long graceMicros;
  private final Map<FiscalPeriod, OfPeriod> periods = new HashMap<>();
  private final Map<ScopeType, Set<Scope>> leftOut = new EnumMap<>(ScopeType.class);
  private final Map<Scope, List<Lookback>> explainedLookbacks = new HashMap<>();
  private final Map<Scope, List<AlertRule>> drifting = new HashMap<>();

  /** What was built for a period. */
  private record OfPeriod(Map<ScopeType, Roster> kinds, Map<Scope, Watchers> scopes) {}

  /**
   * @param graceMicros how long after a period's end its open incidents may still recover
   */
  RosterIndex(RuleBook rules, FiscalCalendar calendar, long graceMicros) {
    this.rules = rules;
    this.calendar = calendar;
    this.graceMicros = graceMicros;
  }

  /** The rules that watch the scope in that period. */
  Watchers watchers(Scope scope, FiscalPeriod period) {
    OfPeriod known = periods.get(period);
    if (known == null) {
      if (periods.size() == MOST_PERIODS) {
        periods.clear();
      }
      known = new OfPeriod(new EnumMap<>(ScopeType.class), new HashMap<>());
      periods.put(period, known);
    }
    Scope key = sharing(scope);
    Watchers watchers = known.scopes().get(key);
    if (watchers == null) {
      watchers = newWatchers(scope, period, known.kinds());
      known.scopes().put(key, watchers);
    }
    return watchers;
  }

  /** All deals have the same rules, and there are many of them. */
  private static Scope sharing(Scope scope) {
    return scope.type() == ScopeType.DEAL ? ANY_DEAL : scope;
  }

  private Watchers newWatchers(Scope scope, FiscalPeriod period, Map<ScopeType, Roster> kinds) {
    List<AlertRule> ofKind = rules.watchingKind(scope.type());
    if (leftOut.computeIfAbsent(scope.type(), this::leftOut).contains(scope)) {
      // By name: what its kind shares is not right for it.
      return new Watchers(List.of(roster(rules.watching(scope), period, 0)));
    }
    List<Roster> rosters = new ArrayList<>(2);
    int gauges = 0;
    if (!ofKind.isEmpty()) {
      Roster shared = kinds.computeIfAbsent(scope.type(), type -> roster(ofKind, period, 0));
      rosters.add(shared);
      gauges = shared.nextGauge();
    }
    List<AlertRule> naming = rules.naming(scope);
    if (!naming.isEmpty()) {
      rosters.add(roster(naming, period, gauges));
    }
    return new Watchers(List.copyOf(rosters));
  }

  /** The scopes of that kind that some rule for all of its kind leaves out. */
  private Set<Scope> leftOut(ScopeType type) {
    return rules.watchingKind(type).stream()
        .flatMap(rule -> rule.scope().exclude().stream())
        .collect(Collectors.toSet());
  }

  private Roster roster(Collection<AlertRule> members, FiscalPeriod period, int firstGauge) {
    return new Roster(members, firstGauge, rule -> lifecycle(rule, period));
  }

  /** The rules that watch the scope, in no order: sorting thousands for each scope takes long. */
  private Stream<AlertRule> watching(Scope scope) {
    return Stream.concat(
        rules.watchingKind(scope.type()).stream().filter(rule -> rule.watches(scope)),
        rules.naming(scope).stream());
  }

  /** How a rule judges in that period if nothing is silenced. */
  Lifecycle lifecycle(AlertRule rule, FiscalPeriod period) {
    return new Lifecycle(rule, Watch.of(rule, period, calendar, graceMicros), List.of());
  }

  /** The rules of the scope that judge drift. */
  List<AlertRule> drifting(Scope scope) {
    return drifting.computeIfAbsent(
        sharing(scope),
        any -> watching(scope).filter(rule -> rule.judgement().type() == RuleType.DRIFT).toList());
  }

  /** How far the rules of the scope look back whose changes deals explain, each length once. */
  List<Lookback> explainedLookbacks(Scope scope) {
    return explainedLookbacks.computeIfAbsent(
        sharing(scope),
        any ->
            watching(scope)
                .filter(rule -> rule.metric().money() != null)
                .flatMap(rule -> Stream.ofNullable(rule.judgement().looksBack()))
                .distinct()
                .toList());
  }
}
