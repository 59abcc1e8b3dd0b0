package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.CALENDAR;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD;

import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges one scope and period by asking every rule about everything that happens: what {@link
 * CaseWork} must come to as well, which asks few. Moments are stream time in microseconds.
 */
final class EveryRule {

  private final Scope scope;
  private final long graceMicros;
  private final DriftLooks looks;
  private final Map<String, AlertRule> rules = new TreeMap<>();
  private final Map<String, Standing> standings = new TreeMap<>();
  private final List<IncidentEvent> events = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private List<Silence> silences = List.of();
  private @Nullable Observation last;
  private History history = History.EMPTY;
  private long decidedTo = Long.MIN_VALUE;

  EveryRule(Scope scope, long graceMicros, DriftLooks looks) {
    this.looks = looks;
    this.scope = scope;
    this.graceMicros = graceMicros;
  }

  List<IncidentEvent> events() {
    return events;
  }

  List<String> refusals() {
    return refusals;
  }

  Map<String, Standing> standings() {
    return standings;
  }

  History history() {
    return history;
  }

  private List<AlertRule> watching() {
    return rules.values().stream().filter(this::watches).toList();
  }

  private boolean watches(@Nullable AlertRule rule) {
    return rule != null && rule.enabled() && rule.scope().covers(scope);
  }

  private Lifecycle lifecycle(AlertRule rule) {
    return new Lifecycle(rule, Watch.of(rule, PERIOD, CALENDAR, graceMicros), silences);
  }

  private @Nullable Evidence evidence() {
    return last == null ? null : Evidence.of(last, history, looks, CALENDAR);
  }

  private Decision decide(AlertRule rule, Happening happening) {
    Standing standing = standings.getOrDefault(rule.ruleId(), Standing.NONE);
    Decision decision = lifecycle(rule).decide(standing, evidence(), decidedTo, happening);
    events.addAll(decision.events());
    standings.put(rule.ruleId(), decision.standing());
    standings.values().removeIf(Standing::isNothing);
    return decision;
  }

  private long rebasedAt(AlertRule rule) {
    if (rule.judgement().type() == RuleType.DRIFT) {
      return last == null ? Watch.NEVER : looks.nextAfter(decidedTo);
    }
    Lookback over = rule.judgement().looksBack();
    return over == null || last == null
        ? Watch.NEVER
        : history.changesAfter(rule.metric(), over, decidedTo, CALENDAR);
  }

  private void passTo(long at, List<AlertRule> all) {
    Evidence evidence = evidence();
    for (AlertRule rule : all) {
      if (evidence != null && rebasedAt(rule) <= at) {
        decide(rule, new Happening.Rebased(evidence, at));
      } else if (evidence != null) {
        decide(rule, new Happening.TimePassed(at));
      }
    }
    decidedTo = at;
  }

  /** What is compared with moves on by itself, each time at its moment. */
  private void rebaseBefore(long end) {
    long next = nextRebase();
    while (next < end) {
      passTo(next, watching());
      next = nextRebase();
    }
  }

  private long nextRebase() {
    return watching().stream().mapToLong(this::rebasedAt).min().orElse(Watch.NEVER);
  }

  void timePassesTo(long at) {
    rebaseBefore(at + 1);
    passTo(at, watching());
  }

  void observe(Observation observation, long at) {
    rebaseBefore(at);
    Happening observed =
        new Happening.Observed(Evidence.of(observation, history, looks, CALENDAR), at);
    watching().forEach(rule -> decide(rule, observed));
    last = observation;
    decidedTo = at;
    history = history.after(observation, watching(), at, CALENDAR);
  }

  void ask(Command command, long at) {
    timePassesTo(at);
    for (AlertRule rule : watching()) {
      Standing standing = standings.get(rule.ruleId());
      if (standing != null
          && standing.incident() != null
          && standing.incident().incidentId().equals(command.incidentId())) {
        Decision decision = decide(rule, new Happening.Commanded(command, at));
        if (decision.refusal() != null) {
          refusals.add(decision.refusal());
        }
        return;
      }
    }
    refusals.add("is unknown here: it never was, or it has ended");
  }

  void silences(List<Silence> known, long at) {
    silences = known;
    passTo(at, watching());
    keepHistory(at);
  }

  /** Puts a version in force; null takes the rule away. */
  void edit(String ruleId, @Nullable AlertRule after, long at) {
    AlertRule before = rules.get(ruleId);
    if (after == null) {
      rules.remove(ruleId);
    } else {
      rules.put(ruleId, after);
    }
    if (last != null) {
      long since = decidedTo;
      passTo(at, watching().stream().filter(rule -> !rule.ruleId().equals(ruleId)).toList());
      decidedTo = since;
      Lifecycle earlier = before != null && watches(before) ? lifecycle(before) : null;
      if (after != null && watches(after)) {
        decide(after, new Happening.RulePutInForce(earlier, at));
      } else if (before != null && earlier != null) {
        Reason reason =
            after == null
                ? Reason.RULE_DELETED
                : after.enabled() ? Reason.RULE_EDITED : Reason.RULE_DISABLED;
        decide(before, new Happening.RuleTakenAway(reason, at));
      }
    }
    decidedTo = at;
    keepHistory(at);
  }

  private void keepHistory(long at) {
    if (last != null) {
      history = history.after(last, watching(), at, CALENDAR);
    }
  }
}
