package io.pipelinemonitor.jobs.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.activity.Activities;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.StageCourse;
import io.pipelinemonitor.jobs.domain.oracle.RiskOracle;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.risk.RiskHistories.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Risk is the oracle's whatever the order of arrival, and changes by itself exactly when it said. A
 * failure names the seed of its history: {@code RiskHistories.history(seed)}.
 */
class RiskPropertyTest {

  private static final long HISTORIES = Long.getLong("histories", 3_000);
  private static final long DAY = DealStory.DAY;
  private static final int STEPS = 8;

  @Test
  void riskIsTheOraclesWhateverTheOrderAndTheRepetitions() {
    Map<RiskFactorName, Integer> seen = new EnumMap<>(RiskFactorName.class);
    int capped = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = RiskHistories.history(seed);
      RiskAssessment risk = new Known(history, new Random(seed)).risk(history.now());
      assertThat(published(risk)).as("seed %d", seed).isEqualTo(oracle(history, history.now()));
      if (risk != null) {
        risk.factors().forEach(factor -> seen.merge(factor.name(), 1, Integer::sum));
        capped += risk.score() == RiskPolicy.MOST ? 1 : 0;
      }
    }
    // A generator that leaves something out would prove nothing of it.
    assertThat(seen).hasSize(RiskFactorName.values().length);
    assertThat(seen.values()).allMatch(times -> times > HISTORIES / 100);
    assertThat(capped).isPositive();
  }

  @Test
  void nothingChangesBeforeTheNextChangeAndSomethingDoesAtIt() {
    int changes = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = RiskHistories.history(seed);
      Random random = new Random(seed);
      Known known = new Known(history, random);
      long now = history.now();
      RiskAssessment risk = known.risk(now);
      for (int step = 0; step < STEPS && risk != null; step++) {
        long next = risk.nextChange();
        long end = Math.min(next, now + 400 * DAY);
        assertThat(next).as("seed %d", seed).isGreaterThan(now);
        for (int i = 0; i < 5; i++) {
          assertThat(known.risk(random.nextLong(now, end))).as("seed %d", seed).isEqualTo(risk);
        }
        assertThat(known.risk(end - 1)).as("seed %d", seed).isEqualTo(risk);
        if (next == RiskAssessment.NEVER) {
          break;
        }
        RiskAssessment changed = Objects.requireNonNull(known.risk(next));
        assertThat(published(changed)).as("seed %d", seed).isEqualTo(oracle(history, next));
        if (!mayHideAChange(risk)) {
          assertThat(changed.factors()).as("seed %d", seed).isNotEqualTo(risk.factors());
        }
        changes++;
        now = next;
        risk = changed;
      }
    }
    assertThat(changes).isGreaterThan((int) HISTORIES / 2);
  }

  /**
   * The cap hides points, a factor of no points is not published, and two amounts may be as good as
   * the same percentage away.
   */
  private static boolean mayHideAChange(RiskAssessment risk) {
    return risk.score() == RiskPolicy.MOST
        || risk.factors().stream()
            .anyMatch(factor -> factor.name() == RiskFactorName.AMOUNT_DROPPED);
  }

  @Test
  void minuteByMinuteNothingElseChanges() {
    for (long seed = 1; seed <= HISTORIES / 100; seed++) {
      History history = RiskHistories.history(seed);
      Known known = new Known(history, new Random(seed));
      RiskAssessment risk = known.risk(history.now());
      for (long now = history.now(); risk != null && now < history.now() + 3 * DAY; ) {
        now += 60_000_000L;
        RiskAssessment later = known.risk(now);
        if (now < risk.nextChange()) {
          assertThat(later).as("seed %d", seed).isEqualTo(risk);
        }
        risk = later;
      }
    }
  }

  @Test
  void pointsAddUpToTheScoreAndAFactorIsNamedOnce() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = RiskHistories.history(seed);
      RiskAssessment risk = new Known(history, new Random(seed)).risk(history.now());
      if (risk != null) {
        List<RiskFactor> factors = risk.factors();
        assertThat(factors.stream().mapToInt(RiskFactor::points).sum()).isEqualTo(risk.score());
        assertThat(risk.score()).isBetween(0, 100);
        assertThat(factors.stream().map(RiskFactor::name).distinct()).hasSize(factors.size());
        for (int i = 1; i < factors.size(); i++) {
          assertThat(factors.get(i).points()).isLessThanOrEqualTo(factors.get(i - 1).points());
        }
      }
    }
  }

  @Test
  void anotherTouchNeverMakesADealRiskier() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = RiskHistories.history(seed);
      Known known = new Known(history, new Random(seed));
      RiskAssessment before = known.risk(history.now());
      Activity touch = Activities.call("touch", history.now()).with("somebody new").activity();
      known.activities.add(touch, history.policy().retention());
      RiskAssessment after = known.risk(history.now());
      if (before != null && after != null) {
        assertThat(after.score()).as("seed %d", seed).isLessThanOrEqualTo(before.score());
        assertThat(after.factors())
            .extracting(RiskFactor::name)
            .doesNotContain(RiskFactorName.NO_RECENT_ACTIVITY);
      }
    }
  }

  /**
   * What is known of a history once all of it has arrived, in another order and with repetitions.
   */
  private static final class Known {
    private final History history;
    private final DealFacts facts = new DealFacts();
    private final ActivityFacts activities = new ActivityFacts();
    private final SalesProcesses processes;

    Known(History history, Random random) {
      this.history = history;
      List<DealEvent> events = new ArrayList<>(history.events());
      events.addAll(history.events().subList(0, random.nextInt(history.events().size())));
      Collections.shuffle(events, random);
      events.forEach(facts::add);
      // Activities arrive within days, and what is old is forgotten between them.
      TreeMap<Long, Activity> arriving = new TreeMap<>();
      for (Activity activity : history.activities()) {
        arriving.put(activity.occurredAt() + random.nextLong(4 * DAY), activity);
        arriving.put(activity.occurredAt() + random.nextLong(4 * DAY), activity);
      }
      arriving.forEach(
          (arrival, activity) -> {
            activities.foldTo(Math.min(arrival, history.now()), history.policy().retention());
            activities.add(activity, history.policy().retention());
          });
      activities.foldTo(history.now(), history.policy().retention());
      SalesProcesses defined = new SalesProcesses();
      for (SalesProcess process : history.processes()) {
        defined = defined.with(process);
      }
      processes = defined;
    }

    @Nullable RiskAssessment risk(long now) {
      Deal deal = Deal.of(facts, processes);
      return RiskAssessment.of(
          deal,
          new DealRiskFacts(deal, StageCourse.of(facts, processes), processes, history.calendar()),
          activities,
          history.learnt(),
          history.policy(),
          history.calendar(),
          now);
    }
  }

  private static @Nullable SortedMap<String, Object> oracle(History history, long now) {
    return RiskOracle.of(
        history.events(),
        history.activities(),
        history.processes(),
        history.learnt(),
        history.policy(),
        history.calendar(),
        now);
  }

  private static @Nullable SortedMap<String, Object> published(@Nullable RiskAssessment risk) {
    if (risk == null) {
      return null;
    }
    List<SortedMap<String, Object>> factors = new ArrayList<>();
    for (RiskFactor factor : risk.factors()) {
      factors.add(
          new TreeMap<>(
              Map.of(
                  "factor", factor.name().name(),
                  "points", (long) factor.points(),
                  "since", factor.since())));
    }
    return new TreeMap<>(
        Map.of(
            "riskScore",
            (long) risk.score(),
            "riskBand",
            risk.band().name(),
            "riskFactors",
            factors));
  }
}
