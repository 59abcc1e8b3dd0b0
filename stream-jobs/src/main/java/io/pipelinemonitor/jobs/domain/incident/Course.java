package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.rules.Watch.NEVER;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision in the making: an incident opened up, so that steps can follow one another. */
final class Course {

  private final AlertRule rule;
  private final Watch watch;
  private final List<RuleLevel> lines;
  private final List<IncidentEvent> events;

  private IncidentState state = IncidentState.OK;
  private String incidentId = "";
  private long sequence;
  private Severity severity;
  private final boolean[] latched;
  private final @Nullable Long[] breachSince;
  private long activeAt;
  private @Nullable Long firedAt;
  private @Nullable Long recoveringSince;
  private @Nullable Long resolvedAt;
  private int flapCount;
  private int reopenCount;
  private @Nullable Double valueBefore;

  private @Nullable Observation current;
  private long now;

  Course(
      Lifecycle lifecycle,
      @Nullable Incident incident,
      @Nullable Observation last,
      long decidedTo) {
    this(lifecycle, incident, last, decidedTo, new ArrayList<>());
  }

  private Course(
      Lifecycle lifecycle,
      @Nullable Incident incident,
      @Nullable Observation last,
      long decidedTo,
      List<IncidentEvent> events) {
    this.rule = lifecycle.rule();
    this.watch = lifecycle.watch();
    this.lines = rule.levels();
    this.events = events;
    this.severity = rule.mildest().severity();
    this.latched = new boolean[lines.size()];
    this.breachSince = new Long[lines.size()];
    this.current = last;
    this.now = decidedTo;
    if (incident != null) {
      restore(incident);
    }
  }

  private void restore(Incident incident) {
    state = incident.state();
    incidentId = incident.incidentId();
    sequence = incident.sequence();
    severity = incident.severity();
    activeAt = incident.activeAt();
    firedAt = incident.firedAt();
    recoveringSince = incident.recoveringSince();
    resolvedAt = incident.resolvedAt();
    flapCount = incident.flapCount();
    reopenCount = incident.reopenCount();
    valueBefore = incident.valueBefore();
    for (int i = 0; i < lines.size(); i++) {
      for (LevelState level : incident.levels()) {
        // Levels may have been added or removed since: a severe latch holds the milder ones.
        if (level.latched() && level.severity().compareTo(lines.get(i).severity()) >= 0) {
          latched[i] = true;
        }
        if (level.severity() == lines.get(i).severity()) {
          breachSince[i] = level.breachSince();
        }
      }
    }
  }

  /** The same incident at the same moment, under another version of its rule. */
  Course under(Lifecycle lifecycle) {
    Course course = new Course(lifecycle, incident(), current, now, events);
    for (int i = 0; i < course.lines.size(); i++) {
      // How long the value has been past a line that was drawn just now, nobody knows.
      if (course.breachSince[i] != null && !isSameLine(course.rule, i)) {
        course.breachSince[i] = now;
      }
    }
    return course;
  }

  private boolean isSameLine(AlertRule other, int level) {
    RuleLevel line = other.levels().get(level);
    return rule.metric() == other.metric()
        && rule.direction() == other.direction()
        && lines.stream()
            .anyMatch(known -> known.severity() == line.severity() && known.fire() == line.fire());
  }

  /** Does all that falls due up to {@code to}, each at its own moment. */
  void advanceTo(long to) {
    while (true) {
      long deadline = deadline();
      long due = deadline == NEVER ? NEVER : Math.max(deadline, now);
      long edge = edge();
      long closing = closing();
      long next = Math.min(due, Math.min(edge, closing));
      if (next > to || next == NEVER) {
        break;
      }
      now = next;
      if (due == next) {
        fallDue();
      }
      if (edge == next) {
        judge(null, null);
      }
      if (closing == next) {
        close(Reason.PERIOD_CLOSED);
      }
    }
    now = Math.max(now, to);
  }

  /** When the earliest length of time that is running will be over. */
  private long deadline() {
    return switch (state) {
      case OK -> NEVER;
      case PENDING, FIRING -> {
        long earliest = NEVER;
        for (int i = 0; i < lines.size(); i++) {
          earliest = Math.min(earliest, ripeAt(i));
        }
        yield earliest;
      }
      case RECOVERING ->
          recoveringSince == null ? NEVER : recoveringSince + rule.keepFiringForMicros();
      case RESOLVED -> resolvedAt == null ? NEVER : resolvedAt + rule.cooldownMicros();
    };
  }

  private long ripeAt(int level) {
    Long since = breachSince[level];
    return latched[level] || since == null ? NEVER : since + lines.get(level).forMicros();
  }

  private long edge() {
    return current == null ? NEVER : watch.changesAfter(now);
  }

  private long closing() {
    return state == IncidentState.OK ? NEVER : Math.max(watch.closesAt(), now);
  }

  private void fallDue() {
    switch (state) {
      case OK -> {}
      case PENDING, FIRING -> latchRipe(Reason.HELD_LONG_ENOUGH);
      case RECOVERING -> resolve(Reason.HELD_LONG_ENOUGH);
      case RESOLVED -> forget();
    }
  }

