package io.pipelinemonitor.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.schema.AlertRule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleMixTest {

  private static final Instant MADE_AT = Instant.parse("2026-02-02T00:00:00Z");

  private static RuleMix mix() {
    Map<String, List<Observation>> figures = new TreeMap<>();
    for (ScopeType type : ScopeType.values()) {
      for (int number = 0; number < 8; number++) {
        Scope scope = new Scope(type, "s" + number);
        for (String period : List.of("2026-Q1", "2026-Q2")) {
          figures.put(scope.key(period), List.of(observation(scope, period, number)));
        }
      }
    }
    return new RuleMix(1, MADE_AT, "2026-Q1", "2026-Q2", figures);
  }

  private static Observation observation(Scope scope, String period, int number) {
    return new Observation(
        scope,
        period,
        0,
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
        Map.of(Metric.OPEN_AMOUNT, 1_000.0, Metric.COVERAGE_FULL, 2.0 + number),
        Map.of(),
        null);
  }

  @Test
  void makesRulesThatTheJobTakes() {
    assertThat(mix().next(400))
        .allSatisfy(
            rule ->
                assertThat(RuleReader.check(rule, "USD")).isInstanceOf(RuleCheck.Accepted.class));
  }

  @Test
  void watchesEveryUnitWithATenthAndFewScopesWithMostOfThem() {
    List<AlertRule> rules = mix().next(400);

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
    RuleMix mix = mix();
    List<AlertRule> few = mix.next(10);

    assertThat(mix().next(100)).startsWith(few.toArray(new AlertRule[0]));
    assertThat(mix.next(90).get(0).getRuleId()).isEqualTo("rule-00010");
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
