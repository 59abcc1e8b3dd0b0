package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.CALENDAR;
import static io.pipelinemonitor.jobs.domain.incident.Story.GRACE_HOURS;
import static io.pipelinemonitor.jobs.domain.incident.Story.NORTH;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD_HOURS;
import static io.pipelinemonitor.jobs.domain.incident.Story.hours;
import static io.pipelinemonitor.jobs.domain.incident.Story.micros;
import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.edited;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.History;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CaseWorkTest {

  private static final AlertRule COVERAGE =
      rule("coverage")
          .below(Metric.COVERAGE_TO_GO)
          .warning(3.0, 3.3, Duration.ofHours(4))
          .keepFiringFor(Duration.ofHours(1))
          .build();
  private static final AlertRule FALL =
      rule("fall")
          .below(Metric.COVERAGE_TO_GO)
          .changeOverDays(2)
          .warning(-0.2, -0.1, Duration.ofHours(1))
          .build();
  private static final AlertRule SUDDEN_FALL =
      rule("sudden-fall")
          .below(Metric.COVERAGE_TO_GO)
          .changeOverHours(3)
          .warning(-0.2, -0.1, Duration.ZERO)
          .build();
  private static final AlertRule THIN_PIPELINE =
      rule("thin-pipeline").below(Metric.OPEN_COUNT).warning(5, 6, Duration.ZERO).build();

  /** One scope's file, and what was told of it. */
  private static final class Desk {

    private final CaseWork work =
        new CaseWork(CALENDAR, micros(GRACE_HOURS) - micros(0), new RuleBook());
    private final List<IncidentEvent> events = new ArrayList<>();
    private final List<Command.Answer> answers = new ArrayList<>();
    private @Nullable CaseFile file;
    private double wakesAt = Double.POSITIVE_INFINITY;

    Desk(AlertRule... rules) {
      for (AlertRule rule : rules) {
        work.change(rule);
      }
    }

    boolean expect(double hours, double coverage) {
      return expect(hours, coverage, 10);
    }

    boolean expect(double hours, double coverage, double count) {
      CaseFile.Outcome outcome =
          work.expect(
              file,
              PERIOD,
              figures(NORTH)
                  .asOf(micros(hours))
                  .with(Metric.COVERAGE_TO_GO, coverage)
                  .with(Metric.OPEN_COUNT, count)
                  .build());
      if (outcome != null) {
        keep(outcome);
      }
      return outcome != null;
    }

    void advance(double hours) {
      if (file != null) {
        keep(work.advance(file, DriftLooks.NONE, micros(hours)));
      }
    }

    void change(double hours, AlertRule rule) {
      apply(hours, Objects.requireNonNull(work.change(rule)));
    }

    void delete(double hours, String ruleId) {
      apply(hours, work.delete(ruleId));
    }

    private void apply(double hours, RuleChange change) {
      if (file != null) {
        keep(work.applyRules(file, DriftLooks.NONE, List.of(change), micros(hours)));
      }
    }

    void withdraw(double hours) {
      keep(work.withdraw(Objects.requireNonNull(file), micros(hours)));
    }

    void ask(double hours, Command.Kind kind, String incidentId) {
      Command command = new Command(kind + "@" + hours, incidentId, kind, "Ann", null, null);
      keep(work.expect(file, NORTH, PERIOD, new Command.Timed(command, micros(hours))));
    }

    void silence(double hours, Silence silence) {
      work.silence("s", silence);
      applySilences(hours);
    }

    void endSilence(double hours) {
      work.endSilence("s", micros(hours));
      applySilences(hours);
    }

    private void applySilences(double hours) {
      if (file != null) {
        keep(work.applyRules(file, DriftLooks.NONE, List.of(), micros(hours)));
      }
      work.forgetSilencesBefore(micros(hours));
    }

    private void keep(CaseFile.Outcome outcome) {
      file = outcome.file();
      events.addAll(outcome.events());
      answers.addAll(outcome.answers());
      wakesAt = outcome.file() == null ? Double.POSITIVE_INFINITY : hours(outcome.wakeAt());
    }

    List<String> steps() {
      return events.stream()
          .map(event -> hours(event.at()) + " " + event.rule().ruleId() + " " + event.transition())
          .toList();
    }
  }

  @Test
  void judgesFiguresAtTheirTimeAndNotBefore() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(2, 2.9);
    desk.expect(1, 3.9);
    assertThat(desk.events).isEmpty();
    assertThat(desk.wakesAt).isEqualTo(1);
    desk.advance(1);
    assertThat(desk.wakesAt).isEqualTo(2);
    desk.advance(10);
    assertThat(desk.steps()).containsExactly("2.0 coverage PENDING", "6.0 coverage FIRED");
  }

  @Test
  void dropsFiguresThatItHasSeen() {
    Desk desk = new Desk(COVERAGE);
    assertThat(desk.expect(2, 2.9)).isTrue();
    assertThat(desk.expect(2, 9.9)).isFalse();
    desk.advance(3);
    assertThat(desk.expect(2, 9.9)).isFalse();
    assertThat(desk.expect(1, 9.9)).isFalse();
    assertThat(desk.expect(2.5, 2.8)).as("late, but not seen").isTrue();
    desk.advance(7);
    assertThat(desk.steps()).containsExactly("2.0 coverage PENDING", "6.0 coverage FIRED");
  }

  @Test
  void asksOnlyTheRulesThatWatchTheScope() {
    Desk desk =
        new Desk(
            rule("all").warning(3, 3.3, Duration.ZERO).build(),
            rule("elsewhere").only(Scope.unit("south")).warning(3, 3.3, Duration.ZERO).build(),
            rule("off").disabled().warning(3, 3.3, Duration.ZERO).build());
    desk.expect(1, 2);
    desk.advance(1);
    assertThat(desk.steps()).containsExactly("1.0 all FIRED");
  }

  @Test
  void keepsAnIncidentOfEachRuleAndTellsInOrderOfTime() {
    Desk desk = new Desk(THIN_PIPELINE, COVERAGE);
    desk.expect(1, 2.9, 4);
    desk.expect(8, 3.5, 9);
    desk.advance(20);
    assertThat(desk.steps())
        .containsExactly(
            "1.0 coverage PENDING",
            "1.0 thin-pipeline FIRED",
            "5.0 coverage FIRED",
            "8.0 coverage RECOVERING",
            "8.0 thin-pipeline RESOLVED",
            "9.0 coverage RESOLVED");
  }

  @Test
  void judgesByANewRuleAtOnceAndByADeletedOneNoLonger() {
    Desk desk = new Desk();
    desk.expect(1, 2.9);
    desk.advance(2);
    desk.change(3, COVERAGE);
    desk.advance(7);
    desk.delete(8, "coverage");
    assertThat(desk.steps())
        .containsExactly("3.0 coverage PENDING", "7.0 coverage FIRED", "8.0 coverage RESOLVED");
    assertThat(desk.events.get(2).reason()).isEqualTo(Reason.RULE_DELETED);
  }

  @Test
  void stopsForADisabledRuleAndForOneThatLooksElsewhere() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9);
    desk.advance(6);
    desk.change(7, edited(COVERAGE).without(NORTH).build());
    assertThat(desk.events.get(desk.events.size() - 1).reason()).isEqualTo(Reason.RULE_EDITED);
    desk.change(8, edited(COVERAGE).version(3).build());
    desk.advance(12);
    desk.change(13, edited(COVERAGE).version(4).disabled().build());
    assertThat(desk.events.get(desk.events.size() - 1).reason()).isEqualTo(Reason.RULE_DISABLED);
    assertThat(Objects.requireNonNull(desk.file).standings()).isEmpty();
  }

  @Test
  void keepsTheHigherVersionOfARule() {
    Desk desk = new Desk(edited(COVERAGE).version(5).build());
    assertThat(desk.work.change(COVERAGE)).isNull();
  }

  @Test
  void letsOtherRulesGoOnWhenOneChanges() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9, 4);
    desk.advance(1);
    desk.change(6, THIN_PIPELINE);
    assertThat(desk.steps())
        .containsExactly("1.0 coverage PENDING", "5.0 coverage FIRED", "6.0 thin-pipeline FIRED");
  }

  @Test
  void closesWhatIsOpenWhenTheScopeIsWithdrawnAndLeavesNothing() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9);
    desk.advance(6);
    desk.withdraw(8);
    desk.advance(7.9);
    assertThat(desk.steps()).hasSize(2);
    desk.advance(8);
    assertThat(desk.steps()).last().isEqualTo("8.0 coverage RESOLVED");
    assertThat(desk.file).isNull();
  }

  @Test
  void forgetsAScopeADayAfterItsPeriodIsClosed() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9);
    double closes = PERIOD_HOURS + GRACE_HOURS;
    while (desk.wakesAt < closes + 24) {
      desk.advance(desk.wakesAt);
    }
    assertThat(desk.steps()).last().isEqualTo(closes + " coverage RESOLVED");
    assertThat(Objects.requireNonNull(desk.file).standings()).isEmpty();
    assertThat(desk.wakesAt).isEqualTo(closes + 24);
    assertThat(desk.expect(closes - 1, 1.0)).as("late, to be judged by nobody").isTrue();
    assertThat(desk.expect(closes, 1.0)).isFalse();
    desk.advance(closes + 24);
    assertThat(desk.file).isNull();
    assertThat(desk.expect(closes + 30, 1.0)).isFalse();
    assertThat(desk.steps()).hasSize(3);
  }

  @Test
  void obeysACommandAtItsTimeEvenIfItCameBeforeTheFigures() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9);
    desk.advance(6);
    String incidentId = desk.events.get(0).incident().incidentId();

    Desk replayed = new Desk(COVERAGE);
    replayed.ask(7, Command.Kind.ACK, incidentId);
    replayed.expect(1, 2.9);
    replayed.advance(10);
    assertThat(replayed.steps())
        .containsExactly("1.0 coverage PENDING", "5.0 coverage FIRED", "7.0 coverage ACKNOWLEDGED");
    assertThat(replayed.answers).containsExactly(new Command.Answer("ACK@7.0", null));
  }

  @Test
  void refusesACommandForAnIncidentThatItDoesNotKnowAndKeepsNothingOfIt() {
    Desk desk = new Desk(COVERAGE);
    desk.ask(3, Command.Kind.RESOLVE, "0123");
    assertThat(desk.wakesAt).isEqualTo(3);
    desk.advance(3);
    assertThat(desk.answers)
        .containsExactly(
            new Command.Answer(
                "RESOLVE@3.0", "the incident 0123 is unknown here: it never was, or it has ended"));
    assertThat(desk.file).isNull();
  }

  @Test
  void refusesACommandThatComesAfterThePeriodHasBeenForgotten() {
    Desk desk = new Desk(COVERAGE);
    desk.expect(1, 2.9);
    desk.ask(PERIOD_HOURS + 100, Command.Kind.ACK, "0123");
    desk.advance(PERIOD_HOURS + 50);
    assertThat(Objects.requireNonNull(desk.file).standings()).isEmpty();
    assertThat(desk.file.last()).isNull();
    desk.advance(desk.wakesAt);
    assertThat(desk.answers).hasSize(1);
    assertThat(desk.file).isNull();
  }

  @Test
  void keepsNothingOfCountsAndCommandsAfterThePeriod() {
    AlertRule counting =
        edited(COVERAGE)
            .noLevels()
            .warning(3.0, 3.3, Duration.ZERO)
            .when(2, 3)
            .minObservations(2)
            .remindEvery(Duration.ofDays(7))
            .build();
    Desk desk = new Desk(counting);
    desk.expect(1, 2.9);
    desk.expect(2, 2.9);
    desk.expect(2.5, 2.9);
    desk.advance(2.5);
    desk.ask(3, Command.Kind.RESOLVE, desk.events.get(0).incident().incidentId());
    desk.advance(4);
    assertThat(Objects.requireNonNull(desk.file).standings().get("coverage"))
        .isEqualTo(new Standing(null, new Tally(3, Map.of(), Severity.WARNING)));
    desk.advance(PERIOD_HOURS + GRACE_HOURS);
    assertThat(Objects.requireNonNull(desk.file).standings()).isEmpty();
    desk.advance(PERIOD_HOURS + GRACE_HOURS + 24);
    assertThat(desk.file).isNull();
  }

  @Test
  void marksWhatIsSilencedAndRemindsWhenASilenceIsEndedEarly() {
    Desk desk = new Desk(COVERAGE);
    Silence.Matcher all = new Silence.Matcher(null, ScopeType.UNIT, null);
    desk.expect(1, 2.9);
    desk.advance(1);
    desk.silence(2, new Silence(all, micros(2), micros(100)));
    desk.advance(6);
    assertThat(desk.events.get(1).suppressedBy()).containsExactly(Suppression.SILENCE);
    desk.endSilence(9);
    assertThat(desk.steps()).last().isEqualTo("9.0 coverage REMINDED");
    assertThat(desk.events.get(2).suppressedBy()).isEmpty();
  }

  @Test
  void comparesWithAnEarlierMidnightAndRecoversWhenThatMovesOn() {
    Desk desk = new Desk(FALL);
    desk.expect(-10, 4.0);
    desk.expect(60, 3.0);
    desk.advance(60);
    assertThat(desk.steps()).containsExactly("60.0 fall PENDING");
    assertThat(desk.wakesAt).isEqualTo(61);
    desk.advance(61);
    IncidentEvent fired = desk.events.get(1);
    assertThat(fired.value()).isEqualTo(-0.25);
    assertThat(fired.baseline()).isEqualTo(new Baseline(4.0, micros(0)));
    assertThat(fired.summary())
        .isEqualTo(
            "The change over 2 days in coverage of Northern Europe for 2026-Q1 fell from 0 % to"
                + " -25 % and has been below the warning line of -20 % for 1 hour: 3.0× now against 4.0× 2 days"
                + " before.");
    assertThat(desk.wakesAt).as("3.0 held at the midnight of hour 72").isEqualTo(72 + 48);
    desk.advance(119);
    desk.advance(120);
    assertThat(desk.steps()).last().isEqualTo("120.0 fall RESOLVED");
    assertThat(desk.events.get(2).baseline()).isEqualTo(new Baseline(3.0, micros(72)));
  }

  @Test
  void judgesNoChangeBeforeThereIsAnythingToCompareWith() {
    Desk desk = new Desk(FALL);
    desk.expect(30, 4.0);
    desk.expect(60, 1.0);
    desk.advance(95);
    assertThat(desk.events).as("4.0 was not known before the midnight of hour 48").isEmpty();
    desk.advance(96);
    assertThat(desk.steps()).containsExactly("96.0 fall PENDING");
  }

  @Test
  void opensByTheBaselineAloneAtItsMoment() {
    Desk desk = new Desk(SUDDEN_FALL);
    desk.expect(0.5, 3.0);
    desk.expect(1.5, 4.0);
    desk.expect(1.9, 3.0);
    desk.expect(2.5, 4.0);
    desk.expect(3.5, 3.0);
    desk.advance(20);
    assertThat(desk.steps()).containsExactly("6.0 sudden-fall FIRED", "7.0 sudden-fall RESOLVED");
  }

  @Test
  void beginsToKeepValuesWhenARuleThatLooksBackComes() {
    Desk desk = new Desk();
    desk.expect(1, 4.0);
    desk.advance(2);
    assertThat(Objects.requireNonNull(desk.file).history()).isEqualTo(History.EMPTY);
    desk.change(10.5, SUDDEN_FALL);
    desk.expect(11.5, 3.0);
    desk.advance(13.9);
    assertThat(desk.events).isEmpty();
    desk.advance(14);
    assertThat(desk.steps()).containsExactly("14.0 sudden-fall FIRED");
    desk.delete(14.5, "sudden-fall");
    assertThat(Objects.requireNonNull(desk.file).history()).isEqualTo(History.EMPTY);
  }

  @Test
  void movesOnToTheBaselineOfAnEditedRuleAtTheEdit() {
    AlertRule overThreeDays = edited(FALL).changeOverDays(3).build();
    Desk desk = new Desk(FALL);
    desk.expect(-30, 4.5);
    desk.expect(-10, 4.0);
    desk.expect(49, 3.5);
    desk.advance(50);
    assertThat(desk.events).isEmpty();
    desk.change(51, overThreeDays);
    assertThat(desk.steps()).as("4.5 was forgotten").isEmpty();
    desk.advance(72);
    desk.expect(73, 3.0);
    desk.advance(73);
    assertThat(desk.steps()).containsExactly("73.0 fall PENDING");
    assertThat(desk.events.get(0).baseline()).isEqualTo(new Baseline(4.0, micros(0)));
  }

  @Test
  void judgesAnEditByWhatHoldsAtItsMoment() {
    Desk desk = new Desk(FALL);
    desk.expect(-10, 4.0);
    desk.expect(60, 3.0);
    desk.advance(100);
    assertThat(desk.steps()).last().isEqualTo("61.0 fall FIRED");
    desk.change(120, edited(FALL).keepFiringFor(Duration.ofHours(2)).build());
    desk.advance(130);
    assertThat(desk.steps().subList(2, 4))
        .containsExactly("120.0 fall RECOVERING", "122.0 fall RESOLVED");
  }

  @Test
  void forgetsWhatWasWhenTheScopeIsWithdrawn() {
    Desk desk = new Desk(SUDDEN_FALL);
    desk.expect(1, 4.0);
    desk.advance(2);
    desk.withdraw(3);
    desk.expect(4, 3.0);
    desk.advance(10);
    assertThat(desk.events).isEmpty();
  }

  @Test
  void countsFiguresAndNotThatTheyAreComparedWithOthers() {
    Desk desk = new Desk(edited(SUDDEN_FALL).when(1, 2).minObservations(2).build());
    desk.expect(1.5, 4.0);
    desk.expect(4.5, 3.0);
    desk.advance(5.4);
    assertThat(desk.events).as("4.0 held at hour 2, but nothing was counted").isEmpty();
    desk.expect(5.5, 3.0);
    desk.advance(5.5);
    assertThat(desk.events).as("the first of two that it waits for").isEmpty();
    desk.expect(5.6, 3.0);
    desk.advance(5.6);
    assertThat(desk.events).hasSize(1);
    assertThat(desk.events.get(0).reason()).isEqualTo(Reason.M_OF_N);
  }

  @Test
  void tellsMaterialChangesOfTheChange() {
    Desk desk = new Desk(edited(FALL).tellChangesOf(0.2, null).build());
    desk.expect(-10, 4.0);
    desk.expect(50, 3.0);
    desk.expect(52, 2.4);
    desk.expect(53, 2.0);
    desk.advance(60);
    assertThat(desk.steps())
        .containsExactly("50.0 fall PENDING", "51.0 fall FIRED", "53.0 fall UPDATED");
    assertThat(desk.events.get(2).value()).isEqualTo(-0.5);
  }

  @Test
  void timesABreachAnewWhenTheRuleComparesInAnotherWay() {
    Desk desk = new Desk(FALL);
    desk.expect(-10, 4.0);
    desk.expect(60, 3.0);
    desk.advance(60.25);
    desk.change(60.5, edited(FALL).differenceOverDays(2).build());
    desk.advance(61.4);
    assertThat(desk.steps()).containsExactly("60.0 fall PENDING");
    desk.advance(61.5);
    assertThat(desk.steps()).last().isEqualTo("61.5 fall FIRED");
    assertThat(desk.events.get(1).value()).isEqualTo(-1.0);
    assertThat(desk.events.get(1).incident().valueBefore()).as("was a share").isNull();
  }

  @Test
  void resolvesNothingByOldFiguresThatAreComparedWithOthers() {
    Desk desk = new Desk(edited(FALL).staleAfter(Duration.ofHours(10)).build());
    desk.expect(-10, 4.0);
    desk.expect(60, 3.0);
    desk.advance(130);
    assertThat(desk.steps())
        .containsExactly("60.0 fall PENDING", "61.0 fall FIRED", "70.0 fall UPDATED");
    assertThat(desk.events.get(2).reason()).isEqualTo(Reason.DATA_STALE);
  }

  @Test
  void judgesThePaceOfEarlierPeriods() {
    AlertRule pace =
        rule("pace")
            .below(Metric.BOOKED_AMOUNT)
            .pacing()
            .warning(-0.2, -0.1, Duration.ZERO)
            .build();
    Story story =
        Story.of(pace)
            .observed(
                1,
                figures(NORTH)
                    .with(Metric.BOOKED_AMOUNT, 500_000)
                    .pace(Metric.BOOKED_AMOUNT, 800_000, 8));
    assertThat(story.lastEvent().value()).isEqualTo(-0.375);
    assertThat(story.lastEvent().baseline()).isEqualTo(new Baseline(800_000, null));
    assertThat(story.lastEvent().summary())
        .isEqualTo(
            "The gap to earlier periods in booked business of Northern Europe for 2026-Q1 is"
                + " -38 %, below the warning line of -20 %: EUR 500 k now against EUR 800 k, the"
                + " median of earlier periods at this point.");
  }

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  /** A happening on the desk: figures, or a version of a rule. */
  private record Entry(double hours, double coverage, @Nullable AlertRule rule) {}

  private static List<Entry> anyEntries(Random random) {
    TreeSet<Integer> times = new TreeSet<>();
    while (times.size() < 60) {
      times.add(random.nextInt(400) + 1);
    }
    List<Entry> entries = new ArrayList<>();
    int version = 1;
    for (int time : times) {
      boolean edit = random.nextInt(6) == 0;
      version++;
      entries.add(
          new Entry(time, 2 + random.nextInt(5) * 0.5, edit ? anyVersion(random, version) : null));
    }
    return entries;
  }

  private static AlertRule anyVersion(Random random, int version) {
    boolean looksBack = random.nextBoolean();
    double fire = looksBack ? -0.3 + random.nextInt(3) * 0.1 : 2.5 + random.nextInt(3) * 0.5;
    var any =
        rule(looksBack ? "fall" : "coverage")
            .version(version)
            .below(Metric.COVERAGE_TO_GO)
            .warning(fire, fire + (looksBack ? 0.1 : 0.5), Duration.ofHours(random.nextInt(4)))
            .keepFiringFor(Duration.ofHours(random.nextInt(3)))
            .cooldown(Duration.ofHours(random.nextInt(3) * 4L))
            .minObservations(random.nextInt(4))
            .tellChangesOf(looksBack ? 0.05 : 0.5, null);
    if (random.nextBoolean()) {
      any.remindEvery(Duration.ofHours(random.nextInt(9) + 1));
    }
    if (random.nextInt(4) == 0) {
      any.staleAfter(Duration.ofHours(random.nextInt(10) + 5));
    }
    if (looksBack && random.nextBoolean()) {
      any.changeOverHours(random.nextInt(20) + 1);
    } else if (looksBack) {
      any.changeOverDays(random.nextInt(4) + 1);
    }
    if (!looksBack && random.nextInt(3) == 0) {
      any.critical(fire - 1, fire - 0.5, Duration.ofHours(random.nextInt(4)));
    }
    if (random.nextInt(5) == 0) {
      any.disabled();
    }
    if (random.nextInt(5) == 0) {
      any.shadow();
    }
    return any.build();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsInTheSameEventsHoweverFiguresTimersAndEditsInterleave(int seed) {
    List<Entry> entries = anyEntries(new Random(seed));

    Desk live = new Desk(COVERAGE, FALL, SUDDEN_FALL);
    for (Entry entry : entries) {
      while (live.wakesAt < entry.hours()) {
        live.advance(live.wakesAt);
      }
      handle(live, entry);
      live.advance(entry.hours());
    }
    live.advance(500);

    Random random = new Random(seed);
    Desk replayed = new Desk(COVERAGE, FALL, SUDDEN_FALL);
    int read = 0;
    for (int i = 0; i < entries.size(); i++) {
      // A replay reads figures far ahead of time; edits are held back until their time comes.
      int ahead = Math.min(entries.size(), i + 1 + random.nextInt(10));
      for (; read < ahead; read++) {
        Entry entry = entries.get(read);
        if (entry.rule() == null) {
          replayed.expect(entry.hours(), entry.coverage());
          replayed.expect(entry.hours(), 99);
        }
      }
      Entry entry = entries.get(i);
      if (entry.rule() != null) {
        replayed.advance(entry.hours() - 0.001);
        handle(replayed, entry);
      } else if (random.nextBoolean()) {
        replayed.advance(entry.hours() + random.nextInt(2) * 0.5);
      }
    }
    replayed.advance(500);
    assertThat(replayed.events).isEqualTo(live.events);
  }

  private static void handle(Desk desk, Entry entry) {
    if (entry.rule() != null) {
      desk.change(entry.hours(), entry.rule());
    } else {
      desk.expect(entry.hours(), entry.coverage());
    }
  }
}
