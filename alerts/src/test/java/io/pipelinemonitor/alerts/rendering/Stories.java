package io.pipelinemonitor.alerts.rendering;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.DealCause;
import io.pipelinemonitor.alerts.domain.event.Explanation.DealChange;
import io.pipelinemonitor.alerts.domain.event.Figure;
import io.pipelinemonitor.alerts.domain.event.FigureUnit;
import io.pipelinemonitor.alerts.domain.event.RuleType;
import io.pipelinemonitor.alerts.domain.event.Scope;
import io.pipelinemonitor.alerts.domain.event.ScopeType;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.StepBuilder;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An incident of each type of rule and of each built-in rule, with all steps that there can be, in
 * the words in which rules are judged.
 */
final class Stories {

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Instant MIDNIGHT = Instant.parse("2026-01-29T23:00:00Z");
  private static final Scope DACH =
      new Scope(ScopeType.UNIT, "dach", "DACH", List.of("acme", "emea"), "dora");
  private static final Scope DEAL =
      new Scope(
          ScopeType.DEAL,
          "d-17",
          "Helvetia Rail – Platform",
          List.of("acme", "emea", "dach", "ann"),
          "ann");
  private static final Scope SOURCE =
      new Scope(ScopeType.SOURCE, "salesforce", null, List.of(), null);

  private static final DealChange SLIPPED =
      new DealChange(
          "d-17", "Helvetia Rail – Platform", DealCause.PUSHED_OUT, "2026-Q2", -91_900_000, true);
  private static final DealChange LOST =
      new DealChange("d-4", "Blue Bay", DealCause.LOST, null, -64_000_050, true);
  private static final DealChange SHRANK =
      new DealChange("d-9", null, DealCause.DECREASED, null, -12_000_000, true);
  private static final DealChange CREATED =
      new DealChange("d-21", "Acme & Sons renewal", DealCause.CREATED, null, 80_000_000, true);
  private static final DealChange CAME =
      new DealChange("d-22", "Nordwind", DealCause.TRANSFERRED_IN, null, 35_000_000, false);

  private static final Scope COMPANY =
      new Scope(ScopeType.COMPANY, "company", null, List.of(), null);

  private static final String WRONG =
      ": stalled 34 days in negotiation, no activity for 21 days, close date moved to a later"
          + " period 3 times, and 1 more";
  private static final String TO_DO =
      " To do: settle what keeps it in its stage, get in touch with the customer, confirm the"
          + " close date with the customer.";

  private Stories() {}

  /**
   * How a story stands at a severity.
   *
   * @param value the bad one, as a sentence has it
   * @param line which the value is past
   * @param recovered the good value, past the clear line
   * @param behind what the value is made of, after a colon
   */
  private record Level(
      Figure bad,
      Figure good,
      String value,
      String line,
      String recovered,
      String clear,
      String behind) {}

  /** Names the level of a story at a severity. */
  private interface Levels {
    /**
     * The level.
     *
     * @param later whether days have passed
     */
    Level at(Severity severity, boolean later);
  }

  /**
   * A story.
   *
   * @param moved how the value came to be past its line
   * @param held for how long it was past it when it fired, as a sentence has it
   * @param breached the same
   */
  private record Story(
      AlertEvent.Rule rule,
      Scope scope,
      Levels levels,
      String subject,
      String moved,
      String held,
      Duration breached,
      boolean explained) {

    boolean isOf(RuleType type) {
      return rule.type() == type;
    }

    String alert() {
      return "the alert on " + lowerFirst(subject);
    }
  }