  /** Judges new figures. */
  void observe(Observation observation) {
    Double before = current == null ? null : rule.read(current).value();
    current = observation;
    judge(before, null);
  }

  /** Judges the figures that hold by a rule that did not watch the scope before. */
  void judgeByNewRule() {
    if (current != null) {
      judge(null, null);
    }
  }

  /** Judges the figures that hold by a new version of the rule. */
  void judgeByEditedRule() {
    if (now >= watch.closesAt()) {
      close(Reason.RULE_EDITED);
    } else if (current != null) {
      judge(null, Reason.RULE_EDITED);
    }
  }

  /**
   * Judges the current figures at this moment.
   *
   * @param before the value that held before; null if there was none or it does not matter
   * @param edited RULE_EDITED if an edit is what is new; null if the figures are
   */
  private void judge(@Nullable Double before, @Nullable Reason edited) {
    if (now >= watch.closesAt()) {
      return;
    }
    Reading reading = reading();
    if (reading.isMissing()) {
      loseSight(edited == null ? Reason.SCOPE_GONE : edited);
      return;
    }
    boolean opens = watch.opensAt(now);
    noteBreaches(reading, opens);
    switch (state) {
      case OK, PENDING -> judgeUnopened(reading, before, edited, opens);
      case FIRING -> judgeFiring(reading, edited);
      case RECOVERING -> judgeRecovering(reading, before, edited);
      case RESOLVED -> judgeResolved(reading, before, edited, opens);
    }
  }

  private Reading reading() {
    return current == null ? Reading.NONE : rule.read(current);
  }

  private boolean isInBreach(Reading reading) {
    return rule.isInBreach(rule.mildest(), reading);
  }

  private boolean isOver(Reading reading) {
    return rule.isOver(rule.mildest(), reading);
  }

  private void loseSight(Reason reason) {
    for (int i = 0; i < lines.size(); i++) {
      breachSince[i] = null;
    }
    recoveringSince = null;
    if (state == IncidentState.PENDING) {
      endPending(reason);
    }
  }

  /** Starts the clock of each level that is newly in breach, and stops the others. */
  private void noteBreaches(Reading reading, boolean opens) {
    for (int i = 0; i < lines.size(); i++) {
      boolean counts = opens && !latched[i] && rule.isInBreach(lines.get(i), reading);
      if (!counts) {
        breachSince[i] = null;
      } else if (breachSince[i] == null) {
        breachSince[i] = now;
      }
    }
  }

  private void judgeUnopened(
      Reading reading, @Nullable Double before, @Nullable Reason edited, boolean opens) {
    if (!opens || !isInBreach(reading)) {
      if (state == IncidentState.PENDING) {
        Reason cleared = isInBreach(reading) ? Reason.PERIOD_CLOSED : Reason.THRESHOLD_CLEARED;
        endPending(edited == null ? cleared : edited);
      }
      return;
    }
    boolean isNew = state == IncidentState.OK;
    if (isNew) {
      activeAt = now;
      incidentId =
          IncidentKey.incidentId(rule.dedupKey(observation().scope(), observation().period()), now);
      severity = rule.mildest().severity();
      valueBefore = before;
    }
    if (latchRipe(edited == null ? Reason.THRESHOLD_CROSSED : edited)) {
      return;
    }
    if (isNew) {
      step(
          Transition.PENDING,
          IncidentState.PENDING,
          edited == null ? Reason.THRESHOLD_CROSSED : edited,
          0);
    }
  }

  private void judgeFiring(Reading reading, @Nullable Reason edited) {
    if (isOver(reading)) {
      recover(edited);
      return;
    }
    for (int i = 0; i < lines.size(); i++) {
      // The mildest stays latched: its clear line is what ends the incident.
      if (i > 0 && latched[i] && rule.isOver(lines.get(i), reading)) {
        latched[i] = false;
      }
    }
    latched[0] = true;
    Severity before = severity;
    if (latchRipe(edited == null ? Reason.THRESHOLD_CROSSED : edited)) {
      return;
    }
    int highest = highestLatched();
    if (lines.get(highest).severity() != before) {
      severity = lines.get(highest).severity();
      boolean worse = severity.compareTo(before) > 0;
      step(
          worse ? Transition.ESCALATED : Transition.STEPPED_DOWN,
          IncidentState.FIRING,
          edited == null ? Reason.THRESHOLD_CLEARED : edited,
          highest);
    }
  }

  private void judgeRecovering(Reading reading, @Nullable Double before, @Nullable Reason edited) {
    if (isInBreach(reading)) {
      flapCount++;
      valueBefore = before;
      fireAgain(Transition.REBREACHED, edited);
    } else if (!isOver(reading)) {
      recoveringSince = null;
    } else if (recoveringSince == null) {
      recoveringSince = now;
    }
  }

  private void judgeResolved(
      Reading reading, @Nullable Double before, @Nullable Reason edited, boolean opens) {
    if (!opens || !isInBreach(reading)) {
      return;
    }
    if (edited != null) {
      // It is the line that moved, not the value: another story, told from its beginning.
      forget();
      noteBreaches(reading, opens);
      judgeUnopened(reading, before, edited, opens);
      return;
    }
    reopenCount++;
    activeAt = now;
    valueBefore = before;
    fireAgain(Transition.REOPENED, null);
  }

