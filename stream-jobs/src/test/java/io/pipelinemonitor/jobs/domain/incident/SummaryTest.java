package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.NORTH;
import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.edited;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.explanation.Contributor;
import io.pipelinemonitor.jobs.domain.explanation.Explanation;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration ONE_HOUR = Duration.ofHours(1);
  private static final Duration FOUR_HOURS = Duration.ofHours(4);

  private static final AlertRule COVERAGE =
      rule("coverage")
          .below(Metric.COVERAGE_TO_GO)
          .warning(3.0, 3.3, FOUR_HOURS)
          .critical(2.0, 2.2, AT_ONCE)
          .keepFiringFor(ONE_HOUR)
          .cooldown(Duration.ofDays(1))
          .build();

  private static String last(Story story) {
    return story.lastEvent().summary();
  }

  private Story fired() {
    return Story.of(COVERAGE).at(1, 3.4).at(2, 2.73).timePassesTo(6);
  }

  @Test
  void tellsOfABreachThatMayComeToNothing() {
    assertThat(last(Story.of(COVERAGE).at(1, 3.4).at(2, 2.73)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 fell from 3.4× to 2.7× what is left to sell,"
                + " below the warning line of 3.0×; it alerts if that lasts 4 hours.");
    assertThat(last(Story.of(COVERAGE).at(2, 2.73).at(3, 3.1)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is 3.1× what is left to sell again, before it"
                + " had been below the warning line of 3.0× for 4 hours; no alert was raised.");
    assertThat(last(Story.of(COVERAGE).at(2, 2.73).withoutValueAt(3)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 has no value to judge any more; no alert was"
                + " raised.");
    assertThat(last(Story.of(COVERAGE).at(2, 2.73).ruleEnds(3, Reason.RULE_DISABLED)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is no longer judged as before: the rule"
                + " 'Coverage too thin' was switched off; no alert was raised.");
    assertThat(
            last(
                Story.of(edited(COVERAGE).active(0, 50).build()).at(1079, 2.73).timePassesTo(1080)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is still below the warning line of 3.0×, but"
                + " the rule 'Coverage too thin' does not judge this part of the period; no alert"
                + " was raised.");
  }

  @Test
  void tellsOfAnIncidentThatOpened() {
    assertThat(last(fired()))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 fell from 3.4× to 2.7× what is left to sell"
                + " and has been below the warning line of 3.0× for 4 hours: EUR 4.1 M open"
                + " against EUR 1.5 M still to book.");
    assertThat(last(Story.of(COVERAGE).at(1, 1.2)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is 1.2× what is left to sell, below the"
                + " critical line of 2.0×: EUR 4.1 M open against EUR 1.5 M still to book.");
  }

  @Test
  void tellsOfTheSeverityRisingAndFalling() {
    assertThat(last(fired().at(8, 1.2)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 got worse: now 1.2× what is left to sell,"
                + " below the critical line of 2.0×: EUR 4.1 M open against EUR 1.5 M still to"
                + " book.");
    assertThat(last(fired().at(8, 1.2).at(9, 2.4)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 improved to 2.4× what is left to sell: now at"
                + " warning level, over once it reaches 3.3×: EUR 4.1 M open against EUR 1.5 M"
                + " still to book.");
  }

  @Test
  void tellsOfARecoveryAndItsFailing() {
    assertThat(last(fired().at(8, 3.5)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is 3.5× what is left to sell again, past the"
                + " clear line of 3.3×; the alert is resolved if that lasts 1 hour.");
    assertThat(last(fired().at(8, 3.5).at(8.5, 2.9)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 fell from 3.5× to 2.9× what is left to sell"
                + " and is below the warning line of 3.0× again, before its recovery had lasted 1"
                + " hour: EUR 4.1 M open against EUR 1.5 M still to book.");
    assertThat(last(fired().at(8, 3.5).timePassesTo(10).at(11, 2.9)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 fell from 3.5× to 2.9× what is left to sell"
                + " and is below the warning line of 3.0× again, within 1 day of being resolved:"
                + " EUR 4.1 M open against EUR 1.5 M still to book.");
  }

  @Test
  void tellsOfTheEndAndWhyAndHowLongItTook() {
    assertThat(last(fired().at(8, 3.5).timePassesTo(9)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 recovered to 3.5× what is left to sell and"
                + " stayed past the clear line of 3.3× for 1 hour; the alert lasted 3 hours.");
    assertThat(last(fired().attainedAt(8).timePassesTo(9)))
        .isEqualTo(
            "Northern Europe has reached its quota for 2026-Q1: nothing is left to sell; the alert"
                + " lasted 3 hours.");
    assertThat(last(fired().ruleEnds(54.5, Reason.RULE_DELETED)))
        .isEqualTo(
            "The alert on coverage of Northern Europe for 2026-Q1 was closed after 2 days because"
                + " the rule 'Coverage too thin' was deleted; it stood at 2.7× what is left to"
                + " sell.");
    assertThat(last(fired().scopeGoes(7)))
        .isEqualTo(
            "The alert on coverage of Northern Europe for 2026-Q1 was closed after 1 hour because"
                + " Northern Europe is no longer reported; it stood at 2.7× what is left to sell.");
    assertThat(last(fired().timePassesTo(3000)))
        .isEqualTo(
            "The alert on coverage of Northern Europe for 2026-Q1 was closed after 90 days 18 hours"
                + " because 2026-Q1 is over; it stood at 2.7× what is left to sell.");
  }

  @Test
  void tellsOfEdits() {
    AlertRule lower = edited(COVERAGE).noLevels().warning(2.5, 2.7, FOUR_HOURS).build();
    assertThat(last(fired().ruleBecomes(8, lower)))
        .isEqualTo(
            "Coverage of Northern Europe for 2026-Q1 is 2.73× what is left to sell, past the"
                + " clear line of 2.7× since the rule 'Coverage too thin' was changed; the alert"
                + " is resolved if that lasts 1 hour.");
  }

  @Test
  void neverRoundsAValueOntoTheLineThatItCrossed() {
    assertThat(last(Story.of(COVERAGE).at(1, 2.98)))
        .contains("is 2.98× what is left to sell, below the warning line of 3.0×");
    assertThat(last(Story.of(COVERAGE).at(1, 2.9996)))
        .contains("is 2.9996× what is left to sell, below the warning line of 3.0×");
  }

  @Test
  void writesEachMetricInItsOwnUnit() {
    assertThat(
            last(
                Story.of(rule("r").below(Metric.ATTAINMENT).warning(0.4, 0.45, AT_ONCE).build())
                    .observed(1, figures(NORTH).booked(500_000_00).with(Metric.ATTAINMENT, 0.25))))
        .isEqualTo(
            "Attainment of Northern Europe for 2026-Q1 is 25 % of quota, below the warning line of"
                + " 40 %: EUR 500 k booked of a quota of EUR 2.0 M.");
    assertThat(
            last(
                Story.of(rule("r").below(Metric.REPS_AT_QUOTA).warning(0.4, 0.5, AT_ONCE).build())
                    .observed(
                        1,
                        figures(NORTH)
                            .with(Metric.REPS_AT_QUOTA, 0.375)
                            .with(Metric.REPS_AT_QUOTA_COUNT, 3)
                            .with(Metric.REPS_WITH_QUOTA, 8))))
        .isEqualTo(
            "The share of reps at quota in Northern Europe for 2026-Q1 is 38 %, below the warning"
                + " line of 40 %: 3 of 8 reps.");
    assertThat(
            last(
                Story.of(rule("r").above(Metric.OVERDUE_AMOUNT).critical(1e6, 9e5, AT_ONCE).build())
                    .observed(
                        1, figures(NORTH).currency("JPY").with(Metric.OVERDUE_AMOUNT, 12_345_678))))
        .isEqualTo(
            "Overdue pipeline of Northern Europe for 2026-Q1 is JPY 12.3 M, above the critical line"
                + " of JPY 1.0 M.");
    assertThat(
            last(
                Story.of(rule("r").above(Metric.OVERDUE_COUNT).warning(1000, 900, AT_ONCE).build())
                    .observed(1, figures(NORTH).with(Metric.OVERDUE_COUNT, 1200))
                    .observed(2, figures(NORTH).with(Metric.OVERDUE_COUNT, 900))))
        .isEqualTo(
            "The number of overdue deals of Northern Europe for 2026-Q1 recovered to 900, past the"
                + " clear line of 900; the alert lasted 1 hour.");
    assertThat(
            last(
                Story.of(rule("r").below(Metric.COVERAGE_WEIGHTED).warning(1, 1.1, AT_ONCE).build())
                    .observed(
                        1,
                        figures(NORTH)
                            .with(Metric.COVERAGE_WEIGHTED, 0.8)
                            .with(Metric.WEIGHTED_AMOUNT, 1_200_000))))
        .isEqualTo(
            "Weighted coverage of Northern Europe for 2026-Q1 is 0.8× what is left to sell, below"
                + " the warning line of 1.0×: EUR 1.2 M weighted against EUR 1.5 M still to book.");
  }

  @Test
  void saysOnWhichSideOfTheCommitAForecastMoves() {
    Story story =
        Story.of(rule("r").below(Metric.FORECAST_DRIFT).warning(-.25, -.15, AT_ONCE).build())
            .at(1, -0.2)
            .at(2, -0.3);
    assertThat(last(story))
        .startsWith(
            "The forecast of Northern Europe for 2026-Q1 fell from 20 % below to 30 % below the"
                + " commit, below the warning line of -25 %");
    assertThat(last(story.at(3, 0.1)))
        .startsWith(
            "The forecast of Northern Europe for 2026-Q1 recovered to 10 % above the commit,");
  }

  @Test
  void namesDealsOnlyWhereTheirSumWentTheWayOfTheAlert() {
    IncidentEvent fired = Story.of(COVERAGE).at(1, 3.4).at(2, 2.73).timePassesTo(6).lastEvent();
    assertThat(fired.explained(moved(-100)).summary())
        .isEqualTo(
            fired.summary()
                + " Since 1 January open pipeline fell by EUR 1; 1 deal did"
                + " most of it: Acme was corrected (−EUR 1).");
    assertThat(fired.explained(moved(100)).summary()).isEqualTo(fired.summary());
    assertThat(fired.explained(moved(100)).explanation()).isNotNull();
  }

  private static Explanation moved(long delta) {
    return new Explanation(
        Money.OPEN,
        LocalDate.parse("2026-01-01").toEpochDay(),
        0,
        delta,
        List.of(
            new Contributor(
                "deal-1",
                "Acme",
                "ann",
                new Happened(MovementCause.CREATED, null, "e1", 0),
                delta,
                0,
                delta)),
        0);
  }

  @Test
  void writesFiguresOfForecastRiskAndVelocityInTheirUnits() {
    assertThat(
            last(
                Story.of(
                        rule("r").below(Metric.FORECAST_DRIFT).warning(-.05, -.03, AT_ONCE).build())
                    .observed(
                        1,
                        figures(NORTH)
                            .with(Metric.FORECAST_DRIFT, -0.1)
                            .with(Metric.PROJECTED_AMOUNT, 3_600_000)
                            .with(Metric.SUBMITTED_COMMIT, 4_000_000))))
        .isEqualTo(
            "The forecast of Northern Europe for 2026-Q1 is 10 % below the commit, below the"
                + " warning line of -5 %: EUR 3.6 M projected against EUR 4.0 M committed to.");
    assertThat(
            last(
                Story.of(
                        rule("r")
                            .above(Metric.AT_RISK_COMMIT_SHARE)
                            .warning(0.25, 0.2, AT_ONCE)
                            .build())
                    .observed(
                        1,
                        figures(NORTH)
                            .with(Metric.AT_RISK_COMMIT_SHARE, 0.4)
                            .with(Metric.AT_RISK_COMMIT, 800_000))))
        .isEqualTo(
            "The share at risk of the committed pipeline of Northern Europe for 2026-Q1 is 40 %,"
                + " above the warning line of 25 %: EUR 800 k.");
    assertThat(
            last(
                Story.of(rule("r").above(Metric.STAGE_SLOWDOWN).warning(1.5, 1.3, AT_ONCE).build())
                    .observed(
                        1, figures(NORTH).slowestStage("talks").with(Metric.STAGE_SLOWDOWN, 1.8))))
        .isEqualTo(
            "The time spent in the slowest stage of Northern Europe for 2026-Q1 is 1.8× that of"
                + " the window before, above the warning line of 1.5×: 'talks'.");
    assertThat(
            last(
                Story.of(
                        rule("r")
                            .below(Metric.VELOCITY_PER_DAY)
                            .warning(20_000, 25_000, AT_ONCE)
                            .build())
                    .observed(1, figures(NORTH).with(Metric.VELOCITY_PER_DAY, 12_000))))
        .isEqualTo(
            "Velocity of Northern Europe for 2026-Q1 is EUR 12 k a day, below the warning line of"
                + " EUR 20 k a day.");
  }

  @Test
  void callsTheCompanyAndNamelessScopesByWhatIsKnown() {
    AlertRule atOnce = rule("r").warning(3, 3.3, AT_ONCE).build();
    assertThat(
            last(
                Story.of(atOnce)
                    .observed(
                        1, figures(Scope.COMPANY).named(null).with(Metric.COVERAGE_TO_GO, 1))))
        .startsWith("Coverage of the company for 2026-Q1 is");
    assertThat(
            last(
                Story.of(atOnce)
                    .observed(
                        1, figures(Scope.rep("rep-7")).named(null).with(Metric.COVERAGE_TO_GO, 1))))
        .startsWith("Coverage of rep-7 for 2026-Q1 is");
  }

  @Test
  void saysThatALookAheadEndsWhenThePeriodBegins() {
    AlertRule ahead = rule("r").periods(RulePeriod.NEXT).warning(3, 3.3, AT_ONCE).build();
    Story story = Story.of(ahead).at(-24, 1.0).timePassesTo(24);
    assertThat(last(story))
        .isEqualTo(
            "The alert on coverage of Northern Europe for 2026-Q1 was closed after 2 days because"
                + " 2026-Q1 has begun, and the rule 'Coverage too thin' looks ahead only; it stood"
                + " at 1.0× what is left to sell.");
  }
}