  private static Story story(RuleType type) {
    return switch (type) {
      case THRESHOLD ->
          new Story(
              new AlertEvent.Rule("coverage-to-go", "Coverage of what is left to sell", type),
              DACH,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> coverage(severity, 3.21, 3.5, 3.8, 4.02, "4.7");
                    case WARNING -> coverage(severity, 2.82, 3.0, 3.3, 3.41, "4.1");
                    case CRITICAL -> coverage(severity, 1.93, 2.0, 2.2, 3.41, "2.8");
                  },
              "Coverage of DACH for 2026-Q1",
              "fell from 3.4× to",
              "4 hours",
              Duration.ofHours(4),
              true);
      case CHANGE ->
          new Story(
              new AlertEvent.Rule("projection-drop", "Projection down", type),
              DACH,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> change(severity, -0.073, -0.05, -0.03, "3.8");
                    case WARNING -> change(severity, -0.127, -0.1, -0.05, "3.6");
                    case CRITICAL -> change(severity, -0.214, -0.2, -0.12, "3.2");
                  },
              "The change over 7 days in the projection of DACH for 2026-Q1",
              "fell from 1 % to",
              "4 hours",
              Duration.ofHours(4),
              true);
      case DRIFT ->
          new Story(
              new AlertEvent.Rule("forecast-drift", "Forecast slides", type),
              DACH,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> drift(3_200_000, 4.4, 4, "EUR 3.2 M", "EUR 300 k (9 %)");
                    case WARNING -> drift(3_100_000, 5.3, 5, "EUR 3.1 M", "EUR 400 k (11 %)");
                    case CRITICAL -> drift(2_800_000, 8.1, 8, "EUR 2.8 M", "EUR 700 k (20 %)");
                  },
              "The forecast of DACH for 2026-Q1",
              "has been sliding since 30 January:",
              "4 hours",
              Duration.ofHours(4),
              true);
      case PACING ->
          new Story(
              new AlertEvent.Rule("booked-pace", "Pace of booking", type),
              DACH,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> pace(severity, -0.18, -0.15, -0.1, -0.07, "EUR 1.4 M");
                    case WARNING -> pace(severity, -0.31, -0.25, -0.15, -0.11, "EUR 1.2 M");
                    case CRITICAL -> pace(severity, -0.56, -0.5, -0.4, -0.11, "EUR 748 k");
                  },
              "The gap to earlier periods in booked business of DACH for 2026-Q1",
              "fell from -9 % to",
              "4 hours",
              Duration.ofHours(4),
              true);
      case DEAL ->
          new Story(
              new AlertEvent.Rule("deal-at-risk", "Deal at risk", type),
              DEAL,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> risk(severity, 65, 59, 49);
                    case WARNING -> risk(severity, 84, 79, 59);
                    case CRITICAL -> risk(severity, 93, 89, 79);
                  },
              "The risk score of Helvetia Rail – Platform (Ann Smith, EUR 919 k, commit, closes 28"
                  + " February)",
              "rose from 52 to",
              "1 day",
              Duration.ofDays(1),
              false);
      case STALE ->
          new Story(
              new AlertEvent.Rule("source-silent", "Source silent", type),
              SOURCE,
              (severity, later) ->
                  switch (severity) {
                    case INFO -> silence(severity, later ? 19 : 10, 8);
                    case WARNING -> silence(severity, later ? 35 : 26, 24);
                    case CRITICAL -> silence(severity, later ? 59 : 50, 48);
                  },
              "The silence of salesforce",
              "is",
              "2 hours",
              Duration.ofHours(2),
              false);
      case UNKNOWN -> throw new IllegalArgumentException("no story of a rule that is not known");
    };
  }

  private static Level coverage(
      Severity severity, double value, double fire, double clear, double good, String open) {
    return new Level(
        lines("coverageToGo", FigureUnit.RATIO, value, fire, clear),
        lines("coverageToGo", FigureUnit.RATIO, good, fire, clear),
        (severity == Severity.CRITICAL ? value : times(value)) + "× what is left to sell",
        "below the " + severity.word() + " line of " + fire + '×',
        times(good) + "× what is left to sell",
        clear + "×",
        ": EUR " + open + " M open against EUR 1.5 M still to book");
  }

  private static String times(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static Level change(
      Severity severity, double value, double fire, double clear, String now) {
    return compared(
        severity,
        figure("projectedAmount", value, fire, clear, 4_123_456, MIDNIGHT),
        figure("projectedAmount", -0.021, fire, clear, 4_123_456, MIDNIGHT),
        ": EUR " + now + " M now against EUR 4.1 M 7 days before");
  }

  private static Level pace(
      Severity severity, double value, double fire, double clear, double good, String now) {
    return compared(
        severity,
        figure("bookedAmount", value, fire, clear, 1_703_000, null),
        figure("bookedAmount", good, fire, clear, 1_703_000, null),
        ": " + now + " now against EUR 1.7 M, the median of earlier periods at this point");
  }

  private static Level compared(Severity severity, Figure bad, Figure good, String behind) {
    return new Level(
        bad,
        good,
        percent(bad.value()),
        "below the " + severity.word() + " line of " + percent(bad.fire()),
        percent(good.value()),
        percent(bad.clear()),
        behind);
  }

  private static String percent(@Nullable Double share) {
    return Math.round(Objects.requireNonNull(share) * 100) + " %";
  }

  private static Level drift(
      double value, double statistic, double fire, String projected, String gap) {
    String course = " below what the start of the period led to expect";
    return new Level(
        drifting(value, statistic, fire, MIDNIGHT),
        drifting(3_450_000, 0.6, fire, null),
        projected,
        gap + course,
        "EUR 3.5 M",
        "EUR 50 k (1 %)" + course,
        "");
  }

  private static Figure drifting(
      double value, double statistic, double fire, @Nullable Instant onset) {
    return new Figure(
        "projectedAmount",
        value,
        FigureUnit.MONEY,
        EUR,
        fire,
        1.0,
        3_500_000.0,
        Instant.parse("2025-12-31T23:00:00Z"),
        statistic,
        onset);
  }

  private static Level risk(Severity severity, int value, int fire, int clear) {
    return new Level(
        lines("riskScore", FigureUnit.SCORE, value, fire, clear),
        lines("riskScore", FigureUnit.SCORE, 41, fire, clear),
        String.valueOf(value),
        "above the " + severity.word() + " line of " + fire,
        "41",
        String.valueOf(clear),
        WRONG);
  }

  private static Level silence(Severity severity, int hours, int fire) {
    return new Level(
        lines("silentHours", FigureUnit.HOURS, hours, fire, 1),
        lines("silentHours", FigureUnit.HOURS, 0, fire, 1),
        hours + " working hours",
        "above the " + severity.word() + " line of " + fire + " working hours",
        "0 working hours",
        "1 working hour",
        "");
  }

  /** The steps by their names: all of those that there can be. */
  static Map<String, AlertEvent> steps(RuleType type) {
    Story story = story(type);
    Map<String, AlertEvent> steps = new LinkedHashMap<>();
    for (Transition transition : Transition.values()) {
      for (Severity severity : Severity.values()) {
        if (canBe(transition, severity)) {
          add(steps, told(story, transition, severity));
        }
      }
    }
    return steps;
  }

  /** Whether such a step can be, and people may hear of it. */
  static boolean canBe(Transition transition, Severity severity) {
    return transition.isForPeople()
        && !(transition == Transition.ESCALATED && severity == Severity.INFO)
        && !(transition == Transition.STEPPED_DOWN && severity == Severity.CRITICAL);
  }

  /** The steps of the rule that is built in for large edits. */
  static Map<String, AlertEvent> stepsOfBulkEdit() {
    String edit = "kim changed 512 deals (close date) within 59 seconds";
    String share = ". In DACH: 212 of 640 open deals (33 %).";
    String money =
        " Open pipeline of 2026-Q1 fell by EUR 1.7 M, open pipeline of 2026-Q2 rose by EUR 1.6 M.";
    Map<String, AlertEvent> steps = new LinkedHashMap<>();
    AlertEvent.Rule rule = new AlertEvent.Rule("bulk-edit", "Bulk edit", RuleType.THRESHOLD);
    add(
        steps,
        burst(
            rule,
            Transition.FIRED,
            480,
            "kim changed 480 deals (close date) within 52 seconds and may go on. In DACH: 205 of"
                + " 640 open deals (32 %). Alerts that come of it are told when nothing more has"
                + " come for 10 minutes."));
    add(
        steps,
        burst(rule, Transition.UPDATED, 512, edit + share + money)
            .explainedBy(-171_234_567, SLIPPED, LOST, SHRANK));
    add(
        steps,
        burst(
                rule,
                Transition.RESOLVED,
                512,
                edit + "; nothing more has come for 10 minutes" + share + money)
            .explainedBy(-171_234_567, SLIPPED, LOST, SHRANK));
    return steps;
  }

  /** The steps of the rule that is built in for imports. */
  static Map<String, AlertEvent> stepsOfImport() {
    String until = " so far. Alerts are told when nothing more has come for 10 minutes.";
    Map<String, AlertEvent> steps = new LinkedHashMap<>();
    AlertEvent.Rule rule = new AlertEvent.Rule("backfill", "Import", RuleType.THRESHOLD);
    String going = "An import from salesforce is going on: ";
    add(steps, burst(rule, Transition.FIRED, 480, going + "480 deals" + until));
    add(steps, burst(rule, Transition.UPDATED, 12_040, going + "12,040 deals" + until));
    add(
        steps,
        burst(
            rule,
            Transition.RESOLVED,
            12_040,
            "Import of 12,040 deals from salesforce finished after 14 minutes; what is still"
                + " firing is told now."));
    return steps;
  }

  private static StepBuilder burst(
      AlertEvent.Rule rule, Transition transition, int deals, String summary) {
    return StepBuilder.step()
        .taking(transition)
        .severe(Severity.INFO)
        .by(rule.id(), rule.name(), rule.type())
        .about(COMPANY)
        .showing(
            new Figure(
                "changedDeals",
                (double) deals,
                FigureUnit.COUNT,
                EUR,
                50.0,
                null,
                null,
                null,
                null,
                null))
        .saying(summary)
        .firedAfter(Duration.ofSeconds(52))
        .at(
            StepBuilder.FIRED_AT.plus(
                transition == Transition.FIRED ? Duration.ZERO : Duration.ofMinutes(14)));
  }

  static AlertEvent step(RuleType type, String name) {
    return Objects.requireNonNull(steps(type).get(name), name);
  }

  private static void add(Map<String, AlertEvent> steps, StepBuilder step) {
    AlertEvent event = step.number(steps.size() + 2).build();
    steps.put(name(event.transition(), event.severity()), event);
  }

  /** Under which a step is found. */
  static String name(Transition transition, Severity severity) {
    return (transition + " " + severity).toLowerCase(Locale.ROOT);
  }

  private static StepBuilder told(Story story, Transition transition, Severity severity) {
    boolean first = transition == Transition.FIRED;
    boolean good = transition == Transition.RECOVERING || transition == Transition.RESOLVED;
    Level level = story.levels.at(severity, !first);
    Instant at = first ? StepBuilder.FIRED_AT : StepBuilder.FIRED_AT.plus(Duration.ofHours(51));
    String summary = summary(story, level, transition, severity);
    StepBuilder step =
        StepBuilder.step()
            .taking(transition)
            .severe(severity)
            .by(story.rule.id(), story.rule.name(), story.rule.type())
            .about(story.scope)
            .showing(good ? level.good : level.bad)
            .onFiguresOf(
                !story.isOf(RuleType.STALE)
                    ? at
                    : good ? at.minus(Duration.ofMinutes(6)) : lastHeard(severity))
            .firedAfter(story.breached)
            .at(at);
    if (!story.explained) {
      return step.saying(summary);
    }
    return good
        ? step.saying(
                summary + " Since 31 January open pipeline rose by EUR 1.2 M; 2 deals did it.")
            .explainedBy(115_000_000, CREATED, CAME)
        : step.saying(
                summary
                    + " Since 31 January open pipeline fell by EUR 1.7 M; 2 deals did most of it:"
                    + " Helvetia Rail – Platform slipped to 2026-Q2 (−EUR 919 k) and Blue Bay was"
                    + " lost (−EUR 640 k).")
            .explainedBy(-171_234_567, SLIPPED, LOST, SHRANK);
  }

  /** Before so many hours of working days, as the figures say. */
  private static Instant lastHeard(Severity severity) {
    return switch (severity) {
      case INFO -> Instant.parse("2026-02-06T04:00:00Z");
      case WARNING -> Instant.parse("2026-02-05T12:00:00Z");
      case CRITICAL -> Instant.parse("2026-02-04T12:00:00Z");
    };
  }

  private static String summary(
      Story story, Level level, Transition transition, Severity severity) {
    String lasting =
        story.isOf(RuleType.STALE) ? "15 minutes" : story.isOf(RuleType.DEAL) ? "1 day" : "1 hour";
    String again = story.subject + ' ' + story.moved + ' ' + level.value + " and is " + level.line;
    String stands = level.value + ", " + level.line + level.behind + '.';
    String toDo = story.isOf(RuleType.DEAL) ? TO_DO : "";
    String clear =
        story.isOf(RuleType.DRIFT) ? level.clear : "past the clear line of " + level.clear;
    boolean silent = story.isOf(RuleType.STALE);
    return switch (transition) {
      case FIRED -> silent ? silence(level, severity) : fired(story, level) + toDo;
      case ESCALATED ->
          silent
              ? silence(level, severity)
              : story.subject
                  + " got worse: now "
                  + level.value
                  + ", "
                  + level.line
                  + " for "
                  + story.held
                  + level.behind
                  + '.'
                  + toDo;
      case STEPPED_DOWN ->
          story.subject
              + " improved to "
              + level.value
              + ": now at "
              + severity.word()
              + " level, over once it "
              + (story.isOf(RuleType.DRIFT)
                  ? "has come back to its course"
                  : "reaches " + level.clear)
              + level.behind
              + '.';
      case UPDATED -> story.subject + " is now " + stands;
      case REMINDED ->
          "Still open after 1 day: "
              + lowerFirst(silent ? silence(level, severity) : story.subject + " is " + stands)
              + toDo;
      case ACKNOWLEDGED -> "kim has seen " + story.alert() + ": I call them tomorrow.";
      case SNOOZED -> "kim snoozed " + story.alert() + " until 2026-02-09T08:00:00Z.";
      case UNSNOOZED -> "The snooze of " + story.alert() + " is over: it is " + stands;
      case RECOVERING ->
          (silent
                  ? "salesforce reports again"
                  : story.subject + " is " + level.recovered + " again, " + clear)
              + "; the alert is resolved if that lasts "
              + lasting
              + '.';
      case REBREACHED ->
          silent
              ? silence(level, severity)
              : again + " again, before its recovery had lasted " + lasting + level.behind + '.';
      case RESOLVED ->
          (silent
                  ? "salesforce reports again"
                  : story.subject
                      + " recovered to "
                      + level.recovered
                      + " and stayed "
                      + clear
                      + " for "
                      + lasting)
              + "; the alert lasted 2 days 3 hours.";
      case REOPENED ->
          silent
              ? silence(level, severity)
              : again + " again, within 3 days of being resolved" + level.behind + '.' + toDo;
      case PENDING, PENDING_CLEARED, UNKNOWN ->
          throw new IllegalArgumentException("nobody hears of it");
    };
  }

  private static String fired(Story story, Level level) {
    String moved = story.moved + ' ' + level.value;
    if (story.isOf(RuleType.DRIFT)) {
      return story.subject + ' ' + moved + ", " + level.line + '.';
    }
    String held = moved + " and has been " + level.line + " for " + story.held;
    return story.isOf(RuleType.DEAL)
        ? "Deal Helvetia Rail – Platform (Ann Smith, EUR 919 k, commit, closes 28 February) is at"
            + " risk"
            + WRONG
            + ". Its risk score "
            + held
            + '.'
        : story.subject + ' ' + held + level.behind + '.';
  }

  private static String silence(Level level, Severity severity) {
    String since =
        switch (severity) {
          case INFO -> "Friday 6 February, 05:00";
          case WARNING -> "Thursday 5 February, 13:00";
          case CRITICAL -> "Wednesday 4 February, 13:00";
        };
    return "Nothing has come from salesforce since "
        + since
        + ", for "
        + level.value
        + ": figures of every team may be out of date.";
  }

  private static String lowerFirst(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static Figure lines(
      String metric, FigureUnit unit, double value, double fire, double clear) {
    return new Figure(metric, value, unit, EUR, fire, clear, null, null, null, null);
  }

  private static Figure figure(
      String metric,
      double value,
      double fire,
      double clear,
      double baseline,
      @Nullable Instant baselineAt) {
    return new Figure(
        metric, value, FigureUnit.RATIO, EUR, fire, clear, baseline, baselineAt, null, null);
  }
}
