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
import java.time.Duration;
import java.util.Objects;
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