  /** Levels up to the severity that the incident had before are believed at once. */
  private void fireAgain(Transition transition, @Nullable Reason edited) {
    recoveringSince = null;
    resolvedAt = null;
    Reading reading = reading();
    latched[0] = true;
    for (int i = 1; i < lines.size(); i++) {
      boolean firedBefore = lines.get(i).severity().compareTo(severity) <= 0;
      latched[i] = rule.isInBreach(lines.get(i), reading) && (firedBefore || ripeAt(i) <= now);
    }
    int highest = highestLatched();
    severity = lines.get(highest).severity();
    forgetLatchedBreaches();
    step(
        transition,
        IncidentState.FIRING,
        edited == null ? Reason.THRESHOLD_CROSSED : edited,
        highest);
  }

  /**
   * Latches what has been in breach for long enough, and tells of it.
   *
   * @return whether anything was told
   */
  private boolean latchRipe(Reason reason) {
    int ripe = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (ripeAt(i) <= now) {
        ripe = i;
      }
    }
    if (ripe < 0) {
      return false;
    }
    for (int i = 0; i <= ripe; i++) {
      latched[i] = true;
    }
    forgetLatchedBreaches();
    Severity before = severity;
    int highest = highestLatched();
    severity = lines.get(highest).severity();
    if (state != IncidentState.FIRING) {
      firedAt = now;
      step(Transition.FIRED, IncidentState.FIRING, reason, highest);
      return true;
    }
    if (severity.compareTo(before) > 0) {
      step(Transition.ESCALATED, IncidentState.FIRING, reason, highest);
      return true;
    }
    return false;
  }

  private int highestLatched() {
    int highest = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (latched[i]) {
        highest = i;
      }
    }
    return highest;
  }

  private void forgetLatchedBreaches() {
    for (int i = 0; i < lines.size(); i++) {
      if (latched[i]) {
        breachSince[i] = null;
      }
    }
  }

  private void recover(@Nullable Reason edited) {
    recoveringSince = now;
    unlatchAll();
    if (rule.keepFiringForMicros() == 0 && edited == null) {
      resolve(Reason.THRESHOLD_CLEARED);
    } else {
      step(
          Transition.RECOVERING,
          IncidentState.RECOVERING,
          edited == null ? Reason.THRESHOLD_CLEARED : edited,
          0);
    }
  }

  private void resolve(Reason reason) {
    resolvedAt = now;
    unlatchAll();
    step(Transition.RESOLVED, IncidentState.RESOLVED, reason, 0);
    if (rule.cooldownMicros() == 0) {
      forget();
    }
  }

  private void endPending(Reason reason) {
    unlatchAll();
    step(Transition.PENDING_CLEARED, IncidentState.OK, reason, 0);
    forget();
  }

  /** Ends whatever there is, for a reason that is not the value's. */
  void close(Reason reason) {
    switch (state) {
      case OK -> {}
      case PENDING -> endPending(reason);
      case FIRING, RECOVERING -> {
        resolvedAt = now;
        unlatchAll();
        step(Transition.RESOLVED, IncidentState.RESOLVED, reason, 0);
        forget();
      }
      case RESOLVED -> forget();
    }
  }

  private void unlatchAll() {
    for (int i = 0; i < lines.size(); i++) {
      latched[i] = false;
      breachSince[i] = null;
    }
  }

  private void forget() {
    state = IncidentState.OK;
    incidentId = "";
    sequence = 0;
    firedAt = null;
    recoveringSince = null;
    resolvedAt = null;
    flapCount = 0;
    reopenCount = 0;
    valueBefore = null;
    unlatchAll();
  }

  private void step(Transition transition, IncidentState next, Reason reason, int level) {
    IncidentState previous = state;
    state = next;
    sequence++;
    Incident incident = snapshot();
    Observation observation = observation();
    RuleLevel line = lines.get(level);
    events.add(
        new IncidentEvent(
            transition,
            previous,
            next,
            reason,
            incident,
            rule,
            line,
            observation,
            observation.value(rule.metric()),
            now,
            Summary.of(transition, reason, incident, rule, line, observation, now)));
  }

  private Observation observation() {
    if (current == null) {
      throw new IllegalStateException("an incident took a step before any figures came");
    }
    return current;
  }

  private Incident snapshot() {
    List<LevelState> levels = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      levels.add(new LevelState(lines.get(i).severity(), latched[i], breachSince[i]));
    }
    return new Incident(
        incidentId,
        state,
        sequence,
        severity,
        List.copyOf(levels),
        activeAt,
        firedAt,
        recoveringSince,
        resolvedAt,
        flapCount,
        reopenCount,
        valueBefore);
  }

  private @Nullable Incident incident() {
    return state == IncidentState.OK ? null : snapshot();
  }

  Decision decision() {
    long wakeAt = Math.min(deadline(), Math.min(edge(), closing()));
    return new Decision(incident(), List.copyOf(events), wakeAt);
  }
}
