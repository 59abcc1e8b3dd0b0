package io.pipelinemonitor.jobs.domain.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastLearnerTest {

  private static final DealClass PROPOSAL =
      new DealClass("new-business", "proposal", DealAge.RECENT);
  private static final int NOW = 100;
  private static final ForecastLearner LEARNER =
      new ForecastLearner(
          LearningPolicy.forPeriodsOf(3),
          List.of(new StageProbability("new-business", "proposal", 0.6)));

  @Test
  void withoutOutcomesTheProjectionIsTheStageWeightedPipeline() {
    ModelParameters parameters = company(new ScopeOutcomes());

    Projection projection =
        Projection.of(500_00, List.of(new OpenSums(PROPOSAL, 2, 1_000_00, 50_000)), parameters, 0);

    assertThat(projection.amount()).isEqualTo(500_00 + 600_00);
  }

  @Test
  void manyOutcomesOverruleTheCrm() {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    add(outcomes, NOW - 1, 3_000, 600);

    assertThat(chance(company(outcomes))).isCloseTo(0.2, within(0.01));
  }

  @Test
  void afterThreeQuartersAnOutcomeCountsHalf() {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    add(outcomes, NOW - 1, 10_000, 1_000);
    add(outcomes, NOW - 4, 10_000, 4_000);

    assertThat(chance(company(outcomes))).isCloseTo((0.1 + 0.5 * 0.4) / 1.5, within(0.001));
  }

  @Test
  void nothingIsLearntFromAPeriodThatHasNotEnded() {
    ScopeOutcomes known = new ScopeOutcomes();
    add(known, NOW - 1, 300, 60);
    ScopeOutcomes foresight = new ScopeOutcomes();
    add(foresight, NOW - 1, 300, 60);
    add(foresight, NOW, 300, 300);
    add(foresight, NOW + 1, 300, 300);

    assertThat(company(foresight)).isEqualTo(company(known));
  }

  @Test
  void aScopeWithFewOutcomesBelievesItsParent() {
    ScopeOutcomes company = new ScopeOutcomes();
    add(company, NOW - 1, 3_000, 600);
    ScopeOutcomes rep = new ScopeOutcomes();
    add(rep, NOW - 1, 5, 5);

    Beliefs beliefs = LEARNER.below(LEARNER.company(company, NOW), rep);

    assertThat(chance(beliefs.parameters(Scope.rep("kim"), 0)))
        .isCloseTo((5 + 20 * 0.2) / 25, within(0.01));
  }

  @Test
  void theSameOutcomesGiveTheSameParametersInAnyOrder() {
    List<OutcomeObservation> observations = simulatedObservations();
    ScopeOutcomes inOrder = new ScopeOutcomes();
    observations.forEach(observation -> inOrder.add(observation, 1));
    Collections.shuffle(observations, new Random(5));
    ScopeOutcomes shuffled = new ScopeOutcomes();
    observations.forEach(observation -> shuffled.add(observation, 1));

    assertThat(shuffled).isEqualTo(inOrder);
    int period = observations.stream().mapToInt(OutcomeObservation::period).max().orElseThrow();
    assertThat(LEARNER.company(shuffled, period)).isEqualTo(LEARNER.company(inOrder, period));
  }

  @Test
  void anOutcomeThatIsTakenBackLeavesNothing() {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    List<OutcomeObservation> observations = simulatedObservations();
    observations.forEach(observation -> outcomes.add(observation, 1));
    observations.forEach(observation -> outcomes.add(observation, -1));

    assertThat(outcomes).isEqualTo(new ScopeOutcomes());
  }

  @Test
  void forgettingPeriodsLeavesTheOthers() {
    ScopeOutcomes outcomes = new ScopeOutcomes();
    add(outcomes, NOW - 2, 30, 20);
    add(outcomes, NOW - 1, 30, 10);
    ScopeOutcomes recent = new ScopeOutcomes();
    add(recent, NOW - 1, 30, 10);

    outcomes.forgetBefore(NOW - 1);

    assertThat(outcomes).isEqualTo(recent);
  }

  private static List<OutcomeObservation> simulatedObservations() {
    SimulatedSales sales = new SimulatedSales(1, 3);
    List<OutcomeObservation> observations = new ArrayList<>();
    for (FiscalPeriod quarter : sales.quarters()) {
      sales
          .deals()
          .forEach(
              deal ->
                  observations.addAll(
                      deal.timeline().observations(quarter, SimulatedSales.CALENDAR)));
    }
    return observations;
  }

  /** Deals of one amount, open when the period began. */
  private static void add(ScopeOutcomes outcomes, int period, int deals, int won) {
    for (int deal = 0; deal < deals; deal++) {
      boolean wins = deal < won;
      outcomes.add(
          OutcomeObservation.open(period, 0, PROPOSAL, 100_00, wins, wins ? 100_00 : 0), 1);
    }
  }

  private static ModelParameters company(ScopeOutcomes outcomes) {
    return LEARNER.company(outcomes, NOW).parameters(Scope.COMPANY, 0);
  }

  private static double chance(ModelParameters parameters) {
    return parameters.expectation().probability(PROPOSAL, 0);
  }
}
