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

/** One incident of each type of rule, with all of its steps. */
final class Stories {

  private static final Currency EUR = Currency.getInstance("EUR");
  private static final Instant MIDNIGHT = Instant.parse("2026-01-29T23:00:00Z");
  private static final Instant LAST_HEARD = Instant.parse("2026-02-05T09:00:00Z");
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

  private Stories() {}

  /** How each story goes at its worst, in between and at its end. */
  private record Story(
      AlertEvent.Rule rule,
      Scope scope,
      Figure bad,
      Figure worst,
      Figure good,
      String subject,
      String fired,
      String resolved,
      boolean explained) {}

  private static Story story(RuleType type) {
    return switch (type) {
      case THRESHOLD ->
          new Story(
              new AlertEvent.Rule("coverage-to-go", "Coverage of what is left to sell", type),
              DACH,
              lines("coverageToGo", FigureUnit.RATIO, 2.82, 3.0, 3.3),
              lines("coverageToGo", FigureUnit.RATIO, 1.96, 2.0, 2.2),
              lines("coverageToGo", FigureUnit.RATIO, 3.41, 3.0, 3.3),
              "Coverage of DACH for 2026-Q1",
              "Coverage of DACH for 2026-Q1 fell from 3.4× to 2.8× what is left to sell and has"
                  + " been below the warning line of 3.0× for 4 hours: EUR 4.1 M open against"
                  + " EUR 1.5 M still to book. Since 30 January open pipeline fell by EUR 1.7 M;"
                  + " 2 deals did most of it: Helvetia Rail – Platform slipped to 2026-Q2"
                  + " (−EUR 919 k) and Blue Bay was lost (−EUR 640 k).",
              "Coverage of DACH for 2026-Q1 recovered to 3.4× what is left to sell and stayed past"
                  + " the clear line of 3.3× for 1 hour; the alert lasted 2 days 3 hours.",
              true);
      case CHANGE ->
          new Story(
              new AlertEvent.Rule("projection-drop", "Projection down", type),
              DACH,
              compared("projectedAmount", FigureUnit.RATIO, -0.127, -0.1, -0.05, MIDNIGHT),
              compared("projectedAmount", FigureUnit.RATIO, -0.214, -0.2, -0.12, MIDNIGHT),
              compared("projectedAmount", FigureUnit.RATIO, -0.021, -0.1, -0.05, MIDNIGHT),
              "The change over 7 days in the projection of DACH for 2026-Q1",
              "The change over 7 days in the projection of DACH for 2026-Q1 is -13 %, below the"
                  + " warning line of -10 %: EUR 3.6 M now against EUR 4.1 M 7 days before.",
              "The change over 7 days in the projection of DACH for 2026-Q1 recovered to -2 %, past"
                  + " the clear line of -5 %; the alert lasted 2 days 3 hours.",
              true);
      case DRIFT ->
          new Story(
              new AlertEvent.Rule("forecast-drift", "Forecast slides", type),
              DACH,
              drift(3_100_000, 5.3),
              drift(2_800_000, 8.1),
              drift(3_450_000, 0.6),
              "The forecast of DACH for 2026-Q1",
              "The forecast of DACH for 2026-Q1 has been sliding since 30 January: EUR 3.1 M,"
                  + " EUR 400 k (11 %) below what the start of the period led to expect.",
              "The forecast of DACH for 2026-Q1 recovered to EUR 3.5 M; the alert lasted 2 days"
                  + " 3 hours.",
              true);
      case PACING ->
          new Story(
              new AlertEvent.Rule("booked-pace", "Pace of booking", type),
              DACH,
              compared("bookedAmount", FigureUnit.RATIO, -0.31, -0.25, -0.15, null),
              compared("bookedAmount", FigureUnit.RATIO, -0.56, -0.5, -0.4, null),
              compared("bookedAmount", FigureUnit.RATIO, -0.11, -0.25, -0.15, null),
              "The gap to earlier periods in booked business of DACH for 2026-Q1",
              "The gap to earlier periods in booked business of DACH for 2026-Q1 is -31 %, below"
                  + " the warning line of -25 %: EUR 1.2 M now against EUR 1.7 M, the median of"
                  + " earlier periods at this point.",
              "The gap to earlier periods in booked business of DACH for 2026-Q1 recovered to"
                  + " -11 %, past the clear line of -15 %; the alert lasted 2 days 3 hours.",
              true);
      case DEAL ->
          new Story(
              new AlertEvent.Rule("deal-at-risk", "Deal at risk", type),
              DEAL,
              lines("riskScore", FigureUnit.SCORE, 65, 59, 49),
              lines("riskScore", FigureUnit.SCORE, 84, 79, 69),
              lines("riskScore", FigureUnit.SCORE, 41, 59, 49),
              "Deal Helvetia Rail – Platform",
              "Deal Helvetia Rail – Platform (Ann Smith, EUR 919 k, commit, closes 28 February) is"
                  + " at risk: stalled 34 days in negotiation, no activity for 21 days. Its risk"
                  + " score is 65 and has been above the warning line of 59 for 4 hours.",
              "The risk of deal Helvetia Rail – Platform recovered to 41; the alert lasted 2 days"
                  + " 3 hours.",
              false);
      case STALE ->
          new Story(
              new AlertEvent.Rule("source-silent", "Source silent", type),
              SOURCE,
              lines("silentHours", FigureUnit.HOURS, 26, 24, 1),
              lines("silentHours", FigureUnit.HOURS, 50, 48, 1),
              lines("silentHours", FigureUnit.HOURS, 0, 24, 1),
              "The silence of salesforce",
              "Nothing has come from salesforce since Thursday 5 February, 10:00, for 26 working"
                  + " hours: figures of every team may be out of date.",
              "salesforce reports again; the alert lasted 2 days 3 hours.",
              false);
      case UNKNOWN -> throw new IllegalArgumentException("no story of a rule that is not known");
    };
  }

