package io.pipelinemonitor.local.evaluation;

import io.pipelinemonitor.jobs.alerting.DefaultRules;
import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.jobs.domain.backtest.Horizon;
import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.backtest.Outcome;
import io.pipelinemonitor.jobs.domain.backtest.Outcomes;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.quarters.FiscalQuarters;
import io.pipelinemonitor.schema.ActiveWindow;
import io.pipelinemonitor.schema.RuleLevel;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the default rules do in simulated quarters, beside the same lines looked at once a night.
 *
 * <p>Of each company some quarters come first that are not judged: the forecast learns in them, and
 * drift is compared with them.
 */
final class Evaluation {

  static final FiscalCalendar CALENDAR = new FiscalCalendar(1, PeriodKind.QUARTER, ZoneOffset.UTC);
  static final FiscalPeriod LAST = Objects.requireNonNull(CALENDAR.periodNamed("2026-Q1"));
  static final Policy POLICY =
      new Policy(CALENDAR, "USD", 2, new BigDecimal("3.0"), 8, 90, RiskPolicy.DEFAULT);

  private static final int EARLIER_QUARTERS = 5;
  private static final int JUDGED_QUARTERS = 20;
  private static final String CURRENT = "coverage-to-go";
  private static final String NEXT = "next-period-coverage";
  private static final String DRIFT = "drift of the projection";
  private static final String BY_RULE = "the rule";
  private static final String BY_LINE = "its lines, nightly";

  /** Lines, and the part of the running period from which on they count, in percent. */
  private static final List<Line> LINES =
      List.of(
          new Line(CURRENT, 3.0, 0),
          new Line(CURRENT, 3.0, 10),
          new Line(CURRENT, 3.0, 25),
          new Line(CURRENT, 3.0, 40),
          new Line(CURRENT, 2.75, 25),
          new Line(CURRENT, 2.5, 25),
          new Line(CURRENT, 2.0, 0),
          new Line(CURRENT, 2.0, 10),
          new Line(CURRENT, 2.0, 25),
          new Line(NEXT, 2.0, 50),
          new Line(NEXT, 2.0, 75),
          new Line(NEXT, 1.5, 50),
          new Line(NEXT, 1.5, 90),
          new Line(NEXT, 1.0, 75));

  private record Line(String ruleId, double fire, double fromPct) {

    String title() {
      return "`%s` | %s | %.0f %% |".formatted(ruleId, fire, fromPct);
    }
  }

  private final Map<String, Scorecard> rules = new LinkedHashMap<>();
  private final Map<String, Scorecard> lines = new LinkedHashMap<>();
  private final Map<String, Scorecard> falls = new LinkedHashMap<>();

  /** The quarters of a company. */
  static Evaluation of(long seed) {
    Evaluation evaluation = new Evaluation();
    evaluation.judge(FiscalQuarters.of(seed, CALENDAR, LAST, EARLIER_QUARTERS + JUDGED_QUARTERS));
    return evaluation;
  }

  /** Adds the quarters of other companies. */
  void add(Evaluation other) {
    add(other.rules, rules);
    add(other.lines, lines);
    add(other.falls, falls);
  }

  private static void add(Map<String, Scorecard> added, Map<String, Scorecard> to) {
    added.forEach((title, card) -> to.computeIfAbsent(title, key -> new Scorecard()).add(card));
  }

