package io.pipelinemonitor.jobs.domain.backtest;

import static io.pipelinemonitor.jobs.domain.backtest.Trial.NORTH;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.Q2;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.SOUTH;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.days;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.incident;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleDifferenceTest {

  @Test
  void matchesIncidentsThatWereOpenTogether() {
    RuleDifference difference =
        only(
            List.of(
                incident("coverage", NORTH, "01-10", "01-20"),
                incident("coverage", SOUTH, "02-10", null)),
            List.of(
                incident("coverage", NORTH, "01-15", "01-25"),
                incident("coverage", SOUTH, "02-07", "02-28")));

    assertThat(difference.onlyFirst()).isEmpty();
    assertThat(difference.onlySecond()).isEmpty();
    assertThat(difference.inBoth())
        .extracting(RuleDifference.Pair::earlierMicros)
        .containsExactly(days(5), days(-3));
  }

  @Test
  void keepsApartWhatWasOpenAtDifferentTimesOrIsOfAnotherScopeOrPeriod() {
    PastIncident early = incident("coverage", NORTH, "01-10", "01-20");
    PastIncident late = incident("coverage", NORTH, "01-21", "01-25");
    PastIncident elsewhere = incident("coverage", SOUTH, "01-10", "01-20");
    PastIncident next = incident("coverage", NORTH, Q2, "01-10", "01-20");

    RuleDifference difference = only(List.of(early, elsewhere), List.of(late, next));

    assertThat(difference.onlyFirst()).containsExactly(early, elsewhere);
    assertThat(difference.onlySecond()).containsExactly(late, next);
    assertThat(difference.inBoth()).isEmpty();
  }

  @Test
  void matchesEachIncidentOnce() {
    PastIncident whole = incident("coverage", NORTH, "01-10", "02-20");
    PastIncident part = incident("coverage", NORTH, "01-15", "01-20");
    PastIncident rest = incident("coverage", NORTH, "02-01", "02-10");

    RuleDifference difference = only(List.of(whole), List.of(part, rest));

    assertThat(difference.inBoth()).containsExactly(new RuleDifference.Pair(whole, part));
    assertThat(difference.onlySecond()).containsExactly(rest);
  }

  @Test
  void comparesRulesOfTheSameNameAlone() {
    List<RuleDifference> differences =
        RuleDifference.between(
            List.of(incident("coverage", NORTH, "01-10", "01-20")),
            List.of(incident("attainment", NORTH, "01-10", "01-20")));

    assertThat(differences)
        .extracting(RuleDifference::ruleId)
        .containsExactly("attainment", "coverage");
    assertThat(differences.get(0).onlySecond()).hasSize(1);
    assertThat(differences.get(1).onlyFirst()).hasSize(1);
  }

  private static RuleDifference only(List<PastIncident> first, List<PastIncident> second) {
    List<RuleDifference> differences = RuleDifference.between(first, second);
    assertThat(differences).hasSize(1);
    return differences.get(0);
  }
}
