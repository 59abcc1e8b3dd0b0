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

  /** Figures, a null for none, NaN for attained. */
  private record Figure(double hours, double value) {}

  private static final double MISSING = -1;
  private static final double ATTAINED = -2;

  private static AlertRule anyRule(Random random) {
    return rule("r")
        .below(Metric.COVERAGE_TO_GO)
        .info(4, 4.5, hours(random, 6))
        .warning(3, 3.5, hours(random, 6))
        .critical(2, 2.5, hours(random, 6))
        .keepFiringFor(hours(random, 4))
        .cooldown(hours(random, 12))
        .active(random.nextInt(3) * 10, 100 - random.nextInt(3) * 10)
        .build();
  }

  /** Half of them none. */
  private static Duration hours(Random random, int most) {
    return random.nextBoolean() ? Duration.ZERO : Duration.ofHours(random.nextInt(most) + 1);
  }

  private static List<Figure> anyFigures(Random random) {
    List<Figure> figures = new ArrayList<>();
    double at = random.nextInt(1200);
    while (at < END && figures.size() < 120) {
      int kind = random.nextInt(12);
      double value = kind == 0 ? MISSING : kind == 1 ? ATTAINED : 1.5 + random.nextInt(8) * 0.5;
      figures.add(new Figure(at, value));
      at += random.nextInt(10) == 0 ? random.nextInt(400) + 1 : random.nextInt(5) + 1;
    }
    return figures;
  }

  private static Story tell(Story story, Figure figure) {
    if (figure.value() == MISSING) {
      return story.withoutValueAt(figure.hours());
    }
    return figure.value() == ATTAINED
        ? story.attainedAt(figure.hours())
        : story.at(figure.hours(), figure.value());
  }

  private static Story withoutTimers(AlertRule rule, List<Figure> figures) {
    Story story = Story.of(rule);
    figures.forEach(figure -> tell(story, figure));
    return story.timePassesTo(END + 100);
  }

  private static Story withTimersOnTime(AlertRule rule, List<Figure> figures) {
    Story story = Story.of(rule);
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
    Story story = Story.of(rule);
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
    assertThat(withTimersAtAnyTime(rule, figures, random).events()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void tellsACompleteAndOrderlyStory(int seed) {
    Random random = new Random(seed);
    AlertRule rule = anyRule(random);
    Story story = withTimersOnTime(rule, anyFigures(random));
    assertThat(story.incident()).as("nothing is kept after the period").isNull();
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
      assertThat(event.state() == IncidentState.FIRING || event.state() == event.previousState())
          .as("only a step between levels stays in its state")
          .isEqualTo(event.state() == IncidentState.FIRING);
      assertThat(event.summary()).endsWith(".");
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
