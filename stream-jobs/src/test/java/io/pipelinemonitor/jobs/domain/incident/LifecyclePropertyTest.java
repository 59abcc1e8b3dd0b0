package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD_HOURS;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every sequence of figures, times and rules; each seed is one of them. */
class LifecyclePropertyTest {

  private static final double END = PERIOD_HOURS + 48;

  static IntStream seeds() {
    return IntStream.range(0, 400);
  }

  /** Figures, or what somebody asks. */
  private record Figure(double hours, double value) {}

  private static final double MISSING = -1;
  private static final double ATTAINED = -2;
  private static final double ACKNOWLEDGED = -3;
  private static final double SNOOZED = -4;
  private static final double UNSNOOZED = -5;
  private static final double RESOLVED = -6;

  private static AlertRule anyRule(Random random) {
    boolean counts = random.nextInt(3) == 0;
    int most = counts ? 0 : 6;
    var any =
        rule("r")
            .below(Metric.COVERAGE_TO_GO)
            .info(4, 4.5, hours(random, most))
            .warning(3, 3.5, hours(random, most))
            .critical(2, 2.5, hours(random, most))
            .minObservations(random.nextInt(2) * random.nextInt(5));
    if (counts) {
      int n = random.nextInt(4) + 1;
      any.when(random.nextInt(n) + 1, n);
    }
    if (random.nextBoolean()) {
      any.staleAfter(Duration.ofHours(random.nextInt(60) + 3));
    }
    if (random.nextBoolean()) {
      any.remindEvery(Duration.ofHours(random.nextInt(30) + 1));
    }
    if (random.nextBoolean()) {
      any.tellChangesOf(0.5 + random.nextInt(3) * 0.5, 20.0);
    }
    return any.keepFiringFor(hours(random, 4))
        .cooldown(hours(random, 12))
        .active(random.nextInt(3) * 10, 100 - random.nextInt(3) * 10)
        .build();
  }

  /** Half of them none. */
  private static Duration hours(Random random, int most) {
    return most == 0 || random.nextBoolean()
        ? Duration.ZERO
        : Duration.ofHours(random.nextInt(most) + 1);
  }

  private static List<Figure> anyFigures(Random random) {
    List<Figure> figures = new ArrayList<>();
    double at = random.nextInt(1200);
    while (at < END && figures.size() < 120) {
      int kind = random.nextInt(18);
      double value = kind < 6 ? -1 - kind : 1.5 + random.nextInt(8) * 0.5;
      figures.add(new Figure(at, value));
      at += random.nextInt(10) == 0 ? random.nextInt(400) + 1 : random.nextInt(5) + 1;
    }
    return figures;
  }

  private static Story tell(Story story, Figure figure) {
    double hours = figure.hours();
    if (figure.value() == MISSING) {
      return story.withoutValueAt(hours);
    } else if (figure.value() == ATTAINED) {
      return story.attainedAt(hours);
    } else if (figure.value() == ACKNOWLEDGED) {
      return story.acknowledged(hours);
    } else if (figure.value() == SNOOZED) {
      return story.snoozed(hours, hours + 7);
    } else if (figure.value() == UNSNOOZED) {
      return story.unsnoozed(hours);
    } else if (figure.value() == RESOLVED) {
      return story.resolved(hours);
    }
    return story.at(hours, figure.value());
  }

  /** Every other hundred hours. */
  private static Story silenced(Story story) {
    List<Silence> silences = new ArrayList<>();
    for (int hour = 0; hour < END; hour += 200) {
      Silence.Matcher all = new Silence.Matcher("r", null, null);
      silences.add(new Silence(all, Story.micros(hour), Story.micros(hour + 100)));
    }
    return story.silences(silences.toArray(new Silence[0]));
  }

  private static Story withoutTimers(AlertRule rule, List<Figure> figures) {
    Story story = silenced(Story.of(rule));
    figures.forEach(figure -> tell(story, figure));
    return story.timePassesTo(END + 100);
  }

  private static Story withTimersOnTime(AlertRule rule, List<Figure> figures) {
    Story story = silenced(Story.of(rule));
    for (Figure figure : figures) {
      while (story.wakesAt() < figure.hours()) {
        story.timePassesTo(story.wakesAt());
      }
      tell(story, figure);
    }
    while (story.wakesAt() < END + 100) {
      story.timePassesTo(story.wakesAt());
    }
    return story;
  }

  private static Story withTimersAtAnyTime(AlertRule rule, List<Figure> figures, Random random) {
    TreeSet<Double> times = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      times.add((double) random.nextInt((int) END));
    }
    Story story = silenced(Story.of(rule));
    for (Figure figure : figures) {
      while (!times.isEmpty() && times.first() <= figure.hours()) {
        double time = times.first();
        times.remove(time);
        story.timePassesTo(time);
      }
      tell(story, figure);
    }
    return story.timePassesTo(END + 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void makesNoDifferenceWhenTimersComeOrWhetherTheyDo(int seed) {
    Random random = new Random(seed);
    AlertRule rule = anyRule(random);
    List<Figure> figures = anyFigures(random);
    List<IncidentEvent> expected = withoutTimers(rule, figures).events();
    assertThat(withTimersOnTime(rule, figures).events()).isEqualTo(expected);
    Story anyTime = withTimersAtAnyTime(rule, figures, random);
    assertThat(anyTime.events()).isEqualTo(expected);
    assertThat(anyTime.refusals()).isEqualTo(withoutTimers(rule, figures).refusals());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tellsACompleteAndOrderlyStory(int seed) {
    Random random = new Random(seed);
    AlertRule rule = anyRule(random);
    Story story = withTimersOnTime(rule, anyFigures(random));
    assertThat(story.standing()).as("nothing is kept after the period").isEqualTo(Standing.NONE);
    IncidentEvent before = null;
    for (IncidentEvent event : story.events()) {
      boolean sameIncident =
          before != null && before.incident().incidentId().equals(event.incident().incidentId());
      if (sameIncident && before != null) {
        assertThat(event.incident().sequence()).isEqualTo(before.incident().sequence() + 1);
        assertThat(event.previousState()).isEqualTo(before.state());
      } else {
        assertThat(event.incident().sequence()).isEqualTo(1);
        assertThat(event.previousState()).isEqualTo(IncidentState.OK);
        assertThat(before == null || !isOpen(before.state())).isTrue();
      }
      if (before != null) {
        assertThat(event.at()).isGreaterThanOrEqualTo(before.at());
      }
      boolean staysOpen =
          event.state() == IncidentState.FIRING || event.state() == IncidentState.RECOVERING;
      assertThat(staysOpen || event.state() != event.previousState())
          .as("only what is open tells of anything else than a new state")
          .isTrue();
      assertThat(event.summary()).endsWith(event.reason() == Reason.MANUAL ? "" : ".");
      before = event;
    }
    assertThat(before == null || !isOpen(before.state())).as("everything ends").isTrue();
  }

  private static boolean isOpen(IncidentState state) {
    return state == IncidentState.FIRING
        || state == IncidentState.RECOVERING
        || state == IncidentState.PENDING;
  }
}