  /** The steps by their names, in the order in which they could come. */
  static Map<String, AlertEvent> steps(RuleType type) {
    Story story = story(type);
    Map<String, AlertEvent> steps = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      add(steps, bad(story, Transition.FIRED, story.fired).severe(severity));
    }
    String again = story.subject + " is past its line again.";
    add(
        steps,
        bad(story, Transition.ESCALATED, story.subject + " got worse.")
            .showing(story.worst)
            .severe(Severity.CRITICAL));
    add(steps, bad(story, Transition.STEPPED_DOWN, story.subject + " improved."));
    add(steps, bad(story, Transition.UPDATED, story.subject + " has moved."));
    add(steps, bad(story, Transition.REMINDED, "Still open after 1 day: " + story.fired));
    add(steps, bad(story, Transition.ACKNOWLEDGED, "kim has seen the alert: two deals slip."));
    add(steps, bad(story, Transition.SNOOZED, "kim snoozed the alert until 2026-02-07T08:00Z."));
    add(steps, bad(story, Transition.UNSNOOZED, "The snooze of the alert is over."));
    add(steps, good(story, Transition.RECOVERING, story.subject + " is past the clear line."));
    add(steps, bad(story, Transition.REBREACHED, again));
    add(steps, good(story, Transition.RESOLVED, story.resolved));
    add(steps, good(story, Transition.RESOLVED, story.resolved).severe(Severity.CRITICAL));
    add(steps, bad(story, Transition.REOPENED, again));
    return steps;
  }

  static AlertEvent step(RuleType type, String name) {
    return Objects.requireNonNull(steps(type).get(name), name);
  }

  private static void add(Map<String, AlertEvent> steps, StepBuilder step) {
    AlertEvent event = step.number(steps.size() + 2).build();
    String name = event.transition() + " " + event.severity();
    steps.put(name.toLowerCase(Locale.ROOT), event);
  }

  private static StepBuilder bad(Story story, Transition transition, String summary) {
    StepBuilder step = part(story, transition, summary).showing(story.bad);
    return story.explained ? step.explainedBy(-171_234_567, SLIPPED, LOST, SHRANK) : step;
  }

  private static StepBuilder good(Story story, Transition transition, String summary) {
    StepBuilder step = part(story, transition, summary).showing(story.good);
    return story.explained ? step.explainedBy(115_000_000, CREATED, CAME) : step;
  }

  private static StepBuilder part(Story story, Transition transition, String summary) {
    Instant at =
        transition == Transition.FIRED
            ? StepBuilder.FIRED_AT
            : StepBuilder.FIRED_AT.plus(Duration.ofHours(51));
    return StepBuilder.step()
        .taking(transition)
        .by(story.rule.id(), story.rule.name(), story.rule.type())
        .about(story.scope)
        .saying(summary)
        .onFiguresOf(story.rule.type() == RuleType.STALE ? LAST_HEARD : at)
        .at(at);
  }

  private static Figure lines(
      String metric, FigureUnit unit, double value, double fire, double clear) {
    return new Figure(metric, value, unit, EUR, fire, clear, null, null, null, null);
  }

  private static Figure compared(
      String metric,
      FigureUnit unit,
      double value,
      double fire,
      double clear,
      @Nullable Instant baselineAt) {
    return new Figure(metric, value, unit, EUR, fire, clear, 4_123_456.0, baselineAt, null, null);
  }

  private static Figure drift(double value, double statistic) {
    return new Figure(
        "projectedAmount",
        value,
        FigureUnit.MONEY,
        EUR,
        5.0,
        1.0,
        3_500_000.0,
        Instant.parse("2025-12-31T23:00:00Z"),
        statistic,
        statistic > 1 ? MIDNIGHT : null);
  }
}
