package io.pipelinemonitor.jobs.domain.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.ForecastLearner;
import io.pipelinemonitor.jobs.domain.forecast.LearningPolicy;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.forecast.StageProbability;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompanyModelTest {

  private static final int NOW = 100;
  private static final Scope KIM = Scope.rep("kim");

  private static final ForecastLearner LEARNER =
      new ForecastLearner(
          LearningPolicy.forPeriodsOf(3),
          List.of(new StageProbability("new-business", "proposal", 0.6)));

  /** Of periods before an import of open deals, only those deals are known that were not won. */
  @Test
  void learnsNothingFromPeriodsWithoutTheWinsOfTheOthers() {
    ScopeLessons whole = new ScopeLessons();
    add(whole, NOW - 1, 100, 40);
    ScopeLessons imported = whole.copy();
    add(imported, NOW - 2, 100, 3);
    add(imported, NOW - 3, 30, 0);

    assertThat(learnt(imported)).isEqualTo(learnt(whole));
  }

  @Test
  void learnsFromABadPeriod() {
    ScopeLessons whole = new ScopeLessons();
    add(whole, NOW - 1, 100, 40);
    ScopeLessons withABadOne = whole.copy();
    add(withABadOne, NOW - 2, 100, 4);

    assertThat(learnt(withABadOne)).isNotEqualTo(learnt(whole));
  }

  private static void add(ScopeLessons lessons, int period, int deals, int won) {
    DealClass proposal = new DealClass("new-business", "proposal", DealAge.RECENT);
    for (int deal = 0; deal < deals; deal++) {
      boolean isWon = deal < won;
      lessons
          .outcomes()
          .add(
              new OutcomeObservation(
                  period,
                  0,
                  OutcomeObservation.Kind.OPEN,
                  proposal,
                  1_000_00,
                  isWon,
                  isWon ? 1_000_00 : 0),
              1);
    }
  }

  private static List<LearntScope> learnt(ScopeLessons ofKim) {
    List<LearntScope> learnt = new ArrayList<>();
    CompanyModel.learn(
        LEARNER, new Organisation(), List.of(), Map.of(KIM, ofKim), NOW, 0, learnt::add);
    return learnt;
  }
}
