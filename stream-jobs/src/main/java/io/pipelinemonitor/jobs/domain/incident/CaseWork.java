package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files of all scopes and periods by the rules in force. Times are stream time in
 * microseconds.
 *
 * <p>Figures are judged when stream time has reached their asOf, not when they arrive, so that a
 * rule edit falls between the same two of them in every replay. Figures older than what was already
 * judged (a writer repeats itself after a restart) are dropped.
 *
 * <p>Commands take effect at their own time too, after the figures of that moment. One that finds
 * no open incident is refused.
 *
 * <p>What figures were is kept as far back as the rules in force look, and as it was judged: it is
 * never corrected. When the midnight or hour that a rule compares with moves on to another value,
 * the rule judges again, though no figures came.
 *
 * <p>A file ends with its period: incidents are closed after the grace, and a day later the rest is
 * forgotten, so that late repetitions in between do not begin it anew.
 */
public final class CaseWork {

  private static final long DAY = 86_400L * FiscalCalendar.MICROS_PER_SECOND;

  private final FiscalCalendar calendar;
  private final long graceMicros;
  private final RuleBook rules;
  private final Map<String, List<Silence>> silences = new TreeMap<>();
  private final Map<String, Map<String, Lifecycle>> lifecycles = new HashMap<>();

  /**
   * @param graceMicros how long after a period's end its open incidents may still recover
   * @param rules the rules in force; changed only through {@link #change} and {@link #delete}
   */
  public CaseWork(FiscalCalendar calendar, long graceMicros, RuleBook rules) {
    this.calendar = calendar;
    this.graceMicros = graceMicros;
    this.rules = rules;
  }

  /** Puts a version of a rule in force; null if a higher one is in force and stays so. */
  public @Nullable RuleChange change(AlertRule rule) {
    AlertRule before = rules.inForce(rule.ruleId());
    if (!rules.put(rule)) {
      return null;
    }
    lifecycles.clear();
    return new RuleChange(before, rule);
  }

  /** Takes a rule out of force. */
  public RuleChange delete(String ruleId) {
    lifecycles.clear();
    return new RuleChange(rules.remove(ruleId), null);
  }

  /** Begins a silence, in place of an earlier one of the same name. */
  public void silence(String name, Silence silence) {
    endSilence(name, silence.from());
    silences.computeIfAbsent(name, none -> new ArrayList<>()).add(silence);
    lifecycles.clear();
  }

  /** Ends a silence. Until every file has been decided up to then, it is still known. */
  public void endSilence(String name, long at) {
    List<Silence> named = silences.get(name);
    if (named != null) {
      named.replaceAll(silence -> silence.until() <= at ? silence : silence.endingAt(at));
      lifecycles.clear();
    }
  }

  /** Every file has been decided up to then: silences that were over before count no more. */
  public void forgetSilencesBefore(long at) {
    silences.values().forEach(named -> named.removeIf(silence -> silence.until() <= at));
    silences.values().removeIf(List::isEmpty);
    lifecycles.clear();
  }

  /** The time after which nothing of a period is watched any more. */
  private long closesAt(FiscalPeriod period) {
    return calendar.startOfDay(period.endDay()) + graceMicros;
  }

  /**
   * Takes figures in, to be judged at their time.
   *
   * @param file what is kept; null: nothing yet
   * @return null if there is nothing new to keep: figures that were seen before, or of a period
   *     that is closed
   */
  public CaseFile.@Nullable Outcome expect(
      @Nullable CaseFile file, FiscalPeriod period, Observation observation) {
    long asOf = observation.asOf();
    if (asOf >= closesAt(period) || (file != null && isSeen(file, asOf))) {
      return null;
    }
    CaseFile known = file == null ? newFile(observation.scope(), period) : file;
    SortedMap<Long, Observation> toCome = new TreeMap<>(known.toCome());
    toCome.put(asOf, observation);
    return unchanged(
        new CaseFile(
            known.scope(),
            period,
            known.last(),
            known.decidedTo(),
            toCome,
            known.goneAt(),
            known.standings(),
            known.commands(),
            known.history()));
  }

