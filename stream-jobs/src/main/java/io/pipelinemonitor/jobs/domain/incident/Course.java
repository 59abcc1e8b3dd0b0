package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.rules.Watch.NEVER;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.MOfN;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleLevel;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One decision in the making: an incident opened up, so that steps can follow one another. */
final class Course {

  private final AlertRule rule;
  private final Watch watch;
  private final List<Silence> silences;
  private final List<RuleLevel> lines;
  private final List<IncidentEvent> events;

  private IncidentState state = IncidentState.OK;
  private String incidentId = "";
  private long sequence;
  private Severity severity;
  private final boolean[] latched;
  private final @Nullable Long[] breachSince;
  private final long[] recent;
  private long activeAt;
  private @Nullable Long firedAt;
  private @Nullable Long recoveringSince;
  private @Nullable Long resolvedAt;
  private int flapCount;
  private int reopenCount;
  private @Nullable Double valueBefore;

  private boolean acknowledged;
  private @Nullable Long snoozedUntil;
  private @Nullable Long toldAt;
  private @Nullable Double valueTold;
  private boolean silenced;
  private List<Long> turns = List.of();
  private boolean flapping;
  private boolean stale;
  private @Nullable String commandId;

  private int observations;
  private @Nullable Severity heldTo;

  private @Nullable Command command;
  private @Nullable String refusal;
  private @Nullable Evidence current;
  private long now;

  Course(Lifecycle lifecycle, Standing standing, @Nullable Evidence last, long decidedTo) {
    this(lifecycle, standing, last, decidedTo, new ArrayList<>());
  }

  private Course(
      Lifecycle lifecycle,
      Standing standing,
      @Nullable Evidence last,
      long decidedTo,
      List<IncidentEvent> events) {
    this.rule = lifecycle.rule();
    this.watch = lifecycle.watch();
    this.silences = lifecycle.silences();
    this.lines = rule.levels();
    this.events = events;
    this.severity = rule.mildest().severity();
    this.latched = new boolean[lines.size()];
    this.breachSince = new Long[lines.size()];
    this.recent = new long[lines.size()];
    this.current = last;
    this.now = decidedTo;
    restore(standing.tally());
    if (standing.incident() != null) {
      restore(standing.incident());
    }
  }

