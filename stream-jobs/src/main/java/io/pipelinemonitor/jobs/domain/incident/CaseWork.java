package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.WorkingTime;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.DealEnd;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Lookback;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the files of all scopes and periods by the rules in force. Times are stream time in
 * microseconds.
 *
 * <p>Figures are judged when stream time has reached their asOf, not when they arrive, so that a
 * rule edit falls between the same two of them in every replay. Figures older than what was already
 * judged (a writer repeats itself after a restart) are dropped.
 *
 * <p>The file of a deal is kept only while some rule has the deal in breach, or an incident of it
 * is not over. Two observations of a deal for one moment are no repetition: the later one holds.
 * With another owner a deal's incidents end, and it is judged as one that has just come: who owned
 * it is told that it is over, and what somebody else acknowledged or snoozed is not the new
 * owner's.
 *
 * <p>Commands take effect at their own time too, after the figures of that moment. One that finds
 * no open incident is refused.
 *
 * <p>What figures were is kept as far back as the rules in force look, and as it was judged: it is
 * never corrected. When the midnight or hour that a rule compares with moves on to another value,
 * the rule judges again, though no figures came; so it does when there is a new look at drift.
 *
 * <p>A file ends with its period: incidents are closed after the grace, and a day later the rest is
 * forgotten, so that late repetitions in between do not begin it anew.
 */
public final class CaseWork {

  private static final long DAY = 86_400L * FiscalCalendar.MICROS_PER_SECOND;

  private final FiscalCalendar calendar;
  private final WorkingTime workingTime;
  private final long graceMicros;
  private final RuleBook rules;
  private final Map<String, List<Silence>> silences = new TreeMap<>();
  private List<Silence> silencesInForce = List.of();
  private RosterIndex index;

  /** Another one whenever rules or silences are others. */
  private Object edition = new Object();

  /**
   * @param graceMicros how long after a period's end its open incidents may still recover
   * @param rules the rules in force; changed only through {@link #change} and {@link #delete}
   */
  public CaseWork(FiscalCalendar calendar, long graceMicros, RuleBook rules) {
    this.calendar = calendar;
    this.workingTime = new WorkingTime(calendar);
    this.graceMicros = graceMicros;
    this.rules = rules;
    this.index = new RosterIndex(rules, calendar, graceMicros);
  }

  private void rulesChanged() {
    index = new RosterIndex(rules, calendar, graceMicros);
    edition = new Object();
  }

  private void silencesChanged() {
    silencesInForce = silences.values().stream().flatMap(List::stream).toList();
    edition = new Object();
  }

  /** Puts a version of a rule in force; null if a higher one is in force and stays so. */
  public @Nullable RuleChange change(AlertRule rule) {
    AlertRule before = rules.inForce(rule.ruleId());
    if (!rules.put(rule)) {
      return null;
    }
    rulesChanged();
    return new RuleChange(before, rule);
  }

  /** Takes a rule out of force. */
  public RuleChange delete(String ruleId) {
    AlertRule before = rules.remove(ruleId);
    rulesChanged();
    return new RuleChange(before, null);
  }

  /** Begins a silence, in place of an earlier one of the same name. */
  public void silence(String name, Silence silence) {
    endSilence(name, silence.from());
    silences.computeIfAbsent(name, none -> new ArrayList<>()).add(silence);
    silencesChanged();
  }

  /** Ends a silence. Until every file has been decided up to then, it is still known. */
  public void endSilence(String name, long at) {
    List<Silence> named = silences.get(name);
    if (named != null) {
      named.replaceAll(silence -> silence.until() <= at ? silence : silence.endingAt(at));
      silencesChanged();
    }
  }

  /** Every file has been decided up to then: silences that were over before count no more. */
  public void forgetSilencesBefore(long at) {
    boolean forgotten = false;
    for (List<Silence> named : silences.values()) {
      forgotten |= named.removeIf(silence -> silence.until() <= at);
    }
    if (forgotten) {
      silences.values().removeIf(List::isEmpty);
      silencesChanged();
    }
  }