  private void judge(Simulation simulation) {
    List<io.pipelinemonitor.schema.AlertRule> records =
        DefaultRules.of(POLICY.reportingCurrency()).stream()
            .filter(rule -> List.of(CURRENT, NEXT).contains(rule.getRuleId()))
            .toList();
    Outcomes outcomes = new Outcomes(CALENDAR);
    JudgedByRules judged =
        new JudgedByRules(CALENDAR, records.stream().map(Evaluation::checked).toList());
    ProjectionWatch projections = new ProjectionWatch(CALENDAR);
    Map<String, NightlyThreshold> nightly = new LinkedHashMap<>();
    Map<Line, NightlyThreshold> ofLines = new LinkedHashMap<>();
    for (io.pipelinemonitor.schema.AlertRule record : records) {
      nightly.put(record.getRuleId(), new NightlyThreshold(CALENDAR, checked(record)));
      for (Line line : LINES) {
        if (line.ruleId().equals(record.getRuleId())) {
          ofLines.put(line, new NightlyThreshold(CALENDAR, checked(with(record, line))));
        }
      }
    }
    List<SimulatedFigures.Reader> readers = new ArrayList<>();
    readers.add(
        new SimulatedFigures.Reader() {
          @Override
          public void observed(FiscalPeriod period, Observation observation) {
            outcomes.take(period, observation);
          }
        });
    readers.add(judged);
    readers.add(projections);
    readers.addAll(nightly.values());
    readers.addAll(ofLines.values());
    SimulatedFigures.read(simulation, POLICY, readers);

    Horizon horizon =
        new Horizon(
            CALENDAR.startOfDay(simulation.quarters().get(EARLIER_QUARTERS).startDay()),
            CALENDAR.startOfDay(simulation.lastQuarter().endDay()),
            CALENDAR);
    List<Outcome> ended = outcomes.within(horizon);
    nightly.forEach(
        (ruleId, threshold) -> {
          score(rules, "`" + ruleId + "` | " + BY_RULE + " |")
              .add(ended, told(judged.steps(), ruleId), horizon);
          score(rules, "`" + ruleId + "` | " + BY_LINE + " |")
              .add(ended, threshold.told(), horizon);
        });
    ofLines.forEach(
        (line, threshold) -> score(lines, line.title()).add(ended, threshold.told(), horizon));
    List<Outcome> fallen = projections.falls(ended);
    score(rules, DRIFT + " | the detector |").add(ended, projections.drifts(), horizon);
    score(rules, DRIFT + " | 5 % down, nightly |").add(ended, projections.crossings(), horizon);
    score(falls, "the detector |").add(fallen, projections.drifts(), horizon);
    score(falls, "5 % down, nightly |").add(fallen, projections.crossings(), horizon);
  }

  private static Scorecard score(Map<String, Scorecard> cards, String title) {
    return cards.computeIfAbsent(title, key -> new Scorecard());
  }

  private static AlertRule checked(io.pipelinemonitor.schema.AlertRule record) {
    RuleCheck check = RuleReader.check(record, POLICY.reportingCurrency());
    if (check instanceof RuleCheck.Accepted accepted) {
      return accepted.rule();
    }
    throw new IllegalStateException(record.getRuleId() + ": " + check);
  }

  private static io.pipelinemonitor.schema.AlertRule with(
      io.pipelinemonitor.schema.AlertRule rule, Line line) {
    double toPct = Objects.requireNonNull(rule.getActiveWindow()).getToPct();
    return io.pipelinemonitor.schema.AlertRule.newBuilder(rule)
        .setLevels(
            List.of(
                RuleLevel.newBuilder(rule.getLevels().get(0))
                    .setFire(line.fire())
                    .setClear(1.1 * line.fire())
                    .build()))
        .setActiveWindow(
            ActiveWindow.newBuilder().setFromPct(line.fromPct()).setToPct(toPct).build())
        .build();
  }

  /** What says of a rule's incidents that something is wrong, or worse. */
  private static List<Told> told(List<IncidentStep> steps, String ruleId) {
    return steps.stream()
        .filter(step -> step.ruleId().equals(ruleId))
        .filter(step -> isBadNews(step.transition()))
        .map(
            step ->
                new Told(
                    step.scope(), step.period(), step.at(), step.transition() == Transition.FIRED))
        .toList();
  }

  private static boolean isBadNews(Transition transition) {
    return switch (transition) {
      case FIRED, ESCALATED, REBREACHED, REOPENED -> true;
      case PENDING,
          PENDING_CLEARED,
          STEPPED_DOWN,
          RECOVERING,
          RESOLVED,
          UPDATED,
          REMINDED,
          ACKNOWLEDGED,
          SNOOZED,
          UNSNOOZED ->
          false;
    };
  }

  Scorecard byRule(String ruleId) {
    return Objects.requireNonNull(rules.get("`" + ruleId + "` | " + BY_RULE + " |"));
  }

  Scorecard byLine(String ruleId) {
    return Objects.requireNonNull(rules.get("`" + ruleId + "` | " + BY_LINE + " |"));
  }

  /** The default rules, then other lines, then what drift says of the projection itself. */
  List<String> asMarkdown() {
    return List.of(
        table("| alert | judged by |", 2, "missed", rules),
        table("| line of | fires below | opens from |", 3, "missed", lines),
        table("| judged by |", 1, "fell", falls));
  }

  private static String table(
      String headings, int columns, String what, Map<String, Scorecard> cards) {
    StringBuilder text = new StringBuilder(headings).append(Scorecard.headings(what));
    text.append("|").append("---|".repeat(columns + Scorecard.COLUMNS)).append('\n');
    cards.forEach((title, card) -> text.append("| ").append(title).append(card.asMarkdown()));
    return text.toString();
  }
}