  private void restore(Tally tally) {
    observations = tally.observations();
    heldTo = tally.heldTo();
    for (int i = 0; i < lines.size(); i++) {
      recent[i] = tally.breaches().getOrDefault(lines.get(i).severity(), 0L);
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
    restore(incident.attention());
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

  private void restore(Attention attention) {
    acknowledged = attention.acknowledged();
    snoozedUntil = attention.snoozedUntil();
    toldAt = attention.toldAt();
    valueTold = attention.valueTold();
    silenced = attention.silenced();
    turns = attention.turns();
    flapping = attention.flapping();
    stale = attention.stale();
    commandId = attention.commandId();
  }

  /** The same incident at the same moment, under another version of its rule. */
  Course under(Lifecycle lifecycle) {
    Course course = new Course(lifecycle, standing(), current, now, events);
    for (int i = 0; i < course.lines.size(); i++) {
      // How long the value has been past a line that was drawn just now, nobody knows.
      if (!isSameLine(course.rule, i)) {
        course.breachSince[i] = course.breachSince[i] == null ? null : (Long) now;
        course.recent[i] = 0;
      }
    }
    if (!rule.countsLike(course.rule)) {
      course.valueTold = null;
      course.valueBefore = null;
    }
    return course;
  }

  private boolean isSameLine(AlertRule other, int level) {
    RuleLevel line = other.levels().get(level);
    return rule.measuresLike(other)
        && lines.stream()
            .anyMatch(known -> known.severity() == line.severity() && known.fire() == line.fire());
  }

  /** Does all that falls due up to {@code to}, each at its own moment. */
  void advanceTo(long to) {
    while (true) {
      long edge = edge();
      long next = nextMoment();
      if (next > to || next == NEVER) {
        break;
      }
      now = next;
      if (deadline() <= now) {
        fallDue();
      }
      if (staleAt() <= now) {
        turnStale();
      }
      if (edge == now) {
        judge(null, null);
      }
      if (snoozeEndsAt() <= now) {
        unsnooze(null);
      }
      if (flappingEndsAt() <= now) {
        calmDown();
      }
      if (remindAt() <= now) {
        remind();
      }
      if (closing() <= now) {
        close(Reason.PERIOD_CLOSED);
      }
    }
    now = Math.max(now, to);
  }

  /** What fell due before is due now: an edit may bring a moment forward. */
  private long nextMoment() {
    long next = Math.min(deadline(), staleAt());
    next = Math.min(next, Math.min(edge(), closing()));
    next = Math.min(next, Math.min(snoozeEndsAt(), flappingEndsAt()));
    next = Math.min(next, remindAt());
    return Math.max(next, now);
  }

  private boolean isOpen() {
    return state == IncidentState.FIRING || state == IncidentState.RECOVERING;
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

  /** Where breaches are counted, none ripens by time. */
  private long ripeAt(int level) {
    Long since = breachSince[level];
    return latched[level] || since == null || rule.mOfN() != null
        ? NEVER
        : since + lines.get(level).forMicros();
  }

  private boolean isRipe(int level) {
    MOfN mOfN = rule.mOfN();
    return mOfN == null
        ? ripeAt(level) <= now
        : breachSince[level] != null && mOfN.isReached(recent[level]);
  }

  private long edge() {
    return current == null ? NEVER : watch.changesAfter(now);
  }

  private long closing() {
    return isNothing() ? NEVER : Math.max(watch.closesAt(), now);
  }

  private boolean isNothing() {
    for (long breaches : recent) {
      if (breaches != 0) {
        return false;
      }
    }
    return state == IncidentState.OK && observations == 0 && heldTo == null;
  }

  private long staleAt() {
    boolean matters = state == IncidentState.PENDING || isOpen();
    return !matters || stale ? NEVER : staleFrom();
  }

  /** When the figures that hold become too old. */
  private long staleFrom() {
    Long staleAfter = rule.staleAfterMicros();
    return current == null || staleAfter == null
        ? NEVER
        : current.observation().asOf() + staleAfter;
  }

  private boolean isStale() {
    return staleFrom() <= now;
  }

  private long snoozeEndsAt() {
    return snoozedUntil == null ? NEVER : snoozedUntil;
  }

  private long flappingEndsAt() {
    return flapping ? Flapping.endsAt(turns) : NEVER;
  }

  private long remindAt() {
    if (state != IncidentState.FIRING || acknowledged) {
      return NEVER;
    }
    Long remindEvery = rule.remindEveryMicros();
    Long since = toldAt == null ? firedAt : toldAt;
    long due = remindEvery == null || since == null ? NEVER : since + remindEvery;
    return Math.min(due, silenced ? silenceEndsAt() : digestAt());
  }

  /** When an import ends, after which everything that is firing is told once. */
  private long digestAt() {
    long earliest = NEVER;
    for (Silence silence : silences) {
      boolean ahead = silence.until() >= now && (toldAt == null || toldAt < silence.until());
      if (ahead && silence.cause().endsWithADigest() && covers(silence)) {
        earliest = Math.min(earliest, silence.until());
      }
    }
    return earliest;
  }

  private boolean covers(Silence silence) {
    return current != null && silence.covers(rule.ruleId(), current.observation());
  }

  private long silenceEndsAt() {
    long end = now;
    for (Silence silence = silenceAt(end); silence != null; silence = silenceAt(end)) {
      end = silence.until();
    }
    return end;
  }

  private @Nullable Silence silenceAt(long at) {
    for (Silence silence : silences) {
      if (silence.holdsAt(at) && covers(silence)) {
        return silence;
      }
    }
    return null;
  }

  private void fallDue() {
    switch (state) {
      case OK -> {}
      case PENDING, FIRING -> latchRipe(Reason.HELD_LONG_ENOUGH);
      case RECOVERING -> resolve(Reason.HELD_LONG_ENOUGH);
      case RESOLVED -> forget();
    }
  }

  /** The figures have become too old to say anything: as if there were none. */
  private void turnStale() {
    stale = true;
    loseSight(Reason.DATA_STALE);
    if (isOpen()) {
      step(Transition.UPDATED, state, Reason.DATA_STALE, highestLatched());
    }
  }

  private void unsnooze(@Nullable Command asked) {
    snoozedUntil = null;
    if (isOpen()) {
      command = asked;
      step(
          Transition.UNSNOOZED,
          state,
          asked == null ? Reason.REMINDER : Reason.MANUAL,
          highestLatched());
      command = null;
    }
  }

  private void calmDown() {
    flapping = false;
    if (isOpen()) {
      step(Transition.UPDATED, state, Reason.HELD_LONG_ENOUGH, highestLatched());
    }
  }

  private void remind() {
    boolean ended =
        silences.stream()
            .anyMatch(
                silence ->
                    silence.until() == now
                        && silence.cause() != Suppression.SILENCE
                        && covers(silence));
    step(
        Transition.REMINDED,
        state,
        ended ? Reason.SUPPRESSION_ENDED : Reason.REMINDER,
        highestLatched());
  }

  /** Judges new figures. */
  void observe(Evidence evidence) {
    Double before = valueSoFar();
    current = evidence;
    if (now >= watch.closesAt()) {
      return;
    }
    count();
    int told = events.size();
    boolean wasStale = stale;
    stale = stale && isStale();
    judge(before, null);
    if (wasStale && !stale && isOpen() && events.size() == told) {
      step(Transition.UPDATED, state, Reason.DATA_FRESH, highestLatched());
    }
  }

  /** Judges the figures that hold by what they are now compared with. */
  void rebase(Evidence evidence) {
    Double before = valueSoFar();
    current = evidence;
    judge(before, null);
  }

  /** What held until now. */
  private @Nullable Double valueSoFar() {
    return current == null ? null : rule.read(current, now - 1).value();
  }

  /** An observation is a snapshot that was judged; one without a value says nothing. */
  private void count() {
    Reading reading = reading();
    if (reading.isMissing() || isStale()) {
      return;
    }
    if (rule.minObservations() > 0 || rule.mOfN() != null) {
      observations = observations == Integer.MAX_VALUE ? observations : observations + 1;
    }
    MOfN mOfN = rule.mOfN();
    if (mOfN != null) {
      for (int i = 0; i < lines.size(); i++) {
        recent[i] = mOfN.push(recent[i], rule.isInBreach(lines.get(i), reading));
      }
    }
  }

  /** Does what somebody asks, or says why not. */
  void obey(Command asked) {
    if (asked.commandId().equals(commandId)) {
      return;
    }
    if (!isOpen()) {
      refusal =
          state == IncidentState.RESOLVED
              ? "is resolved already, since " + instant(resolvedAt)
              : "has not opened: its breach has not lasted long enough yet";
      return;
    }
    switch (asked.kind()) {
      case ACK -> acknowledge(asked);
      case SNOOZE -> snooze(asked);
      case UNSNOOZE -> {
        if (snoozedUntil == null) {
          refusal = "is not snoozed";
        } else {
          commandId = asked.commandId();
          unsnooze(asked);
        }
      }
      case RESOLVE -> resolveByHand(asked);
    }
  }

  private void acknowledge(Command asked) {
    commandId = asked.commandId();
    if (!acknowledged) {
      acknowledged = true;
      command = asked;
      step(Transition.ACKNOWLEDGED, state, Reason.MANUAL, highestLatched());
      command = null;
    }
  }

  private void snooze(Command asked) {
    Long until = asked.until();
    if (until == null || until <= now) {
      refusal =
          until == null
              ? "cannot be snoozed without an end; give until"
              : "cannot be snoozed until " + instant(until) + ", which was over at " + instant(now);
      return;
    }
    commandId = asked.commandId();
    // Its own event is the one by which people learn of the quiet.
    snoozedUntil = null;
    command = asked;
    step(Transition.SNOOZED, state, Reason.MANUAL, highestLatched());
    command = null;
    snoozedUntil = until;
  }

  /** Nothing opens again at its severity before the value was healthy once. */
  private void resolveByHand(Command asked) {
    Severity resolved = severity;
    // Whoever waits for the end of a snooze need not wait any longer.
    snoozedUntil = null;
    command = asked;
    endIncident(Reason.MANUAL);
    command = null;
    heldTo = resolved;
    judge(null, null);
  }

  private static String instant(@Nullable Long micros) {
    return micros == null ? "before" : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
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
      stale = stale && isStale();
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
    if (isStale()) {
      loseSight(edited == null ? Reason.DATA_STALE : edited);
      return;
    }
    if (heldTo != null && isOver(reading)) {
      heldTo = null;
    }
    boolean opens = watch.opensAt(now) && observations >= rule.minObservations();
    noteBreaches(reading, opens);
    switch (state) {
      case OK, PENDING -> judgeUnopened(reading, before, edited, opens);
      case FIRING -> judgeFiring(reading, edited);
      case RECOVERING -> judgeRecovering(reading, before, edited);
      case RESOLVED -> judgeResolved(reading, before, edited, opens);
    }
  }

  private Reading reading() {
    return current == null ? Reading.NONE : rule.read(current, now);
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
      boolean judged = opens && !latched[i] && !isHeld(i);
      boolean counts = judged && rule.isInBreach(lines.get(i), reading);
      if (!judged) {
        recent[i] = 0;
      }
      if (!counts) {
        breachSince[i] = null;
      } else if (breachSince[i] == null) {
        breachSince[i] = now;
      }
    }
  }

  private boolean isHeld(int level) {
    return heldTo != null && lines.get(level).severity().compareTo(heldTo) <= 0;
  }

  /** The mildest level that is in breach, or was in one of the observations that count; or -1. */
  private int mildestPending() {
    for (int i = 0; i < lines.size(); i++) {
      if (breachSince[i] != null || recent[i] != 0) {
        return i;
      }
    }
    return -1;
  }

  private void judgeUnopened(
      Reading reading, @Nullable Double before, @Nullable Reason edited, boolean opens) {
    int mildest = mildestPending();
    if (mildest < 0) {
      if (state == IncidentState.PENDING) {
        Reason cleared =
            !opens && isInBreach(reading) ? Reason.PERIOD_CLOSED : Reason.THRESHOLD_CLEARED;
        endPending(edited == null ? cleared : edited);
      }
      return;
    }
    boolean isNew = state == IncidentState.OK;
    if (isNew) {
      activeAt = now;
      incidentId =
          IncidentKey.incidentId(rule.dedupKey(observation().scope(), observation().period()), now);
      severity = lines.get(mildest).severity();
      valueBefore = before;
    }
    if (latchRipe(edited == null ? crossed() : edited)) {
      return;
    }
    if (isNew) {
      step(
          Transition.PENDING,
          IncidentState.PENDING,
          edited == null ? Reason.THRESHOLD_CROSSED : edited,
          mildest);
    }
  }

  /** Why a level fires without waiting. */
  private Reason crossed() {
    return rule.mOfN() == null ? Reason.THRESHOLD_CROSSED : Reason.M_OF_N;
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
    if (latchRipe(edited == null ? crossed() : edited)) {
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
    } else if (edited == null && isMaterial(reading)) {
      step(Transition.UPDATED, IncidentState.FIRING, Reason.MATERIAL_CHANGE, highest);
    }
  }

  private boolean isMaterial(Reading reading) {
    Materiality materiality = rule.materiality();
    Double value = reading.told();
    if (materiality == null || value == null) {
      return false;
    }
    if (valueTold == null) {
      valueTold = value;
      return false;
    }
    return materiality.isReached(valueTold, value);
  }

  private void judgeRecovering(Reading reading, @Nullable Double before, @Nullable Reason edited) {
    if (isInBreach(reading)) {
      flapCount++;
      noteTurn();
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
    noteTurn();
    activeAt = now;
    valueBefore = before;
    fireAgain(Transition.REOPENED, null);
  }

  private void noteTurn() {
    turns = Flapping.with(turns, now);
    flapping = flapping || Flapping.begins(turns);
  }

  /** Levels up to the severity that the incident had before are believed at once. */
  private void fireAgain(Transition transition, @Nullable Reason edited) {
    recoveringSince = null;
    resolvedAt = null;
    Reading reading = reading();
    latched[0] = true;
    for (int i = 1; i < lines.size(); i++) {
      boolean firedBefore = lines.get(i).severity().compareTo(severity) <= 0;
      latched[i] = rule.isInBreach(lines.get(i), reading) && (firedBefore || isRipe(i));
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
      if (isRipe(i)) {
        ripe = i;
      }
    }
    if (ripe < 0) {
      return false;
    }
    for (int i = 0; i <= ripe; i++) {
      latched[i] = true;
    }
    heldTo = null;
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
        recent[i] = 0;
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

  /** Ends and forgets whatever there is, because of what is new of the deal. */
  void end(Evidence evidence, Reason reason) {
    current = evidence;
    close(reason);
  }

  /** Ends and forgets whatever there is, for a reason that is not the value's. */
  void close(Reason reason) {
    endIncident(reason);
    observations = 0;
    heldTo = null;
    unlatchAll();
  }

  /** Ends the incident for a reason that is not the value's. */
  void endIncident(Reason reason) {
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
      recent[i] = 0;
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
    restore(Attention.NONE);
    unlatchAll();
  }

  private void step(Transition transition, IncidentState next, Reason reason, int level) {
    IncidentState previous = state;
    Observation observation = observation();
    Reading reading = current == null ? Reading.NONE : rule.measure(current, now);
    state = next;
    sequence++;
    // What was acknowledged was milder, or over, or snoozed since.
    acknowledged =
        acknowledged
            && transition != Transition.ESCALATED
            && transition != Transition.REOPENED
            && transition != Transition.UNSNOOZED;
    List<Suppression> suppressedBy = suppressedBy();
    toldAt = now;
    valueTold = reading.told();
    silenced = suppressedBy.stream().anyMatch(cause -> cause != Suppression.SNOOZE);
    Incident incident = snapshot();
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
            reading,
            now,
            suppressedBy,
            Summary.of(
                transition, reason, incident, rule, line, observation, reading, now, command),
            null));
  }

  private List<Suppression> suppressedBy() {
    Set<Suppression> causes = EnumSet.noneOf(Suppression.class);
    for (Silence silence : silences) {
      if (silence.holdsAt(now) && covers(silence)) {
        causes.add(silence.cause());
      }
    }
    if (snoozedUntil != null && now < snoozedUntil) {
      causes.add(Suppression.SNOOZE);
    }
    return List.copyOf(causes);
  }

  private Observation observation() {
    if (current == null) {
      throw new IllegalStateException("an incident took a step before any figures came");
    }
    return current.observation();
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
        valueBefore,
        new Attention(
            acknowledged,
            snoozedUntil,
            toldAt,
            valueTold,
            silenced,
            turns,
            flapping,
            stale,
            commandId));
  }

  private Standing standing() {
    return new Standing(state == IncidentState.OK ? null : snapshot(), tally());
  }

  private Tally tally() {
    Map<Severity, Long> breaches = new EnumMap<>(Severity.class);
    for (int i = 0; i < lines.size(); i++) {
      if (recent[i] != 0) {
        breaches.put(lines.get(i).severity(), recent[i]);
      }
    }
    return new Tally(observations, breaches, heldTo);
  }

  Decision decision() {
    return new Decision(standing(), List.copyOf(events), nextMoment(), refusal);
  }
}