  /**
   * Takes a command in, to be done at its time.
   *
   * @param file what is kept; null: nothing yet
   */
  public CaseFile.Outcome expect(
      @Nullable CaseFile file, Scope scope, FiscalPeriod period, Command.Timed command) {
    CaseFile known = file == null ? newFile(scope, period) : file;
    List<Command.Timed> commands = new ArrayList<>(known.commands());
    commands.add(command);
    commands.sort(Comparator.comparingLong(Command.Timed::at));
    return unchanged(
        new CaseFile(
            scope,
            period,
            known.last(),
            known.decidedTo(),
            known.toCome(),
            known.goneAt(),
            known.standings(),
            commands,
            known.history()));
  }

  private static boolean isSeen(CaseFile file, long asOf) {
    Observation last = file.last();
    return (last != null && asOf <= last.asOf()) || file.toCome().containsKey(asOf);
  }

  private static CaseFile newFile(Scope scope, FiscalPeriod period) {
    return new CaseFile(
        scope,
        period,
        null,
        Long.MIN_VALUE,
        new TreeMap<>(),
        null,
        Map.of(),
        List.of(),
        History.EMPTY);
  }

  /** Takes in that the scope is withdrawn at that time. */
  public CaseFile.Outcome withdraw(CaseFile file, long at) {
    return unchanged(
        new CaseFile(
            file.scope(),
            file.period(),
            file.last(),
            file.decidedTo(),
            file.toCome(),
            at,
            file.standings(),
            file.commands(),
            file.history()));
  }

  private CaseFile.Outcome unchanged(CaseFile file) {
    return new Turn(file).outcome();
  }

  /** Decides everything up to {@code to}. */
  public CaseFile.Outcome advance(CaseFile file, long to) {
    Turn turn = new Turn(file);
    turn.advanceTo(to);
    return turn.outcome();
  }

  /**
   * Decides what changed rules and silences mean, at the moment of the change.
   *
   * @param changes what {@link #change} and {@link #delete} gave; empty if only silences changed
   */
  public CaseFile.Outcome applyRules(CaseFile file, List<RuleChange> changes, long at) {
    Turn turn = new Turn(file);
    turn.apply(changes, at);
    return turn.outcome();
  }

  /**
   * The earliest moment to which rules may compare the figures of a scope from {@code at} on, where
   * deals explain the change.
   */
  public long lookedBackTo(Scope scope, long at) {
    long earliest = at;
    for (AlertRule rule : rules.watching(scope)) {
      Lookback over = rule.judgement().looksBack();
      if (over != null && rule.metric().money() != null) {
        earliest = Math.min(earliest, over.momentBefore(at, calendar));
      }
    }
    return earliest;
  }

  private Lifecycle lifecycle(AlertRule rule, FiscalPeriod period) {
    return lifecycles
        .computeIfAbsent(period.name(), name -> new HashMap<>())
        .computeIfAbsent(rule.ruleId(), id -> newLifecycle(rule, period));
  }

  private Lifecycle newLifecycle(AlertRule rule, FiscalPeriod period) {
    Watch watch = Watch.of(rule, period, calendar, graceMicros);
    return new Lifecycle(rule, watch, silences.values().stream().flatMap(List::stream).toList());
  }

  /** One look into a file. */
  private final class Turn {

    private final Scope scope;
    private final FiscalPeriod period;
    private final TreeMap<Long, Observation> toCome;
    private final Map<String, Standing> standings;
    private final List<Command.Timed> commands;
    private final List<IncidentEvent> events = new ArrayList<>();
    private final List<Command.Answer> answers = new ArrayList<>();
    private @Nullable Observation last;
    private @Nullable Long goneAt;
    private long decidedTo;
    private History history;

