package io.pipelinemonitor.jobs.domain.incident;

import static io.pipelinemonitor.jobs.domain.incident.Story.CALENDAR;
import static io.pipelinemonitor.jobs.domain.incident.Story.NORTH;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD;
import static io.pipelinemonitor.jobs.domain.incident.Story.PERIOD_HOURS;
import static io.pipelinemonitor.jobs.domain.incident.Story.micros;
import static io.pipelinemonitor.jobs.domain.rules.Observations.figures;
import static io.pipelinemonitor.jobs.domain.rules.Rules.edited;
import static io.pipelinemonitor.jobs.domain.rules.Rules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.drift.DriftLook;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Materiality;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Observations;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.RulePeriod;
import io.pipelinemonitor.jobs.domain.rules.Rules;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Deciding few rules comes to the same as deciding every rule each time: any rules, figures, edits,
 * silences and commands, timers on time or late, and restarts in between. Each seed is one story.
 */
class CaseWorkPropertyTest {

  private static final long GRACE = micros(24) - micros(0);

  /** Open incidents are closed by then, but what is kept has not been forgotten yet. */
  private static final double LAST_HOUR = PERIOD_HOURS + 40;

  private static final Scope SOUTH = Scope.unit("south");
  private static final List<Metric> METRICS =
      List.of(Metric.COVERAGE_TO_GO, Metric.OPEN_COUNT, Metric.OPEN_AMOUNT);

  private final CaseWork work = new CaseWork(CALENDAR, GRACE, new RuleBook());
  private DriftLooks looks = DriftLooks.NONE;
  private EveryRule expected = new EveryRule(NORTH, GRACE, looks);
  private final List<IncidentEvent> events = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final Map<String, AlertRule> inForce = new TreeMap<>();
  private final List<Silence> silences = new ArrayList<>();
  private @Nullable CaseFile file;
  private long wakesAt = Long.MAX_VALUE;