  /** The time after which nothing of a period is watched any more. */
  private long closesAt(FiscalPeriod period) {
    return calendar.startOfDay(period.endDay()) + graceMicros;
  }

  /**
   * Takes figures in, to be judged at their time.
   *
   * @param file what is kept, and not to be used afterwards; null: nothing yet
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
    known.toCome().put(asOf, observation);
    return unchanged(
        new CaseFile(
            known.scope(),
            period,
            known.last(),
            known.decidedTo(),
            known.toCome(),
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
    boolean waits = file.toCome().containsKey(asOf) && file.scope().type() != ScopeType.DEAL;
    return (last != null && asOf <= last.asOf()) || waits;
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

  /** Nothing is judged, so nothing is looked at. */
  private CaseFile.Outcome unchanged(CaseFile file) {
    return new Turn(file, DriftLooks.NONE).outcome();
  }

  /**
   * Decides everything up to {@code to}.
   *
   * @param looks what midnights say of drift, also such as are to come
   */
  public CaseFile.Outcome advance(CaseFile file, DriftLooks looks, long to) {
    Turn turn = new Turn(file, looks);
    turn.advanceTo(to);
    return turn.outcome();
  }

  /**
   * Decides what changed rules and silences mean, at the moment of the change.
   *
   * @param looks what midnights say of drift, also such as are to come
   * @param changes what {@link #change} and {@link #delete} gave; empty if only silences changed
   */
  public CaseFile.Outcome applyRules(
      CaseFile file, DriftLooks looks, List<RuleChange> changes, long at) {
    Turn turn = new Turn(file, looks);
    turn.apply(changes, at);
    return turn.outcome();
  }

  /**
   * The earliest moment to which rules may compare the figures of a scope from {@code at} on, where
   * deals explain the change.
   *
   * @param looks what midnights say of drift, also such as are to come
   */
  public long lookedBackTo(CaseFile file, DriftLooks looks, long at) {
    long earliest = at;
    for (Lookback over : index.explainedLookbacks(file.scope())) {
      earliest = Math.min(earliest, over.momentBefore(at, calendar));
    }
    Observation last = file.last();
    if (last == null) {
      return earliest;
    }
    for (AlertRule rule : index.drifting(file.scope())) {
      Reading reading = rule.measure(Evidence.of(last, file.history(), looks, calendar), at);
      if (reading.drift() != null) {
        earliest = Math.min(earliest, reading.drift().onsetAt());
      }
    }
    return earliest;
  }

  /**
   * One look into a file. A rule is decided only where deciding it may come to anything: if
   * something of it is due, if it counts, if what it compares with has moved on, if new figures lie
   * past its lines while nothing is kept of it, or on other sides of them while something is.
   */
  private final class Turn {

    private final Scope scope;
    private final FiscalPeriod period;
    private final Watchers watchers;
    private final NavigableMap<Long, Observation> toCome;
    private final List<Command.Timed> commands;
    private final List<IncidentEvent> events = new ArrayList<>();
    private final List<Command.Answer> answers = new ArrayList<>();
    private Standings standings;
    private @Nullable Map<String, Standings.Entry> changed;
    private @Nullable Observation last;
    private @Nullable Long goneAt;
    private long decidedTo;
    private History history;
    private final DriftLooks looks;

    Turn(CaseFile file, DriftLooks looks) {
      this.looks = looks;
      scope = file.scope();
      period = file.period();
      watchers = index.watchers(scope, period);
      toCome = file.toCome();
      commands = new ArrayList<>(file.commands());
      last = file.last();
      goneAt = file.goneAt();
      decidedTo = file.decidedTo();
      history = file.history();
      standings = known(file.standings());
    }

    /** After a restart, or where rules or silences changed, it is asked anew when to look again. */
    private Standings known(Map<String, Standing> kept) {
      if (kept instanceof Standings same && same.isOf(edition)) {
        return same;
      }
      Map<String, Standings.Entry> entries = new HashMap<>();
      kept.forEach((ruleId, standing) -> entries.put(ruleId, entry(ruleId, standing)));
      return new Standings(entries, edition);
    }

