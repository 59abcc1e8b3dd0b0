package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.GRACE_HOURS;
import static io.pipelinemonitor.jobs.domain.incident.Story.NORTH;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD_HOURS;
import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.edited;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.RuleMode;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LifecycleTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration ONE_HOUR = Duration.ofHours(1);
  private static final Duration FOUR_HOURS = Duration.ofHours(4);
  private static final Duration A_DAY = Duration.ofDays(1);

  private static final AlertRule COVERAGE =
      rule("coverage")
          .below(Metric.COVERAGE_TO_GO)
          .warning(3.0, 3.3, FOUR_HOURS)
          .critical(2.0, 2.2, FOUR_HOURS)
          .keepFiringFor(ONE_HOUR)
          .cooldown(A_DAY)
          .build();

  private static final AlertRule AT_ONCE_COVERAGE =
      rule("coverage")
          .below(Metric.COVERAGE_TO_GO)
          .warning(3.0, 3.3, AT_ONCE)
          .critical(2.0, 2.2, AT_ONCE)
          .build();

  @Nested
  class Opening {

    @Test
    void staysSilentWhenTheValueIsHealthy() {
      Story story = Story.of(COVERAGE).at(1, 3.0).at(2, 4.0).timePassesTo(100);
      assertThat(story.events()).isEmpty();
      assertThat(story.incident()).isNull();
    }

    @Test
    void staysSilentWhenTheValueComesBackBeforeItsTimeIsUp() {
      Story story = Story.of(COVERAGE).at(1, 2.9).at(4.5, 3.0).timePassesTo(100);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "4.5 PENDING_CLEARED WARNING THRESHOLD_CLEARED");
      assertThat(story.incident()).isNull();
      assertThat(story.events()).allMatch(event -> event.transition().isAuditOnly());
    }

    @Test
    void firesWhenTheBreachHasLastedLongEnough() {
      Story story = Story.of(COVERAGE).at(1, 2.9).at(3, 2.8);
      assertThat(story.wakesAt()).isEqualTo(5);
      story.timePassesTo(5);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "5 FIRED WARNING HELD_LONG_ENOUGH");
      IncidentEvent fired = story.lastEvent();
      assertThat(fired.previousState()).isEqualTo(IncidentState.PENDING);
      assertThat(fired.value()).isEqualTo(2.8);
      assertThat(fired.incident().activeAt()).isEqualTo(Story.micros(1));
      assertThat(fired.incident().firedAt()).isEqualTo(Story.micros(5));
      assertThat(fired.level().fire()).isEqualTo(3.0);
    }

    @Test
    void firesWithoutAPendingStateWhenThereIsNothingToWaitFor() {
      Story story = Story.of(AT_ONCE_COVERAGE).at(1, 2.9);
      assertThat(story.steps()).containsExactly("1 FIRED WARNING THRESHOLD_CROSSED");
      assertThat(story.lastEvent().previousState()).isEqualTo(IncidentState.OK);
      assertThat(story.lastEvent().incident().sequence()).isEqualTo(1);
    }

    @Test
    void firesAtTheSeverestLevelThatIsDue() {
      assertThat(Story.of(AT_ONCE_COVERAGE).at(1, 1.9).steps())
          .containsExactly("1 FIRED CRITICAL THRESHOLD_CROSSED");
      assertThat(Story.of(COVERAGE).at(1, 1.9).timePassesTo(9).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "5 FIRED CRITICAL HELD_LONG_ENOUGH");
    }

    @Test
    void doesWhatFellDueFirstAndOnlyThenJudgesTheNewValue() {
      Story story = Story.of(COVERAGE).at(1, 2.9).at(7, 3.5);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "7 RECOVERING WARNING THRESHOLD_CLEARED");
      assertThat(story.events().get(1).value()).isEqualTo(2.9);
    }

    @Test
    void countsAnInterruptedBreachFromItsLastBeginning() {
      Story story = Story.of(COVERAGE).at(1, 2.9).at(4, 3.1).at(5, 2.9).timePassesTo(8.9);
      assertThat(story.lastEvent().transition()).isEqualTo(Transition.PENDING);
      story.timePassesTo(9);
      assertThat(story.lastEvent().transition()).isEqualTo(Transition.FIRED);
    }

    @Test
    void watchesHighValuesWhereHighIsBad() {
      AlertRule overdue =
          rule("overdue").above(Metric.OVERDUE_COUNT).warning(10, 8, AT_ONCE).build();
      assertThat(Story.of(overdue).at(1, 10).at(2, 11).at(3, 9).at(4, 8).steps())
          .containsExactly(
              "2 FIRED WARNING THRESHOLD_CROSSED", "4 RESOLVED WARNING THRESHOLD_CLEARED");
    }
  }

  @Nested
  class Levels {

    @Test
    void latchEachForItselfAsInTheReferenceNumbers() {
      AlertRule three =
          rule("load")
              .above(Metric.OPEN_COUNT)
              .info(60, 50, AT_ONCE)
              .warning(70, 60, AT_ONCE)
              .critical(80, 70, AT_ONCE)
              .build();
      Story story = Story.of(three);
      double[] values = {61, 73, 64, 85, 62, 56, 47};
      String[] expected = {"INFO", "WARNING", "WARNING", "CRITICAL", "WARNING", "INFO", "OK"};
      for (int i = 0; i < values.length; i++) {
        story.at(i + 1, values[i]);
        Incident incident = story.incident();
        String severity = incident == null ? "OK" : incident.severity().name();
        assertThat(severity).as("after %s", values[i]).isEqualTo(expected[i]);
      }
      assertThat(story.steps())
          .containsExactly(
              "1 FIRED INFO THRESHOLD_CROSSED",
              "2 ESCALATED WARNING THRESHOLD_CROSSED",
              "4 ESCALATED CRITICAL THRESHOLD_CROSSED",
              "5 STEPPED_DOWN WARNING THRESHOLD_CLEARED",
              "6 STEPPED_DOWN INFO THRESHOLD_CLEARED",
              "7 RESOLVED INFO THRESHOLD_CLEARED");
    }

    @Test
    void escalateWhenTheSevererBreachHasLastedLongEnough() {
      Story story =
          Story.of(COVERAGE).at(1, 2.9).at(6, 1.9).at(8, 2.05).at(9, 1.8).timePassesTo(20);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "13 ESCALATED CRITICAL HELD_LONG_ENOUGH");
    }

    @Test
    void stepDownOnlyPastTheirOwnClearLine() {
      Story story =
          Story.of(AT_ONCE_COVERAGE).at(1, 1.5).at(2, 2.1).at(3, 2.2).at(4, 3.2).at(5, 3.3);
      assertThat(story.steps())
          .containsExactly(
              "1 FIRED CRITICAL THRESHOLD_CROSSED",
              "3 STEPPED_DOWN WARNING THRESHOLD_CLEARED",
              "5 RESOLVED WARNING THRESHOLD_CLEARED");
    }

    @Test
    void holdTheMilderOnesWhenASevererOneFiresFirst() {
      AlertRule quickCritical =
          rule("coverage")
              .below(Metric.COVERAGE_TO_GO)
              .warning(3.0, 3.3, Duration.ofHours(8))
              .critical(2.0, 2.2, ONE_HOUR)
              .build();
      assertThat(Story.of(quickCritical).at(1, 1.9).at(3, 2.5).timePassesTo(50).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "2 FIRED CRITICAL HELD_LONG_ENOUGH",
              "3 STEPPED_DOWN WARNING THRESHOLD_CLEARED");
    }
  }

  @Nested
  class Recovering {

    private Story fired() {
      return Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
    }

    @Test
    void resolvesAfterKeepFiringFor() {
      Story story = fired().at(10, 3.4);
      assertThat(story.wakesAt()).isEqualTo(11);
      story.timePassesTo(11);
      assertThat(story.steps())
          .endsWith(
              "10 RECOVERING WARNING THRESHOLD_CLEARED", "11 RESOLVED WARNING HELD_LONG_ENOUGH");
      assertThat(story.lastEvent().incident().recoveringSince()).isEqualTo(Story.micros(10));
      assertThat(story.lastEvent().incident().resolvedAt()).isEqualTo(Story.micros(11));
    }

    @Test
    void staysOpenBetweenTheLines() {
      Story story = fired().at(10, 3.2).timePassesTo(200);
      assertThat(story.steps()).endsWith("5 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void goesBackToFiringWithoutWaitingAndCountsTheFlap() {
      Story story = fired().at(10, 3.4).at(10.5, 2.9).at(11, 3.4).at(11.5, 2.8);
      assertThat(story.steps())
          .endsWith(
              "10 RECOVERING WARNING THRESHOLD_CLEARED",
              "10.5 REBREACHED WARNING THRESHOLD_CROSSED",
              "11 RECOVERING WARNING THRESHOLD_CLEARED",
              "11.5 REBREACHED WARNING THRESHOLD_CROSSED");
      Incident incident = Objects.requireNonNull(story.incident());
      assertThat(incident.flapCount()).isEqualTo(2);
      assertThat(incident.recoveringSince()).isNull();
      assertThat(story.events())
          .extracting(event -> event.incident().incidentId())
          .containsOnly(incident.incidentId());
    }

    @Test
    void countsAgainFromTheClearLineAfterAStayBetweenTheLines() {
      Story story = fired().at(10, 3.4).at(10.5, 3.1).at(12, 3.4).timePassesTo(12.9);
      assertThat(story.lastEvent().transition()).isEqualTo(Transition.RECOVERING);
      story.timePassesTo(13);
      assertThat(story.steps()).endsWith("13 RESOLVED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void comesBackAtTheSeverityThatItHadBeforeWithoutWaiting() {
      Story story = Story.of(COVERAGE).at(1, 1.5).at(10, 3.4).at(10.2, 1.6);
      assertThat(story.lastEvent().incident().severity()).isEqualTo(Severity.CRITICAL);
      assertThat(story.lastEvent().transition()).isEqualTo(Transition.REBREACHED);
      assertThat(Story.of(COVERAGE).at(1, 1.5).at(10, 3.4).at(10.2, 2.6).lastEvent().incident())
          .extracting(Incident::severity)
          .isEqualTo(Severity.WARNING);
    }

    @Test
    void waitsForALevelThatItNeverFiredAt() {
      Story story = fired().at(10, 3.4).at(10.5, 1.5);
      assertThat(story.steps()).endsWith("10.5 REBREACHED WARNING THRESHOLD_CROSSED");
      assertThat(story.timePassesTo(14.5).steps())
          .endsWith("14.5 ESCALATED CRITICAL HELD_LONG_ENOUGH");
    }

    @Test
    void reopensTheSameIncidentWithinTheCooldown() {
      Story story = fired().at(10, 3.4).timePassesTo(11).at(34.9, 2.9);
      assertThat(story.steps()).endsWith("34.9 REOPENED WARNING THRESHOLD_CROSSED");
      Incident incident = Objects.requireNonNull(story.incident());
      assertThat(incident.reopenCount()).isEqualTo(1);
      assertThat(incident.resolvedAt()).isNull();
      assertThat(incident.firedAt()).isEqualTo(Story.micros(5));
      assertThat(incident.activeAt()).isEqualTo(Story.micros(34.9));
      assertThat(incident.incidentId()).isEqualTo(story.events().get(0).incident().incidentId());
      assertThat(incident.sequence()).isEqualTo(5);
    }

    @Test
    void opensANewIncidentAfterTheCooldown() {
      Story story = fired().at(10, 3.4).timePassesTo(11);
      assertThat(story.wakesAt()).isEqualTo(35);
      story.timePassesTo(35);
      assertThat(story.incident()).isNull();
      story.at(36, 2.9);
      assertThat(story.steps()).endsWith("36 PENDING WARNING THRESHOLD_CROSSED");
      assertThat(story.lastEvent().incident().incidentId())
          .isNotEqualTo(story.events().get(0).incident().incidentId());
      assertThat(story.lastEvent().incident().sequence()).isEqualTo(1);
    }

    @Test
    void leavesNothingBehindWithoutACooldown() {
      Story story = Story.of(AT_ONCE_COVERAGE).at(1, 2.9).at(2, 3.4);
      assertThat(story.steps()).endsWith("2 RESOLVED WARNING THRESHOLD_CLEARED");
      assertThat(story.lastEvent().previousState()).isEqualTo(IncidentState.FIRING);
      assertThat(story.incident()).isNull();
    }
  }

  @Nested
  class WithoutAValue {

    @Test
    void takesAnAttainedQuotaForHealthy() {
      Story story = Story.of(COVERAGE).at(1, 1.5).timePassesTo(5).attainedAt(10).timePassesTo(11);
      assertThat(story.steps())
          .endsWith(
              "10 RECOVERING CRITICAL THRESHOLD_CLEARED", "11 RESOLVED CRITICAL HELD_LONG_ENOUGH");
      assertThat(story.lastEvent().value()).isNull();
    }

    @Test
    void neverResolvesForWantOfAValue() {
      Story story =
          Story.of(COVERAGE).at(1, 2.9).timePassesTo(5).withoutValueAt(6).timePassesTo(500);
      assertThat(story.steps()).endsWith("5 FIRED WARNING HELD_LONG_ENOUGH");
      assertThat(Objects.requireNonNull(story.incident()).state()).isEqualTo(IncidentState.FIRING);
    }

    @Test
    void stopsCountingARecovery() {
      Story story =
          Story.of(COVERAGE).at(1, 2.9).at(10, 3.4).withoutValueAt(10.5).timePassesTo(100);
      assertThat(story.steps()).endsWith("10 RECOVERING WARNING THRESHOLD_CLEARED");
      assertThat(story.at(101, 3.4).timePassesTo(102).steps())
          .endsWith("102 RESOLVED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void breaksAPendingBreach() {
      assertThat(Story.of(COVERAGE).at(1, 2.9).withoutValueAt(2).timePassesTo(50).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "2 PENDING_CLEARED WARNING SCOPE_GONE");
    }

    @Test
    void doesNotJudgeScopesThatAreTooSmall() {
      AlertRule bigOnly = edited(AT_ONCE_COVERAGE).minQuota(1_000_00).minOpenAmount(500_00).build();
      Story story = Story.of(bigOnly);
      story.observed(1, figures(NORTH).quota(999_99L).with(Metric.COVERAGE_TO_GO, 1));
      story.observed(2, figures(NORTH).quota(null).with(Metric.COVERAGE_TO_GO, 1));
      story.observed(3, figures(NORTH).open(499_99).with(Metric.COVERAGE_TO_GO, 1));
      assertThat(story.events()).isEmpty();
      story.observed(
          4, figures(NORTH).quota(1_000_00L).open(500_00).with(Metric.COVERAGE_TO_GO, 1));
      assertThat(story.steps()).containsExactly("4 FIRED CRITICAL THRESHOLD_CROSSED");
      story.observed(5, figures(NORTH).open(0).with(Metric.COVERAGE_TO_GO, 9)).timePassesTo(50);
      assertThat(story.steps()).hasSize(1);
    }
  }

  @Nested
  class EditedRules {

    private Story fired() {
      return Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
    }

    @Test
    void leaveAnIncidentAloneThatIsStillInBreach() {
      Story story =
          fired()
              .ruleBecomes(10, edited(COVERAGE).noLevels().warning(2.95, 3.2, FOUR_HOURS).build());
      assertThat(story.steps()).endsWith("5 FIRED WARNING HELD_LONG_ENOUGH");
      assertThat(story.at(11, 3.25).lastEvent().rule().version()).isEqualTo(2);
      assertThat(story.lastEvent().incident().incidentId())
          .isEqualTo(story.events().get(0).incident().incidentId());
    }

    @Test
    void startARecoveryThatEndsInItsTurnWhenTheValueIsPastTheNewLine() {
      AlertRule lower = edited(COVERAGE).noLevels().warning(2.5, 2.7, FOUR_HOURS).build();
      assertThat(fired().ruleBecomes(10, lower).timePassesTo(11).steps())
          .endsWith("10 RECOVERING WARNING RULE_EDITED", "11 RESOLVED WARNING HELD_LONG_ENOUGH");
      Story withoutKeeping = fired().ruleBecomes(10, edited(lower).keepFiringFor(AT_ONCE).build());
      assertThat(withoutKeeping.steps()).endsWith("10 RECOVERING WARNING RULE_EDITED");
      assertThat(withoutKeeping.wakesAt()).isEqualTo(10);
      assertThat(withoutKeeping.timePassesTo(10).steps())
          .endsWith("10 RESOLVED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void judgeAnewWithoutWaitingForTheNextFigures() {
      Story story =
          Story.of(COVERAGE)
              .at(1, 3.5)
              .ruleBecomes(10, edited(COVERAGE).noLevels().warning(4.0, 4.2, ONE_HOUR).build());
      assertThat(story.timePassesTo(20).steps())
          .containsExactly("10 PENDING WARNING RULE_EDITED", "11 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void countABreachOfANewLineFromTheEdit() {
      Story story = Story.of(COVERAGE).at(1, 2.5);
      story.ruleBecomes(3, edited(COVERAGE).noLevels().warning(2.6, 2.8, FOUR_HOURS).build());
      assertThat(story.timePassesTo(20).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "7 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void keepCountingABreachOfTheSameLine() {
      AlertRule quicker = edited(COVERAGE).noLevels().warning(3.0, 3.3, ONE_HOUR).build();
      assertThat(Story.of(COVERAGE).at(1, 2.5).ruleBecomes(1.5, quicker).timePassesTo(20).steps())
          .endsWith("2 FIRED WARNING HELD_LONG_ENOUGH");
      assertThat(Story.of(COVERAGE).at(1, 2.5).ruleBecomes(3, quicker).steps())
          .as("longer ago than the new length")
          .endsWith("3 FIRED WARNING RULE_EDITED");
    }

    @Test
    void takeEffectAfterWhatFellDueUnderTheOldVersion() {
      AlertRule slower = edited(COVERAGE).noLevels().warning(3.0, 3.3, A_DAY).build();
      assertThat(Story.of(COVERAGE).at(1, 2.9).ruleBecomes(8, slower).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "5 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void stepDownWhenTheirSevereLevelIsTakenAway() {
      AlertRule warningOnly = edited(COVERAGE).noLevels().warning(3.0, 3.3, FOUR_HOURS).build();
      assertThat(Story.of(COVERAGE).at(1, 1.9).ruleBecomes(8, warningOnly).steps())
          .endsWith("5 FIRED CRITICAL HELD_LONG_ENOUGH", "8 STEPPED_DOWN WARNING RULE_EDITED");
    }

    @Test
    void closeTheIncidentWhenTheModeChanges() {
      AlertRule shadow = edited(COVERAGE).shadow().build();
      Story story = fired().ruleBecomes(10, shadow);
      assertThat(story.steps())
          .endsWith("10 RESOLVED WARNING RULE_EDITED", "10 PENDING WARNING RULE_EDITED");
      assertThat(story.events().get(2).rule().mode()).isEqualTo(RuleMode.LIVE);
      assertThat(story.events().get(3).rule().mode()).isEqualTo(RuleMode.SHADOW);
    }

    @Test
    void startANewIncidentWhereAnotherWasResolvedBefore() {
      Story story = fired().at(10, 3.4).timePassesTo(11);
      story.ruleBecomes(12, edited(COVERAGE).noLevels().warning(4.0, 4.2, ONE_HOUR).build());
      assertThat(story.steps()).endsWith("12 PENDING WARNING RULE_EDITED");
      assertThat(story.lastEvent().incident().reopenCount()).isZero();
    }

    @Test
    void closeWhatTheyNoLongerWatch() {
      AlertRule next = edited(COVERAGE).periods(RulePeriod.NEXT).build();
      assertThat(fired().ruleBecomes(100, next).steps())
          .endsWith("100 RESOLVED WARNING RULE_EDITED");
    }
  }

  @Nested
  class Endings {

    private Story fired() {
      return Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
    }

    @Test
    void aDeletedOrDisabledRuleResolvesWithItsReason() {
      assertThat(fired().ruleEnds(9, Reason.RULE_DELETED).steps())
          .endsWith("9 RESOLVED WARNING RULE_DELETED");
      Story disabled = fired().ruleEnds(9, Reason.RULE_DISABLED);
      assertThat(disabled.steps()).endsWith("9 RESOLVED WARNING RULE_DISABLED");
      assertThat(disabled.incident()).as("no cooldown without a rule").isNull();
      assertThat(Story.of(COVERAGE).at(1, 2.9).ruleEnds(2, Reason.RULE_DELETED).steps())
          .endsWith("2 PENDING_CLEARED WARNING RULE_DELETED");
      assertThat(Story.of(COVERAGE).at(1, 3.9).ruleEnds(2, Reason.RULE_DELETED).steps()).isEmpty();
    }

    @Test
    void aScopeThatGoesResolvesEvenARecovery() {
      Story story = fired().at(10, 3.4).scopeGoes(10.5);
      assertThat(story.steps()).endsWith("10.5 RESOLVED WARNING SCOPE_GONE");
      assertThat(story.incident()).isNull();
    }

    @Test
    void theEndOfThePeriodAndItsGraceResolvesWhatIsOpen() {
      Story story = fired().timePassesTo(PERIOD_HOURS + GRACE_HOURS - 1);
      assertThat(Objects.requireNonNull(story.incident()).state()).isEqualTo(IncidentState.FIRING);
      story.timePassesTo(PERIOD_HOURS + GRACE_HOURS);
      assertThat(story.steps()).endsWith("2184 RESOLVED WARNING PERIOD_CLOSED");
      assertThat(story.incident()).isNull();
      assertThat(story.wakesAt()).isInfinite();
      assertThat(story.at(2200, 1.0).steps()).hasSize(3);
    }

    @Test
    void theGraceLetsAnIncidentRecover() {
      Story story = fired().at(PERIOD_HOURS + 2, 3.5).timePassesTo(PERIOD_HOURS + GRACE_HOURS);
      assertThat(story.steps()).endsWith("2163 RESOLVED WARNING HELD_LONG_ENOUGH");
      assertThat(story.incident()).as("the cooldown ends with the period too").isNull();
    }

    @Test
    void nothingOpensAfterThePeriod() {
      assertThat(Story.of(COVERAGE).at(PERIOD_HOURS + 1, 1.0).timePassesTo(3000).steps()).isEmpty();
    }

    @Test
    void aPendingBreachEndsWithThePeriod() {
      Story story = Story.of(COVERAGE).at(PERIOD_HOURS - 2, 2.9).timePassesTo(PERIOD_HOURS);
      assertThat(story.steps())
          .containsExactly(
              "2158 PENDING WARNING THRESHOLD_CROSSED",
              "2160 PENDING_CLEARED WARNING PERIOD_CLOSED");
      assertThat(story.incident()).isNull();
    }
  }

  @Nested
  class ActiveWindows {

    private final AlertRule firstHalf = edited(COVERAGE).active(10, 50).build();
    private final double opens = PERIOD_HOURS / 10;
    private final double ends = PERIOD_HOURS / 2;

    @Test
    void openNothingOutside() {
      assertThat(Story.of(firstHalf).at(1, 2.9).timePassesTo(opens - 1).steps()).isEmpty();
      assertThat(Story.of(firstHalf).at(ends, 2.9).timePassesTo(PERIOD_HOURS).steps()).isEmpty();
    }

    @Test
    void judgeWhatHoldsWhenTheyBegin() {
      assertThat(Story.of(firstHalf).at(1, 2.9).timePassesTo(opens + 4).steps())
          .containsExactly(
              "216 PENDING WARNING THRESHOLD_CROSSED", "220 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void escalateNothingAfterTheirEndButLetAnIncidentRecover() {
      Story story =
          Story.of(firstHalf).at(ends - 10, 2.9).at(ends - 1, 1.5).timePassesTo(ends + 50);
      assertThat(story.steps()).endsWith("1074 FIRED WARNING HELD_LONG_ENOUGH");
      assertThat(story.at(ends + 60, 3.5).timePassesTo(ends + 61).steps())
          .endsWith("1141 RESOLVED WARNING HELD_LONG_ENOUGH");
      assertThat(story.at(ends + 62, 2.0).timePassesTo(ends + 80).steps())
          .as("within the cooldown, but outside the window")
          .endsWith("1141 RESOLVED WARNING HELD_LONG_ENOUGH");
    }
  }

  @Nested
  class CountedBreaches {

    private final AlertRule twoOfThree =
        rule("coverage")
            .below(Metric.COVERAGE_TO_GO)
            .warning(3.0, 3.3, AT_ONCE)
            .critical(2.0, 2.2, AT_ONCE)
            .when(2, 3)
            .build();

    @Test
    void fireWhenEnoughOfTheLastObservationsWereInBreachHoweverFarApart() {
      assertThat(Story.of(twoOfThree).at(1, 2.9).at(2, 3.1).at(30, 2.8).steps())
          .containsExactly("1 PENDING WARNING THRESHOLD_CROSSED", "30 FIRED WARNING M_OF_N");
    }

    @Test
    void areForgottenOneByOneAsOthersCome() {
      Story story = Story.of(twoOfThree).at(1, 2.9).at(2, 3.5).at(3, 3.5).timePassesTo(100);
      assertThat(story.steps()).containsExactly("1 PENDING WARNING THRESHOLD_CROSSED");
      assertThat(story.at(101, 3.5).steps())
          .endsWith("101 PENDING_CLEARED WARNING THRESHOLD_CLEARED");
      assertThat(story.standing().tally().breaches()).isEmpty();
    }

    @Test
    void areCountedForEachLevel() {
      Story story = Story.of(twoOfThree).at(1, 1.9).at(2, 2.9).at(3, 2.9).at(4, 1.9).at(5, 1.9);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "2 FIRED WARNING M_OF_N",
              "5 ESCALATED CRITICAL M_OF_N");
    }

    @Test
    void areNotMadeByObservationsWithoutAValue() {
      assertThat(Story.of(twoOfThree).at(1, 2.9).withoutValueAt(2).at(3, 2.9).at(4, 2.9).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "2 PENDING_CLEARED WARNING SCOPE_GONE",
              "3 PENDING WARNING THRESHOLD_CROSSED",
              "4 FIRED WARNING M_OF_N");
    }

    @Test
    void waitForTheLeastNumberOfObservations() {
      AlertRule fromTheThird = edited(AT_ONCE_COVERAGE).minObservations(3).build();
      assertThat(Story.of(fromTheThird).at(1, 2.9).withoutValueAt(2).at(3, 2.9).at(4, 2.9).steps())
          .containsExactly("4 FIRED WARNING THRESHOLD_CROSSED");
      AlertRule held = edited(COVERAGE).minObservations(2).build();
      assertThat(Story.of(held).at(1, 2.9).at(3, 2.9).timePassesTo(20).steps())
          .containsExactly(
              "3 PENDING WARNING THRESHOLD_CROSSED", "7 FIRED WARNING HELD_LONG_ENOUGH");
    }
  }

  @Nested
  class ToldAgain {

    @Test
    void whenTheValueHasMovedFarEnoughSinceItWasLastTold() {
      AlertRule rule = edited(AT_ONCE_COVERAGE).tellChangesOf(0.3, null).build();
      Story story =
          Story.of(rule).at(1, 2.9).at(2, 2.7).at(3, 2.6).at(4, 2.8).at(5, 2.95).at(6, 1.5);
      assertThat(story.steps())
          .containsExactly(
              "1 FIRED WARNING THRESHOLD_CROSSED",
              "3 UPDATED WARNING MATERIAL_CHANGE",
              "5 UPDATED WARNING MATERIAL_CHANGE",
              "6 ESCALATED CRITICAL THRESHOLD_CROSSED");
    }

    @Test
    void whenEitherBoundIsReached() {
      AlertRule rule = edited(AT_ONCE_COVERAGE).tellChangesOf(5.0, 10.0).build();
      assertThat(Story.of(rule).at(1, 2.5).at(2, 2.26).at(3, 2.25).steps())
          .endsWith("3 UPDATED WARNING MATERIAL_CHANGE")
          .hasSize(2);
    }

    @Test
    void asLongAsItFiresAndNobodyHasSeenIt() {
      AlertRule rule = edited(COVERAGE).remindEvery(A_DAY).build();
      Story story = Story.of(rule).at(1, 2.9).timePassesTo(60);
      assertThat(story.steps())
          .endsWith(
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "29 REMINDED WARNING REMINDER",
              "53 REMINDED WARNING REMINDER");
      assertThat(story.wakesAt()).isEqualTo(77);
      story.acknowledged(61).timePassesTo(300);
      assertThat(story.steps()).endsWith("61 ACKNOWLEDGED WARNING MANUAL");
      assertThat(story.lastEvent().previousState()).isEqualTo(IncidentState.FIRING);
    }

    @Test
    void notWhileItRecovers() {
      AlertRule rule = edited(COVERAGE).remindEvery(ONE_HOUR).keepFiringFor(A_DAY).build();
      assertThat(Story.of(rule).at(1, 2.9).at(5.5, 3.4).timePassesTo(20).steps())
          .endsWith("5.5 RECOVERING WARNING THRESHOLD_CLEARED");
    }
  }

  @Nested
  class Commands {

    private final AlertRule reminding = edited(COVERAGE).remindEvery(A_DAY).build();

    private Story fired() {
      return Story.of(reminding).at(1, 2.9).timePassesTo(5);
    }

    @Test
    void acknowledgeOnce() {
      Story story = fired().acknowledged(6).acknowledged(7);
      assertThat(story.steps()).endsWith("6 ACKNOWLEDGED WARNING MANUAL").hasSize(3);
      assertThat(story.refusals()).isEmpty();
      assertThat(story.lastEvent().summary())
          .isEqualTo("Ann has seen the alert on coverage of Northern Europe for 2026-Q1: we know");
    }

    @Test
    void acknowledgeOnlyWhatTheIncidentWasThen() {
      assertThat(fired().acknowledged(6).at(7, 1.5).timePassesTo(36).steps())
          .endsWith(
              "6 ACKNOWLEDGED WARNING MANUAL",
              "11 ESCALATED CRITICAL HELD_LONG_ENOUGH",
              "35 REMINDED CRITICAL REMINDER");
    }

    @Test
    void snoozeMarksWhatHappensUntilItsEndWhichIsTold() {
      Story story = fired().snoozed(6, 30).at(7, 1.5).timePassesTo(30);
      assertThat(story.steps())
          .endsWith(
              "6 SNOOZED WARNING MANUAL",
              "11 ESCALATED CRITICAL HELD_LONG_ENOUGH",
              "30 UNSNOOZED CRITICAL REMINDER");
      assertThat(story.events().stream().map(IncidentEvent::suppressedBy).toList())
          .containsExactly(List.of(), List.of(), List.of(), List.of(Suppression.SNOOZE), List.of());
      assertThat(story.timePassesTo(54).steps()).endsWith("54 REMINDED CRITICAL REMINDER");
    }

    @Test
    void snoozeCanBeEndedAndReplaced() {
      Story story = fired().snoozed(6, 100).snoozed(7, 20).unsnoozed(8).timePassesTo(25);
      assertThat(story.steps())
          .endsWith(
              "6 SNOOZED WARNING MANUAL", "7 SNOOZED WARNING MANUAL", "8 UNSNOOZED WARNING MANUAL");
      assertThat(story.unsnoozed(26).refusals()).containsExactly("is not snoozed");
    }

    @Test
    void snoozeEndsWithTheIncident() {
      Story story = fired().snoozed(6, 1000).at(10, 3.4).timePassesTo(36);
      assertThat(story.steps()).endsWith("11 RESOLVED WARNING HELD_LONG_ENOUGH");
      assertThat(story.lastEvent().suppressedBy()).containsExactly(Suppression.SNOOZE);
      assertThat(story.standing()).isEqualTo(Standing.NONE);
    }

    @Test
    void resolveByHandIsToldAlsoWhileItIsSnoozed() {
      Story story = fired().snoozed(6, 1000).resolved(7);
      assertThat(story.steps()).endsWith("6 SNOOZED WARNING MANUAL", "7 RESOLVED WARNING MANUAL");
      assertThat(story.lastEvent().suppressedBy()).isEmpty();
    }

    @Test
    void resolveKeepsItShutUntilTheValueWasHealthyOnce() {
      Story story = fired().resolved(6).at(7, 2.8).at(50, 3.1).at(51, 2.9).timePassesTo(100);
      assertThat(story.steps()).endsWith("6 RESOLVED WARNING MANUAL");
      assertThat(story.incident()).isNull();
      assertThat(story.lastEvent().summary())
          .isEqualTo(
              "Ann resolved the alert on coverage of Northern Europe for 2026-Q1 after 1 hour:"
                  + " we know");
      story.at(101, 3.3);
      assertThat(story.standing()).isEqualTo(Standing.NONE);
      assertThat(story.at(102, 2.9).timePassesTo(106).steps())
          .endsWith("102 PENDING WARNING THRESHOLD_CROSSED", "106 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void resolveDoesNotHideWhatIsWorse() {
      Story story = fired().resolved(6).at(7, 1.9).timePassesTo(11);
      assertThat(story.steps())
          .endsWith(
              "6 RESOLVED WARNING MANUAL",
              "7 PENDING CRITICAL THRESHOLD_CROSSED",
              "11 FIRED CRITICAL HELD_LONG_ENOUGH");
      assertThat(story.at(12, 2.5).steps()).endsWith("12 STEPPED_DOWN WARNING THRESHOLD_CLEARED");
    }

    @Test
    void resolveIsForgottenWithThePeriod() {
      Story story = fired().resolved(6).timePassesTo(PERIOD_HOURS + GRACE_HOURS);
      assertThat(story.standing()).isEqualTo(Standing.NONE);
      assertThat(story.wakesAt()).isInfinite();
    }

    @Test
    void areRefusedWhenThereIsNothingOpen() {
      assertThat(Story.of(reminding).at(1, 2.9).acknowledged(2).refusals())
          .containsExactly("has not opened: its breach has not lasted long enough yet");
      assertThat(fired().at(10, 3.4).timePassesTo(11).resolved(12).refusals())
          .containsExactly("is resolved already, since 2026-01-01T11:00:00Z");
      assertThat(fired().snoozed(6, 6).refusals())
          .containsExactly(
              "cannot be snoozed until 2026-01-01T06:00:00Z, which was over at"
                  + " 2026-01-01T06:00:00Z");
    }

    @Test
    void silencesMarkWhatTheyCoverAndTheirEndIsTold() {
      Silence.Matcher coverage = new Silence.Matcher("coverage", null, null);
      Silence.Matcher elsewhere = new Silence.Matcher("coverage", NORTH.type(), "south");
      Story story =
          Story.of(COVERAGE)
              .silences(
                  new Silence(coverage, Story.micros(2), Story.micros(10)),
                  new Silence(coverage, Story.micros(8), Story.micros(12)),
                  new Silence(elsewhere, Story.micros(0), Story.micros(500)))
              .at(1, 2.9)
              .timePassesTo(100);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "12 REMINDED WARNING REMINDER");
      assertThat(story.events().get(1).suppressedBy()).containsExactly(Suppression.SILENCE);
      assertThat(story.events().get(2).suppressedBy()).isEmpty();
    }

    private static Silence during(Suppression cause, Set<Scope> scopes, double from, double to) {
      return Silence.during(cause, scopes, Story.micros(from)).endingAt(Story.micros(to));
    }

    @Test
    void aLargeEditMarksWhatItTouchesAndItsEndTellsWhatItKeptQuiet() {
      Story story =
          Story.of(COVERAGE)
              .silences(during(Suppression.BULK_EDIT, Set.of(NORTH), 4, 6))
              .at(1, 2.9)
              .timePassesTo(100);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "6 REMINDED WARNING SUPPRESSION_ENDED");
      assertThat(story.events().get(1).suppressedBy()).containsExactly(Suppression.BULK_EDIT);
      assertThat(
              Story.of(COVERAGE)
                  .silences(
                      during(Suppression.BULK_EDIT, Set.of(Scope.unit("elsewhere")), 4, 6),
                      during(Suppression.BULK_EDIT, Set.of(NORTH), 10, 12))
                  .at(1, 2.9)
                  .timePassesTo(100)
                  .steps())
          .as("another one's, and one during which nothing happened")
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "5 FIRED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void theEndOfAnImportIsToldOfWhateverIsFiring() {
      Story story =
          Story.of(COVERAGE)
              .silences(during(Suppression.BACKFILL, Set.of(NORTH), 10, 12))
              .at(1, 2.9)
              .timePassesTo(100);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "12 REMINDED WARNING SUPPRESSION_ENDED");
      assertThat(story.lastEvent().summary()).startsWith("Still open, now that no large edit");
    }
  }

  @Nested
  class GoingBackAndForth {

    private Story turning() {
      Story story = Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
      for (int turn = 0; turn < 4; turn++) {
        story.at(10 + turn, 3.4).at(10.5 + turn, 2.9);
      }
      return story;
    }

    @Test
    void isFlappingAfterMoreThanThreeTurnsInADay() {
      Story story = turning();
      assertThat(story.events().stream().map(event -> event.incident().attention().flapping()))
          .containsExactly(false, false, false, false, false, false, false, false, false, true);
      assertThat(story.lastEvent().incident().flapCount()).isEqualTo(4);
    }

    @Test
    void endsWhenThereWasNoMoreThanOneInADay() {
      Story story = turning();
      assertThat(story.wakesAt()).isEqualTo(12.5 + 24);
      story.timePassesTo(100);
      assertThat(story.steps()).endsWith("36.5 UPDATED WARNING HELD_LONG_ENOUGH");
      assertThat(story.lastEvent().incident().attention().flapping()).isFalse();
      assertThat(story.lastEvent().summary())
          .isEqualTo(
              "Coverage of Northern Europe for 2026-Q1 no longer goes back and forth: it is 2.9×"
                  + " what is left to sell, below the warning line of 3.0×.");
    }

    @Test
    void countsReopeningsToo() {
      Story story = Story.of(edited(AT_ONCE_COVERAGE).cooldown(A_DAY).build());
      for (int turn = 0; turn < 5; turn++) {
        story.at(1 + turn, 2.9).at(1.5 + turn, 3.4);
      }
      assertThat(story.lastEvent().incident().attention().flapping()).isTrue();
      assertThat(story.lastEvent().incident().reopenCount()).isEqualTo(4);
      story.timePassesTo(29.5);
      assertThat(story.standing()).as("ends with the cooldown").isEqualTo(Standing.NONE);
    }

    @Test
    void isNotFlappingWhenTurnsAreFarApart() {
      Story story = Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
      for (int turn = 0; turn < 8; turn++) {
        story.at(10 + turn * 9, 3.4).at(10.5 + turn * 9, 2.9);
      }
      assertThat(story.events()).noneMatch(event -> event.incident().attention().flapping());
    }
  }

  @Nested
  class StaleFigures {

    private final AlertRule twoDays = edited(COVERAGE).staleAfter(Duration.ofDays(2)).build();

    @Test
    void areToldOnceAndAgainWhenNewOnesCome() {
      Story story = Story.of(twoDays).at(1, 2.9).timePassesTo(400).at(401, 2.8);
      assertThat(story.steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED",
              "5 FIRED WARNING HELD_LONG_ENOUGH",
              "49 UPDATED WARNING DATA_STALE",
              "401 UPDATED WARNING DATA_FRESH");
      assertThat(story.events().stream().map(event -> event.incident().attention().stale()))
          .containsExactly(false, false, true, false);
      assertThat(story.events().get(2).summary())
          .isEqualTo(
              "Nothing new has been heard of Northern Europe for 2 days; the alert on coverage of"
                  + " Northern Europe for 2026-Q1 stays as it is until there are new figures.");
    }

    @Test
    void neverResolveARecovery() {
      AlertRule slow = edited(twoDays).keepFiringFor(Duration.ofDays(3)).build();
      Story story = Story.of(slow).at(1, 2.9).at(10, 3.4).timePassesTo(500);
      assertThat(story.steps()).endsWith("58 UPDATED WARNING DATA_STALE");
      assertThat(story.at(501, 3.4).timePassesTo(549).steps())
          .endsWith("501 UPDATED WARNING DATA_FRESH", "549 UPDATED WARNING DATA_STALE");
      for (int hour = 550; hour <= 622; hour += 24) {
        story.at(hour, 3.4);
      }
      assertThat(story.steps())
          .endsWith("550 UPDATED WARNING DATA_FRESH", "622 RESOLVED WARNING HELD_LONG_ENOUGH");
    }

    @Test
    void openNothing() {
      AlertRule slow = edited(twoDays).noLevels().warning(3.0, 3.3, Duration.ofDays(3)).build();
      assertThat(Story.of(slow).at(1, 2.9).timePassesTo(500).steps())
          .containsExactly(
              "1 PENDING WARNING THRESHOLD_CROSSED", "49 PENDING_CLEARED WARNING DATA_STALE");
    }
  }

  @Test
  void givesTheSameIdentitiesEachTime() {
    Story story = Story.of(COVERAGE).at(1, 2.9).timePassesTo(5);
    assertThat(story.lastEvent().dedupKey()).isEqualTo("coverage|UNIT:north|2026-Q1");
    // printf 'coverage|UNIT:north|2026-Q1@1767229200000000' | sha256sum
    assertThat(story.lastEvent().incident().incidentId()).isEqualTo("8df5549216c2c3fb0d23c070");
    assertThat(story.lastEvent().alertEventId())
        .isEqualTo(story.lastEvent().incident().incidentId() + "-2");
  }
}