  static IntStream seeds() {
    return IntStream.range(0, 600);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decidingFewRulesIsDecidingEveryRule(int seed) {
    Random random = new Random(seed);
    looks = anyLooks(random);
    expected = new EveryRule(NORTH, GRACE, looks);
    for (int number = 0; number < 12; number++) {
      AlertRule rule = anyRule(random, "r" + number).build();
      work.change(rule);
      inForce.put(rule.ruleId(), rule);
      expected.edit(rule.ruleId(), rule, Long.MIN_VALUE);
    }
    double hours = random.nextInt(1800) - 60;
    for (int step = 0; step < 120; step++) {
      double next =
          hours + (random.nextInt(12) == 0 ? random.nextInt(200) : random.nextInt(5) * 0.5);
      if (next > LAST_HOUR) {
        break;
      }
      hours = next;
      long at = micros(hours);
      boolean onTime = random.nextInt(4) != 0;
      while (onTime && wakesAt < at) {
        advance(wakesAt);
      }
      happen(random, step, at);
      if (random.nextInt(20) == 0) {
        restart();
      }
    }
    long end = micros(hours + 1);
    advance(end);
    expected.timePassesTo(end);

    assertThat(byRule(events)).isEqualTo(byRule(expected.events()));
    assertThat(refusals).isEqualTo(expected.refusals());
    assertThat(file == null ? Map.of() : file.standings()).isEqualTo(expected.standings());
    assertThat(file == null || file.last() == null || file.history().equals(expected.history()))
        .isTrue();
    while (wakesAt < Long.MAX_VALUE) {
      advance(wakesAt);
    }
    assertThat(file).as("what is kept ends").isNull();
  }

  private void happen(Random random, int step, long at) {
    int kind = random.nextInt(30);
    if (kind == 0) {
      edit(random, at);
    } else if (kind == 1) {
      silence(random, step, at);
    } else if (kind < 4) {
      ask(random, step, at);
    } else if (kind < 7) {
      advance(at);
      expected.timePassesTo(at);
    } else if (at < micros(PERIOD_HOURS + 24) && isNew(at)) {
      Observation observation = anyFigures(random).asOf(at).build();
      keep(Objects.requireNonNull(work.expect(file, PERIOD, observation)));
      advance(at);
      expected.observe(observation, at);
      expected.timePassesTo(at);
    }
  }

  private boolean isNew(long at) {
    Observation last = file == null ? null : file.last();
    return last == null || at > last.asOf();
  }

  private void edit(Random random, long at) {
    if (file != null) {
      advance(at - 1);
      expected.timePassesTo(at - 1);
    }
    String ruleId = "r" + random.nextInt(14);
    AlertRule before = inForce.get(ruleId);
    AlertRule after = null;
    if (before == null || random.nextInt(4) != 0) {
      after = before == null ? anyRule(random, ruleId).build() : anyEdit(random, before);
      inForce.put(ruleId, after);
    } else {
      inForce.remove(ruleId);
    }
    RuleChange change = after == null ? work.delete(ruleId) : work.change(after);
    if (file != null) {
      keep(work.applyRules(file, looks, List.of(Objects.requireNonNull(change)), at));
    }
    work.forgetSilencesBefore(at);
    expected.edit(ruleId, after, file == null ? Long.MIN_VALUE : at);
  }

  private void silence(Random random, int step, long at) {
    if (file == null) {
      return;
    }
    advance(at - 1);
    expected.timePassesTo(at - 1);
    Silence.Matcher matcher =
        random.nextBoolean()
            ? new Silence.Matcher(null, ScopeType.UNIT, null)
            : new Silence.Matcher("r" + random.nextInt(14), null, null);
    Silence silence = new Silence(matcher, at, at + micros(random.nextInt(40) + 1) - micros(0));
    work.silence("s" + step, silence);
    silences.add(silence);
    keep(work.applyRules(Objects.requireNonNull(file), looks, List.of(), at));
    work.forgetSilencesBefore(at);
    expected.silences(List.copyOf(silences), at);
  }

  private void ask(Random random, int step, long at) {
    if (events.isEmpty()) {
      return;
    }
    String incidentId =
        events
            .get(events.size() - 1 - random.nextInt(Math.min(5, events.size())))
            .incident()
            .incidentId();
    Command.Kind kind = Command.Kind.values()[random.nextInt(Command.Kind.values().length)];
    Long until = kind == Command.Kind.SNOOZE ? (Long) (at + micros(7) - micros(0)) : null;
    Command command = new Command("c" + step, incidentId, kind, "Ann", until, null);
    keep(work.expect(file, NORTH, PERIOD, new Command.Timed(command, at)));
    advance(at);
    expected.ask(command, at);
    expected.timePassesTo(at);
  }

  private void advance(long at) {
    if (file != null) {
      keep(work.advance(file, looks, at));
    }
  }

  private void keep(CaseFile.Outcome outcome) {
    file = outcome.file();
    events.addAll(outcome.events());
    for (Command.Answer answer : outcome.answers()) {
      String refusal = answer.refusal();
      if (refusal != null) {
        refusals.add(refusal.replaceFirst("the incident \\w+ ", ""));
      }
    }
    wakesAt = file == null ? Long.MAX_VALUE : outcome.wakeAt();
  }

  /** Of the file, only what is written to a checkpoint comes back. */
  private void restart() {
    if (file != null) {
      file =
          new CaseFile(
              file.scope(),
              file.period(),
              file.last(),
              file.decidedTo(),
              file.toCome(),
              file.goneAt(),
              new HashMap<>(file.standings()),
              file.commands(),
              file.history());
    }
  }

  /** A walk with long steps, of which some midnights are missing. */
  private static DriftLooks anyLooks(Random random) {
    List<DriftLook> looks = new ArrayList<>();
    long projected = 1_000_00;
    for (long day = PERIOD.startDay(); day <= PERIOD.endDay(); day++) {
      double innovation = looks.isEmpty() ? 0 : random.nextInt(7) - 3;
      if (looks.isEmpty() || random.nextInt(10) != 0) {
        projected += Math.round(innovation * 20_00);
        looks.add(
            new DriftLook(day, CALENDAR.startOfDay(day), projected, 1_000_00, 50_00, innovation));
      }
    }
    return random.nextInt(10) == 0 ? DriftLooks.NONE : new DriftLooks(looks);
  }

  private static Map<String, List<IncidentEvent>> byRule(List<IncidentEvent> events) {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> event.rule().ruleId(), TreeMap::new, Collectors.toList()));
  }

  private static Rules anyRule(Random random, String ruleId) {
    Rules any = rule(ruleId);
    Metric metric = METRICS.get(random.nextInt(METRICS.size()));
    boolean below = random.nextInt(3) != 0;
    any = below ? any.below(metric) : any.above(metric);
    double worse = below ? -1 : 1;
    double fire = 3 + random.nextInt(5) * 0.5;
    switch (random.nextInt(7)) {
      case 0 -> {
        any.changeOverDays(random.nextInt(3) + 1);
        fire = worse * 0.1 * (random.nextInt(3) + 1);
      }
      case 1 -> {
        any.changeOverHours(random.nextInt(6) + 1);
        fire = worse * 0.1 * (random.nextInt(3) + 1);
      }
      case 2 -> {
        any.pacing();
        fire = worse * 0.1 * (random.nextInt(3) + 1);
      }
      case 3 -> {
        worse = 1;
        fire = 2 + random.nextInt(3);
        Materiality least = random.nextBoolean() ? null : new Materiality(null, 5.0);
        any.drift(fire, fire - fire / 8, least).noLevels();
      }
      default -> {}
    }
    double gap = Math.abs(fire) / 8;
    boolean counts = random.nextInt(6) == 0;
    int most = counts ? 0 : 6;
    any.warning(fire, fire - worse * gap, lasting(random, most));
    if (random.nextBoolean()) {
      any.critical(fire + worse * 2 * gap, fire + worse * gap, lasting(random, most));
    }
    if (counts) {
      int n = random.nextInt(4) + 1;
      any.when(random.nextInt(n) + 1, n);
    }
    if (random.nextInt(8) == 0) {
      any.minObservations(random.nextInt(5));
    }
    if (random.nextInt(4) == 0) {
      any.staleAfter(Duration.ofHours(random.nextInt(60) + 1));
    }
    if (random.nextInt(4) == 0) {
      any.remindEvery(Duration.ofHours(random.nextInt(30) + 1));
    }
    if (random.nextInt(3) == 0) {
      any.tellChangesOf(random.nextBoolean() ? 0.5 : null, 20.0);
    }
    if (random.nextInt(4) == 0) {
      any.minQuota(1_000_00L);
    }
    if (random.nextInt(6) == 0) {
      any.minOpenAmount(2_000_00L);
    }
    return anyScope(random, any)
        .periods(
            random.nextInt(4) == 0
                ? new RulePeriod[] {RulePeriod.CURRENT, RulePeriod.NEXT}
                : new RulePeriod[] {random.nextInt(5) == 0 ? RulePeriod.NEXT : RulePeriod.CURRENT})
        .keepFiringFor(lasting(random, 4))
        .cooldown(lasting(random, 12))
        .active(random.nextInt(3) * 10, 100 - random.nextInt(3) * 10);
  }

  private static Rules anyScope(Random random, Rules any) {
    return switch (random.nextInt(8)) {
      case 0 -> any.types(ScopeType.REP);
      case 1, 2 -> any.types(ScopeType.UNIT).only(NORTH, SOUTH);
      case 3 -> any.types(ScopeType.UNIT).only(SOUTH);
      case 4 -> random.nextInt(4) == 0 ? any.without(NORTH) : any.without(SOUTH);
      case 5 -> any.types(ScopeType.UNIT, ScopeType.COMPANY);
      default -> any;
    };
  }

  private static AlertRule anyEdit(Random random, AlertRule before) {
    AlertRule other = anyRule(random, before.ruleId()).version(before.version() + 1).build();
    return switch (random.nextInt(5)) {
      case 0 -> edited(before).disabled().build();
      case 1 -> edited(before).shadow().build();
      case 2 -> edited(before).keepFiringFor(Duration.ofHours(2)).build();
      case 3 -> anyScope(random, edited(before).types()).build();
      default -> other;
    };
  }

  /** Half of them none. */
  private static Duration lasting(Random random, int most) {
    return most == 0 || random.nextBoolean()
        ? Duration.ZERO
        : Duration.ofHours(random.nextInt(most) + 1);
  }

  private static Observations anyFigures(Random random) {
    Observations any = figures(NORTH).open((random.nextInt(3) + 1) * 1_000_00L);
    for (Metric metric : METRICS) {
      if (random.nextInt(8) != 0) {
        any.with(metric, 2.5 + random.nextInt(8) * 0.5);
      }
      if (random.nextInt(4) != 0) {
        any.pace(metric, 2.5 + random.nextInt(4), random.nextInt(4));
      }
    }
    if (random.nextInt(8) == 0) {
      any.attained();
    }
    if (random.nextInt(6) == 0) {
      any.quota(random.nextBoolean() ? null : (Long) 10_00L);
    }
    return any;
  }
}