    private Standings.Entry entry(String ruleId, Standing standing) {
      Seat seat = watchers.seat(ruleId);
      long wakeAt =
          seat == null || last == null
              ? Watch.NEVER
              : silenced(seat.lifecycle()).wakeAt(standing, evidence(), decidedTo);
      return new Standings.Entry(seat, standing, wakeAt, false);
    }

    private Map<String, Standings.Entry> entries() {
      return changed == null ? standings.entries() : changed;
    }

    private Map<String, Standings.Entry> toChange() {
      if (changed == null) {
        changed = new HashMap<>(standings.entries());
      }
      return changed;
    }

    private long earliestWake() {
      return changed == null ? standings.earliestWake() : Standings.earliestWake(changed);
    }

    void advanceTo(long to) {
      while (true) {
        Map.Entry<Long, Observation> next = toCome.firstEntry();
        long observed = next == null ? Watch.NEVER : next.getKey();
        long gone = goneAt == null ? Watch.NEVER : goneAt;
        long asked = commands.isEmpty() ? Watch.NEVER : commands.get(0).at();
        long rebased = readingChangesAt();
        if (Math.min(Math.min(observed, gone), Math.min(asked, rebased)) > to) {
          break;
        }
        if (rebased <= moment(asked) && rebased < moment(Math.min(observed, gone))) {
          passTime(rebased);
        } else if (next != null && observed <= gone && observed <= asked) {
          toCome.remove(observed);
          DealEnd end = endOf(next.getValue());
          if (end == null) {
            handOver(next.getValue(), moment(observed));
            observe(next.getValue(), moment(observed));
          } else {
            end(next.getValue(), end, moment(observed));
          }
        } else if (asked < gone) {
          obey(commands.remove(0).command(), moment(asked));
        } else {
          leave(new Happening.ScopeGone(moment(gone)));
        }
      }
      // Also where time stands still: an edit may leave something that is due at once.
      passTime(moment(to));
    }