    Turn(CaseFile file) {
      scope = file.scope();
      period = file.period();
      toCome = new TreeMap<>(file.toCome());
      standings = new TreeMap<>(file.standings());
      commands = new ArrayList<>(file.commands());
      last = file.last();
      goneAt = file.goneAt();
      decidedTo = file.decidedTo();
      history = file.history();
    }

    void advanceTo(long to) {
      while (true) {
        Map.Entry<Long, Observation> next = toCome.firstEntry();
        long observed = next == null ? Watch.NEVER : next.getKey();
        long gone = goneAt == null ? Watch.NEVER : goneAt;
        long asked = commands.isEmpty() ? Watch.NEVER : commands.get(0).at();
        long rebased = baselineChangesAt();
        if (Math.min(Math.min(observed, gone), Math.min(asked, rebased)) > to) {
          break;
        }
        if (rebased <= moment(asked) && rebased < moment(Math.min(observed, gone))) {
          decideAll(new Happening.TimePassed(rebased));
          decidedTo = rebased;
        } else if (next != null && observed <= gone && observed <= asked) {
          toCome.remove(observed);
          observe(next.getValue(), moment(observed));
        } else if (asked < gone) {
          obey(commands.remove(0).command(), moment(asked));
        } else {
          decideAll(new Happening.ScopeGone(moment(gone)));
          standings.clear();
          decidedTo = moment(gone);
          last = null;
          history = History.EMPTY;
          goneAt = null;
        }
      }
      moveTo(to);
    }

    private void obey(Command command, long at) {
      decideAll(new Happening.TimePassed(at));
      decidedTo = at;
      String refusal = "is unknown here: it never was, or it has ended";
      for (Map.Entry<String, Standing> entry : standings.entrySet()) {
        Incident incident = entry.getValue().incident();
        AlertRule rule = rules.inForce(entry.getKey());
        if (incident != null
            && rule != null
            && incident.incidentId().equals(command.incidentId())) {
          refusal =
              decide(entry.getKey(), lifecycle(rule, period), new Happening.Commanded(command, at));
          break;
        }
      }
      answers.add(
          new Command.Answer(
              command.commandId(),
              refusal == null ? null : "the incident " + command.incidentId() + ' ' + refusal));
    }

    /** A late record counts from where time stands: what was decided is not undone. */
    private long moment(long time) {
      return Math.max(time, decidedTo);
    }

    /** Also where time stands still: an edit may leave something that is due at once. */
    private void moveTo(long to) {
      long at = moment(to);
      decideAll(new Happening.TimePassed(at));
      decidedTo = at;
    }

    private void observe(Observation observation, long at) {
      Happening observed = new Happening.Observed(Evidence.of(observation, history, calendar), at);
      List<AlertRule> watching = rules.watching(scope);
      for (AlertRule rule : watching) {
        decide(rule.ruleId(), lifecycle(rule, period), observed);
      }
      last = observation;
      decidedTo = at;
      history = history.after(observation, watching, at, calendar);
    }

    private void decideAll(Happening happening) {
      if (last == null) {
        return;
      }
      for (AlertRule rule : rules.watching(scope)) {
        boolean passes = happening instanceof Happening.TimePassed;
        decide(
            rule.ruleId(),
            lifecycle(rule, period),
            passes ? passing(rule, happening.at()) : happening);
      }
    }

    /** Time goes on; and where that changes what the rule compares with, it is judged anew. */
    private Happening passing(AlertRule rule, long at) {
      return last != null && baselineChangesAt(rule) <= at
          ? new Happening.Rebased(Evidence.of(last, history, calendar), at)
          : new Happening.TimePassed(at);
    }

    /** What holds; null: no figures came yet. */
    private @Nullable Evidence evidence() {
      return last == null ? null : Evidence.of(last, history, calendar);
    }

    private long baselineChangesAt(AlertRule rule) {
      Lookback over = rule.judgement().looksBack();
      return over == null || last == null
          ? Watch.NEVER
          : history.changesAfter(rule.metric(), over, decidedTo, calendar);
    }

