package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Evidence;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Observations;
import io.pipelinemonitor.jobs.domain.rules.Watch;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells one rule what happens to Northern Europe in 2026-Q1, and notes what it answers. Moments are
 * hours since {@link #START}, the first of January; the quarter has 2160 of them.
 */
final class Story {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final FiscalCalendar CALENDAR = new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  static final FiscalPeriod PERIOD = Objects.requireNonNull(CALENDAR.periodNamed("2026-Q1"));
  static final double PERIOD_HOURS = 90 * 24;
  static final double GRACE_HOURS = 24;
  static final Scope NORTH = Scope.unit("north");

  private Lifecycle lifecycle;
  private Standing standing = Standing.NONE;
  private final List<String> refusals = new ArrayList<>();
  private @Nullable Evidence last;
  private long decidedTo = Long.MIN_VALUE;
  private long wakeAt = Watch.NEVER;
  private final List<IncidentEvent> events = new ArrayList<>();

  private Story(AlertRule rule) {
    lifecycle = lifecycle(rule);
  }

  static Story of(AlertRule rule) {
    return new Story(rule);
  }

  static long micros(double hours) {
    return START.toEpochMilli() * 1_000 + Math.round(hours * 3_600) * 1_000_000;
  }

  static double hours(long micros) {
    return (micros - micros(0)) / 3_600e6;
  }

  static Lifecycle lifecycle(AlertRule rule) {
    return new Lifecycle(
        rule,
        Watch.of(rule, PERIOD, CALENDAR, Duration.ofHours((long) GRACE_HOURS).toMillis() * 1_000),
        List.of());
  }

  /** New figures with that value of the rule's metric. */
  Story at(double hours, double value) {
    return observed(hours, figures(NORTH).with(lifecycle.rule().metric(), value));
  }

  /** New figures without a value. */
  Story withoutValueAt(double hours) {
    return observed(hours, figures(NORTH).quota(null));
  }

  /** New figures with the quota reached. */
  Story attainedAt(double hours) {
    return observed(hours, figures(NORTH).attained());
  }

  Story observed(double hours, Observations figures) {
    Observation observation = figures.asOf(micros(hours)).build();
    Evidence evidence = new Evidence(observation, Evidence.Past.UNKNOWN, DriftLooks.NONE);
    decide(new Happening.Observed(evidence, observation.asOf()));
    last = evidence;
    return this;
  }

  Story timePassesTo(double hours) {
    return decide(new Happening.TimePassed(micros(hours)));
  }

  Story ruleBecomes(double hours, AlertRule rule) {
    Lifecycle before = lifecycle;
    lifecycle = lifecycle(rule);
    return decide(new Happening.RulePutInForce(before, micros(hours)));
  }

  Story ruleEnds(double hours, Reason reason) {
    return decide(new Happening.RuleTakenAway(reason, micros(hours)));
  }

  Story scopeGoes(double hours) {
    return decide(new Happening.ScopeGone(micros(hours)));
  }

  /** From now on these are known; those of before are not. */
  Story silences(Silence... silences) {
    lifecycle = new Lifecycle(lifecycle.rule(), lifecycle.watch(), List.of(silences));
    return this;
  }

  Story acknowledged(double hours) {
    return asks(hours, Command.Kind.ACK, null);
  }

  Story snoozed(double hours, double untilHours) {
    return asks(hours, Command.Kind.SNOOZE, micros(untilHours));
  }

  Story unsnoozed(double hours) {
    return asks(hours, Command.Kind.UNSNOOZE, null);
  }

  Story resolved(double hours) {
    return asks(hours, Command.Kind.RESOLVE, null);
  }

  private Story asks(double hours, Command.Kind kind, @Nullable Long until) {
    Command command = new Command(kind + "@" + hours, "", kind, "Ann", until, "we know");
    return decide(new Happening.Commanded(command, micros(hours)));
  }

  private Story decide(Happening happening) {
    Decision decision = lifecycle.decide(standing, last, decidedTo, happening);
    standing = decision.standing();
    if (decision.refusal() != null) {
      refusals.add(decision.refusal());
    }
    events.addAll(decision.events());
    wakeAt = decision.wakeAt();
    decidedTo = happening.at();
    return this;
  }

  List<IncidentEvent> events() {
    return events;
  }

  IncidentEvent lastEvent() {
    return events.get(events.size() - 1);
  }

  /** Each step as {@code hour TRANSITION SEVERITY REASON}. */
  List<String> steps() {
    return events.stream().map(Story::step).toList();
  }

  private static String step(IncidentEvent event) {
    double hours = hours(event.at());
    String when = hours == Math.rint(hours) ? String.valueOf((long) hours) : String.valueOf(hours);
    return when
        + " "
        + event.transition()
        + " "
        + event.incident().severity()
        + " "
        + event.reason();
  }

  @Nullable Incident incident() {
    return standing.incident();
  }

  Standing standing() {
    return standing;
  }

  /** Why commands were refused. */
  List<String> refusals() {
    return refusals;
  }

  /** The hour at which it wants to be asked again; infinite if never. */
  double wakesAt() {
    return wakeAt == Watch.NEVER ? Double.POSITIVE_INFINITY : hours(wakeAt);
  }
}