    private void obey(Command command, long at) {
      passTime(at);
      String refusal = "is unknown here: it never was, or it has ended";
      for (Map.Entry<String, Standings.Entry> entry : new TreeMap<>(entries()).entrySet()) {
        Incident incident = entry.getValue().standing().incident();
        Seat seat = entry.getValue().seat();
        if (incident != null
            && seat != null
            && incident.incidentId().equals(command.incidentId())) {
          refusal = decide(seat.lifecycle(), new Happening.Commanded(command, at));
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

    /** How the deal of the file stopped being an open one of its period; null: it did not. */
    private static @Nullable DealEnd endOf(Observation observation) {
      WatchedDeal deal = observation.deal();
      return deal == null ? null : deal.end();
    }

    private void end(Observation observation, DealEnd end, long at) {
      Reason reason =
          switch (end) {
            case WON -> Reason.DEAL_WON;
            case LOST -> Reason.DEAL_LOST;
            case MOVED -> Reason.DEAL_MOVED;
            case DELETED, MERGED, UNDATED -> Reason.SCOPE_GONE;
          };
      Evidence evidence = Evidence.of(observation, history, looks, calendar);
      leave(new Happening.DealEnded(evidence, reason, at));
    }

    /** Ends what there is of a deal that has another owner now. */
    private void handOver(Observation observation, long at) {
      Evidence before = evidence();
      if (before != null
          && observation.deal() != null
          && !Objects.equals(before.observation().ownerId(), observation.ownerId())) {
        leave(new Happening.DealEnded(before, Reason.DEAL_REASSIGNED, at));
      }
    }

    private void observe(Observation observation, long at) {
      Evidence evidence = Evidence.of(observation, history, looks, calendar);
      SortedMap<String, Seat> moved = due(at);
      watchers.counting(seat -> moved.put(seat.ruleId(), seat));
      Reading[] readings = new Reading[watchers.gauges()];
      watchers.inBreach(
          evidence,
          at,
          readings,
          seat -> {
            if (mayOpen(seat, evidence, at)) {
              moved.put(seat.ruleId(), seat);
            }
          });
      addMoved(evidence, at, readings, moved);
      Happening observed = new Happening.Observed(evidence, at);
      moved.values().forEach(seat -> decide(seat.lifecycle(), observed));
      last = observation;
      decidedTo = at;
      history = history.after(observation, watchers.lookbacks(), at, calendar);
    }

    private boolean mayOpen(Seat seat, Evidence evidence, long at) {
      return !entries().containsKey(seat.ruleId())
          && seat.opensAt(at)
          && !(seat.rule().asksForSize() && seat.rule().read(evidence, at).isMissing());
    }

    /** Adds the rules of which something is kept that new figures may change. */
    private void addMoved(
        Evidence evidence, long at, Reading[] readings, SortedMap<String, Seat> moved) {
      Evidence before = evidence();
      Reading[] readingsBefore = new Reading[readings.length];
      for (Standings.Entry entry : entries().values()) {
        Seat seat = entry.seat();
        if (seat == null) {
          continue;
        }
        if (before == null || !entry.judged() || seat.asksForEach()) {
          moved.put(seat.ruleId(), seat);
          continue;
        }
        Reading was;
        Reading is;
        if (seat.rule().asksForSize()) {
          was = seat.rule().read(before, decidedTo);
          is = seat.rule().read(evidence, at);
        } else {
          int gauge = seat.gauge().number();
          is = readings[gauge];
          if (is == null) {
            is = seat.gauge().read(evidence, at);
            readings[gauge] = is;
          }
          was = readingsBefore[gauge];
          if (was == null) {
            was = seat.gauge().read(before, decidedTo);
            readingsBefore[gauge] = was;
          }
        }
        if (seat.lifecycle().isMoved(entry.standing(), was, is)) {
          moved.put(seat.ruleId(), seat);
        }
      }
    }

    /** Time goes on; and where that alone changes what a rule reads, it is judged anew. */
    private void passTime(long at) {
      passTime(at, List.of());
      decidedTo = at;
    }

    /**
     * @param changes of rules that are decided otherwise
     */
    private void passTime(long at, List<RuleChange> changes) {
      Evidence evidence = evidence();
      if (evidence == null) {
        return;
      }
      SortedMap<String, Seat> moved = due(at);
      Set<String> rebased = new HashSet<>();
      if (readingChangesAt() <= at) {
        Consumer<Seat> judgeAnew =
            seat -> {
              rebased.add(seat.ruleId());
              moved.put(seat.ruleId(), seat);
            };
        watchers.rebased(decidedTo, at, history, looks, calendar, judgeAnew);
        watchers.passedByTime(decidedTo, at, evidence.observation(), workingTime, judgeAnew);
      }
      for (Seat seat : moved.values()) {
        if (changes.stream().noneMatch(change -> seat.rule().equals(change.after()))) {
          decide(
              seat.lifecycle(),
              rebased.contains(seat.ruleId())
                  ? new Happening.Rebased(evidence, at)
                  : new Happening.TimePassed(at));
        }
      }
    }

    /** The rules of which something falls due up to that moment, by identity. */
    private SortedMap<String, Seat> due(long at) {
      SortedMap<String, Seat> due = new TreeMap<>();
      if (last == null) {
        return due;
      }
      if (earliestWake() <= at) {
        for (Standings.Entry entry : entries().values()) {
          Seat seat = entry.seat();
          if (seat != null && entry.wakeAt() <= at) {
            due.put(seat.ruleId(), seat);
          }
        }
      }
      watchers.edges(decidedTo, at, seat -> due.put(seat.ruleId(), seat));
      return due;
    }

    /** The scope is gone, or the deal is not open any more: nothing is kept of it. */
    private void leave(Happening gone) {
      long at = gone.at();
      if (last != null) {
        SortedMap<String, Seat> concerned = due(at);
        for (Standings.Entry entry : entries().values()) {
          Seat seat = entry.seat();
          if (seat != null) {
            concerned.put(seat.ruleId(), seat);
          }
        }
        concerned.values().forEach(seat -> decide(seat.lifecycle(), gone));
      }
      toChange().clear();
      decidedTo = at;
      last = null;
      history = History.EMPTY;
      goneAt = null;
    }

    /** What holds; null: no figures came yet. */
    private @Nullable Evidence evidence() {
      return last == null ? null : Evidence.of(last, history, looks, calendar);
    }

    /** When a rule compares with something else, or a silence has lasted too long. */
    private long readingChangesAt() {
      return last == null
          ? Watch.NEVER
          : Math.min(
              watchers.baselineChangesAfter(decidedTo, history, looks, calendar),
              watchers.linePassedAfter(decidedTo, last, workingTime));
    }

    /**
     * Under the silences of now: they change far more often than rules, which are kept in order.
     */
    private Lifecycle silenced(Lifecycle lifecycle) {
      return new Lifecycle(lifecycle.rule(), lifecycle.watch(), silencesInForce);
    }

    /** Returns why a command was refused. */
    private @Nullable String decide(Lifecycle lifecycle, Happening happening) {
      String ruleId = lifecycle.rule().ruleId();
      Standings.Entry before = entries().get(ruleId);
      Standing standing = before == null ? Standing.NONE : before.standing();
      Decision decision = silenced(lifecycle).decide(standing, evidence(), decidedTo, happening);
      events.addAll(decision.events());
      if (!decision.standing().isNothing()) {
        toChange()
            .put(
                ruleId,
                new Standings.Entry(
                    watchers.seat(ruleId),
                    decision.standing(),
                    decision.wakeAt(),
                    judges(happening) || (before != null && before.judged() && keeps(happening))));
      } else if (before != null) {
        toChange().remove(ruleId);
      }
      return decision.refusal();
    }

    private static boolean judges(Happening happening) {
      return happening instanceof Happening.Observed || happening instanceof Happening.Rebased;
    }

    private static boolean keeps(Happening happening) {
      return happening instanceof Happening.TimePassed;
    }

    void apply(List<RuleChange> changes, long time) {
      long at = moment(time);
      if (last != null) {
        passTime(at, changes);
        for (RuleChange change : changes) {
          apply(change, at);
        }
        history = history.after(last, watchers.lookbacks(), at, calendar);
      }
      decidedTo = at;
    }

    /** Time goes on under the earlier version, then the later one takes effect. */
    private void apply(RuleChange change, long at) {
      AlertRule before = watching(change.before());
      AlertRule after = watching(change.after());
      Lifecycle earlier = before == null ? null : silenced(index.lifecycle(before, period));
      if (after != null) {
        decide(index.lifecycle(after, period), new Happening.RulePutInForce(earlier, at));
      } else if (earlier != null) {
        decide(earlier, new Happening.RuleTakenAway(reasonToStop(change.after()), at));
      }
    }

    private @Nullable AlertRule watching(@Nullable AlertRule rule) {
      return rule != null && rule.enabled() && rule.watches(scope) ? rule : null;
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
        toChange().clear();
        history = History.EMPTY;
      }
      if (changed != null) {
        standings = new Standings(changed, edition);
        changed = null;
      }
      if (isOfNoInterest()) {
        last = null;
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
                  standings,
                  List.copyOf(commands),
                  history);
      return new CaseFile.Outcome(
          file,
          List.copyOf(events),
          List.copyOf(answers),
          file == null ? Watch.NEVER : wakeAt(forgottenAt));
    }

    /** A deal that no rule has to do with any more comes again as a whole if that changes. */
    private boolean isOfNoInterest() {
      return last != null && last.deal() != null && standings.isEmpty() && !rules.hasInBreach(last);
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
        wakeAt = Math.min(wakeAt, readingChangesAt());
        wakeAt = Math.min(wakeAt, standings.earliestWake());
        wakeAt = Math.min(wakeAt, watchers.edgeAfter(decidedTo));
      }
      return wakeAt;
    }
  }
}