    private long baselineChangesAt() {
      long earliest = Watch.NEVER;
      for (AlertRule rule : rules.watching(scope)) {
        earliest = Math.min(earliest, baselineChangesAt(rule));
      }
      return earliest;
    }

    /** Returns why a command was refused. */
    private @Nullable String decide(String ruleId, Lifecycle lifecycle, Happening happening) {
      Decision decision = lifecycle.decide(standing(ruleId), evidence(), decidedTo, happening);
      events.addAll(decision.events());
      if (decision.standing().isNothing()) {
        standings.remove(ruleId);
      } else {
        standings.put(ruleId, decision.standing());
      }
      return decision.refusal();
    }

    private Standing standing(String ruleId) {
      return standings.getOrDefault(ruleId, Standing.NONE);
    }

    void apply(List<RuleChange> changes, long time) {
      long at = moment(time);
      if (last != null) {
        for (AlertRule rule : rules.watching(scope)) {
          if (changes.stream().noneMatch(change -> rule.equals(change.after()))) {
            decide(rule.ruleId(), lifecycle(rule, period), passing(rule, at));
          }
        }
        for (RuleChange change : changes) {
          apply(change, at);
        }
        history = history.after(last, rules.watching(scope), at, calendar);
      }
      decidedTo = at;
    }

    /** Time goes on under the earlier version, then the later one takes effect. */
    private void apply(RuleChange change, long at) {
      AlertRule before = watching(change.before());
      AlertRule after = watching(change.after());
      if (after != null) {
        Lifecycle earlier = before == null ? null : newLifecycle(before, period);
        decide(after.ruleId(), lifecycle(after, period), new Happening.RulePutInForce(earlier, at));
      } else if (before != null) {
        decide(
            before.ruleId(),
            newLifecycle(before, period),
            new Happening.RuleTakenAway(reasonToStop(change.after()), at));
      }
    }

    private @Nullable AlertRule watching(@Nullable AlertRule rule) {
      return rule != null && rule.enabled() && rule.scope().covers(scope) ? rule : null;
    }

    private Reason reasonToStop(@Nullable AlertRule after) {
      if (after == null) {
        return Reason.RULE_DELETED;
      }
      return after.enabled() ? Reason.RULE_EDITED : Reason.RULE_DISABLED;
    }

    CaseFile.Outcome outcome() {
      long forgottenAt = closesAt(period) + DAY;
      events.sort(Comparator.comparingLong(IncidentEvent::at));
      if (decidedTo >= forgottenAt) {
        last = null;
        goneAt = null;
        toCome.clear();
        standings.clear();
        history = History.EMPTY;
      }
      CaseFile file =
          isEmpty()
              ? null
              : new CaseFile(
                  scope,
                  period,
                  last,
                  decidedTo,
                  toCome,
                  goneAt,
                  Map.copyOf(standings),
                  List.copyOf(commands),
                  history);
      return new CaseFile.Outcome(
          file,
          List.copyOf(events),
          List.copyOf(answers),
          file == null ? Watch.NEVER : wakeAt(forgottenAt));
    }

    private boolean isEmpty() {
      return last == null && toCome.isEmpty() && goneAt == null && commands.isEmpty();
    }

    private long wakeAt(long forgottenAt) {
      long wakeAt = decidedTo < forgottenAt ? forgottenAt : Watch.NEVER;
      if (!commands.isEmpty()) {
        wakeAt = Math.min(wakeAt, commands.get(0).at());
      }
      if (!toCome.isEmpty()) {
        wakeAt = Math.min(wakeAt, toCome.firstKey());
      }
      if (goneAt != null) {
        wakeAt = Math.min(wakeAt, goneAt);
      }
      if (last != null) {
        Evidence evidence = evidence();
        wakeAt = Math.min(wakeAt, baselineChangesAt());
        for (AlertRule rule : rules.watching(scope)) {
          wakeAt =
              Math.min(
                  wakeAt,
                  lifecycle(rule, period).wakeAt(standing(rule.ruleId()), evidence, decidedTo));
        }
      }
      return wakeAt;
    }
  }
}
