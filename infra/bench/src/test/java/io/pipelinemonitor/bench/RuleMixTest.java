package io.pipelinemonitor.bench;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RuleDirection;
import io.pipelinemonitor.schema.RuleType;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RuleMixTest {

  private static final Instant MADE_AT = Instant.parse("2026-02-02T00:00:00Z");

  private static final FiscalCalendar CALENDAR = JobSettings.of(Map.of()).policy().calendar();

  private static RuleMix mix(RuleMix.Kind kind) {
    Map<String, List<Observation>> figures = new TreeMap<>();
    for (ScopeType type : ScopeType.values()) {
      for (int number = 0; number < 8; number++) {
        Scope scope = new Scope(type, "s" + number);
        for (String period : List.of("2026-Q1", "2026-Q2")) {
          figures.put(
              scope.key(period),
              List.of(
                  observation(scope, period, 0, number),
                  observation(scope, period, 1, 2 * number)));
        }
      }
    }
    return RuleMix.of(
        kind, 1, new RuleMix.Recorded(MADE_AT, "2026-Q1", "2026-Q2", figures, CALENDAR));
  }

  private static Observation observation(Scope scope, String period, long asOf, int number) {
    return new Observation(
        scope,
        period,
        asOf,
        null,
        List.of(),
        null,
        0.3,
        "USD",
        1_000_00,
        0,
        null,
        false,
        null,
        Map.of(Metric.OPEN_AMOUNT, 1_000.0 * number, Metric.COVERAGE_FULL, 2.0 + number),
        Map.of(),
        null);
  }

  private static void forEachKind(Consumer<RuleMix.Kind> check) {
    List.of(RuleMix.Kind.values()).forEach(check);
  }

  @Test
  void makesRulesThatTheJobTakes() {
    forEachKind(RuleMixTest::requireUsable);
  }

  private static void requireUsable(RuleMix.Kind kind) {
    assertThat(mix(kind).next(400))
        .allSatisfy(
            rule ->
                assertThat(RuleReader.check(rule, "USD")).isInstanceOf(RuleCheck.Accepted.class));
  }

  @Test
  void watchesEveryUnitWithATenthAndFewScopesWithMostOfThem() {
    forEachKind(RuleMixTest::requireFewForAll);
  }

  private static void requireFewForAll(RuleMix.Kind kind) {
    List<AlertRule> rules = mix(kind).next(400);

    assertThat(rules.stream().filter(rule -> rule.getScope().getInclude().isEmpty())).hasSize(80);
    assertThat(
            rules.stream()
                .filter(rule -> rule.getScope().getInclude().isEmpty())
                .filter(
                    rule ->
                        rule.getScope()
                            .getTypes()
                            .contains(io.pipelinemonitor.schema.ScopeType.UNIT)))
        .hasSize(40);
  }

  @Test
  void addsToTheSameFewRules() {
    forEachKind(RuleMixTest::requireSameFew);
  }

  private static void requireSameFew(RuleMix.Kind kind) {
    RuleMix mix = mix(kind);
    List<AlertRule> few = mix.next(10);

    assertThat(mix(kind).next(100)).startsWith(few.toArray(new AlertRule[0]));
    assertThat(mix.next(90).get(0).getRuleId()).isEqualTo("rule-00010");
  }

  @Test
  void hasInAnyTenTypicalRulesTheSameTypes() {
    RuleMix mix = mix(RuleMix.Kind.TYPICAL);

    for (int ten = 0; ten < 20; ten++) {
      assertThat(mix.next(10).stream().collect(groupingBy(AlertRule::getType, counting())))
          .isEqualTo(Map.of(RuleType.THRESHOLD, 8L, RuleType.CHANGE, 1L, RuleType.PACING, 1L));
    }
  }

  @Test
  void drawsTheLineOfOneTypicalRuleInTwentyWhereFiguresCome() {
    List<AlertRule> forAll =
        mix(RuleMix.Kind.TYPICAL).next(2_000).stream()
            .filter(rule -> rule.getType() == RuleType.THRESHOLD)
            .filter(rule -> rule.getScope().getInclude().isEmpty())
            .toList();

    assertThat(forAll).hasSize(320);
    assertThat(forAll.stream().filter(RuleMixTest::isReached)).hasSizeBetween(10, 22);
  }

  /** Whether any scope of the test has a coverage past the line. */
  private static boolean isReached(AlertRule rule) {
    double line = rule.getLevels().get(0).getFire();
    return rule.getDirection() == RuleDirection.ABOVE ? line < 16 : line > 2;
  }

  @Test
  void letsNoOtherStepsOfIncidentsThrough() {
    Set<IncidentStep> right = Set.of(step(1), step(2));

    assertThatCode(() -> WrongIncidentsException.requireSame(10, right, new HashSet<>(right)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> WrongIncidentsException.requireSame(10, right, Set.of(step(1))))
        .hasMessageContaining("1 differ")
        .hasMessageContaining("missing");
    assertThatThrownBy(() -> WrongIncidentsException.requireSame(10, Set.of(step(1)), right))
        .hasMessageContaining("too much");
    assertThatThrownBy(() -> WrongIncidentsException.requireSame(10, Set.of(), Set.of()))
        .hasMessageContaining("no rule fired at all");
  }

  private static IncidentStep step(long sequence) {
    return new IncidentStep(
        "rule",
        Scope.unit("north"),
        "2026-Q1",
        "incident",
        sequence,
        Transition.FIRED,
        Severity.WARNING,
        sequence);
  }
}
