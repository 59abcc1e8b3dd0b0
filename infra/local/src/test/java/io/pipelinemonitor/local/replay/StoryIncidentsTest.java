package io.pipelinemonitor.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.alerting.DefaultRules;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.story.StoryQuarter;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.TemporalUnitOffset;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the default rules make of the story, with the jobs that the demo runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoryIncidentsTest {

  private static final Policy POLICY = JobSettings.of(Map.of()).policy();
  private static final long SEED = 1;

  /** It compares with two earlier quarters whose figures the system has seen. */
  private static final String NEEDS_EARLIER_QUARTERS = "booked-pace";

  private static final String SINGLE_DEALS = "deal-at-risk";

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final TemporalUnitOffset SHIFT = new TemporalUnitWithinOffset(4, ChronoUnit.HOURS);
  private static final Set<String> EVENTS =
      Set.of(Topics.DEAL_EVENTS.name(), Topics.ACTIVITY_EVENTS.name());

  private Simulation simulation;
  private JobsInProcess.Outcome outcome;

  @BeforeAll
  void play() throws Exception {
    simulation =
        StoryQuarter.of(
                SEED,
                POLICY.calendar(),
                Objects.requireNonNull(POLICY.calendar().periodNamed("2026-Q1")))
            .simulation();
    outcome = play(simulation.records());
  }

  private JobsInProcess.Outcome play(List<SimulatedRecord> records) throws Exception {
    return new JobsInProcess()
        .run(records, simulation.endMicros(), DefaultRules.of(POLICY.reportingCurrency()));
  }

  @Test
  void nothingOfTheStoryIsRefused() {
    assertThat(outcome.deadLetters()).isEmpty();
  }

  @Test
  void theStoryHasTheseIncidents() {
    assertThat(Incident.of(outcome.events()))
        .filteredOn(incident -> ruleIds().contains(incident.ruleId()))
        .filteredOn(incident -> !incident.ruleId().equals(SINGLE_DEALS))
        .map(Incident::textWithDays)
        .containsExactly(
            "forecast-below-commit us-central 2026-Q1 CRITICAL HELD_LONG_ENOUGH, 2026-01-11 to 2026-03-03",
            "source-silent mail-and-calendar 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-01-21 to 2026-01-22",
            "commit-at-risk japan-enterprise 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-03-06",
            "commit-at-risk asia-pacific 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-04 to 2026-03-06",
            "coverage-to-go dach-enterprise 2026-Q1 CRITICAL HELD_LONG_ENOUGH, 2026-02-06 to 2026-02-19",
            "projection-drop dach-enterprise 2026-Q1 CRITICAL HELD_LONG_ENOUGH, 2026-02-07 to 2026-02-17",
            "forecast-below-commit dach-enterprise 2026-Q1 CRITICAL HELD_LONG_ENOUGH, 2026-02-07 to 2026-02-18",
            "projection-drop emea 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-07 to 2026-02-17",
            "forecast-below-commit americas 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-12 to 2026-02-21",
            "forecast-below-commit emea 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-14 to 2026-02-18",
            "next-period-coverage australia-new-zealand 2026-Q2 WARNING HELD_LONG_ENOUGH, 2026-02-16 to 2026-03-03",
            "win-rate-drop uk-ireland 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-20 to 2026-03-21",
            "velocity-drop uk-ireland 2026-Q1 WARNING PERIOD_CLOSED, 2026-02-21 to 2026-04-02",
            "hygiene southeast-asia 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-23 to 2026-03-09",
            "stage-slowdown company 2026-Q1 WARNING PERIOD_CLOSED, 2026-02-25 to 2026-04-02",
            "hygiene asia-pacific 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-04 to 2026-03-09",
            "reps-at-quota dach-enterprise 2026-Q1 WARNING PERIOD_CLOSED, 2026-03-31 to 2026-04-02",
            "reps-at-quota emea 2026-Q1 WARNING PERIOD_CLOSED, 2026-03-31 to 2026-04-02",
            "reps-at-quota uk-ireland 2026-Q1 WARNING PERIOD_CLOSED, 2026-03-31 to 2026-04-02",
            "reps-at-quota us-central 2026-Q1 WARNING PERIOD_CLOSED, 2026-03-31 to 2026-04-02",
            "variance-at-close uk-ireland 2026-Q1 WARNING PERIOD_CLOSED, 2026-04-01 to 2026-04-02",
            "variance-at-close us-central 2026-Q1 CRITICAL PERIOD_CLOSED, 2026-04-01 to 2026-04-02");
  }

  /** Some two for each team: what a manager asks about in the weekly review. */
  @Test
  void theseCommittedDealsCallForSomebody() {
    assertThat(Incident.of(outcome.events()))
        .filteredOn(incident -> incident.ruleId().equals(SINGLE_DEALS))
        .map(Incident::textWithDays)
        .containsExactlyInAnyOrder(
            "deal-at-risk southeast-asia-1062 2026-Q1 WARNING DEAL_WON, 2026-01-12 to 2026-03-03",
            "deal-at-risk southern-europe-1307 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-01-26 to 2026-01-27",
            "deal-at-risk australia-new-zealand-1257 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-01-30 to 2026-02-04",
            "deal-at-risk nordics-1167 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-03",
            "deal-at-risk nordics-1168 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-03",
            "deal-at-risk nordics-1231 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-03",
            "deal-at-risk southern-europe-1238 2026-Q1 WARNING DEAL_MOVED, 2026-02-02 to 2026-02-03",
            "deal-at-risk southern-europe-1650 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-06",
            "deal-at-risk uk-ireland-1079 2026-Q1 WARNING DEAL_LOST, 2026-02-02 to 2026-02-20",
            "deal-at-risk uk-ireland-1256 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-05",
            "deal-at-risk us-central-1088 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-02 to 2026-02-12",
            "deal-at-risk southern-europe-1536 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-09 to 2026-02-11",
            "deal-at-risk japan-enterprise-1190 2026-Q1 WARNING DEAL_REASSIGNED, 2026-02-10 to 2026-02-26",
            "deal-at-risk japan-enterprise-1048 2026-Q1 WARNING DEAL_REASSIGNED, 2026-02-11 to 2026-02-26",
            "deal-at-risk southeast-asia-1420 2026-Q1 WARNING DEAL_WON, 2026-02-11 to 2026-02-19",
            "deal-at-risk southeast-asia-1514 2026-Q1 WARNING DEAL_WON, 2026-02-11 to 2026-02-26",
            "deal-at-risk southeast-asia-1547 2026-Q1 WARNING DEAL_WON, 2026-02-11 to 2026-02-12",
            "deal-at-risk japan-enterprise-1137 2026-Q1 WARNING DEAL_REASSIGNED, 2026-02-20 to 2026-02-26",
            "deal-at-risk nordics-1201 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-22 to 2026-02-24",
            "deal-at-risk uk-ireland-1211 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-02-22 to 2026-03-03",
            "deal-at-risk japan-enterprise-1073 2026-Q1 WARNING DEAL_REASSIGNED, 2026-02-23 to 2026-02-26",
            "deal-at-risk japan-enterprise-1137 2026-Q1 WARNING DEAL_LOST, 2026-02-27 to 2026-03-03",
            "deal-at-risk us-central-1389 2026-Q1 WARNING DEAL_WON, 2026-03-01 to 2026-03-19",
            "deal-at-risk australia-new-zealand-1257 2026-Q1 WARNING DEAL_WON, 2026-03-02 to 2026-03-19",
            "deal-at-risk japan-enterprise-1048 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-06",
            "deal-at-risk nordics-1391 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-03",
            "deal-at-risk southeast-asia-1303 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-10",
            "deal-at-risk southeast-asia-1411 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-10",
            "deal-at-risk southeast-asia-1487 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-10",
            "deal-at-risk southern-europe-1646 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-04",
            "deal-at-risk southern-europe-1697 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-03",
            "deal-at-risk us-central-1306 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-03",
            "deal-at-risk us-east-enterprise-1149 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-03",
            "deal-at-risk us-west-1281 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-02 to 2026-03-04",
            "deal-at-risk southeast-asia-1486 2026-Q1 WARNING DEAL_WON, 2026-03-05 to 2026-03-05",
            "deal-at-risk southern-europe-1402 2026-Q1 WARNING HELD_LONG_ENOUGH, 2026-03-11 to 2026-03-13",
            "deal-at-risk us-central-1119 2026-Q1 WARNING DEAL_WON, 2026-03-23 to 2026-03-26",
            "deal-at-risk japan-enterprise-1048 2026-Q1 WARNING DEAL_MOVED, 2026-03-30 to 2026-03-31",
            "deal-at-risk nordics-1201 2026-Q1 WARNING DEAL_MOVED, 2026-03-31 to 2026-03-31",
            "deal-at-risk japan-enterprise-1048 2026-Q2 WARNING null, 2026-04-02 to -");
  }

  @Test
  void everyDefaultRuleFiresButTheOneThatNeedsEarlierQuarters() {
    assertThat(ruleIds())
        .filteredOn(ruleId -> !ruleId.equals(NEEDS_EARLIER_QUARTERS))
        .isSubsetOf(Incident.of(outcome.events()).stream().map(Incident::ruleId).toList());
  }

  /** Of the default rules that are in force; besides their incidents the import is one. */
  private static List<String> ruleIds() {
    return DefaultRules.of(POLICY.reportingCurrency()).stream()
        .filter(AlertRule::getEnabled)
        .map(AlertRule::getRuleId)
        .toList();
  }

  @Test
  void playedAgainEveryEventIsTheSame() throws Exception {
    assertThat(texts(play(simulation.records()))).isEqualTo(texts(outcome));
  }

  private static List<String> texts(JobsInProcess.Outcome outcome) {
    return outcome.events().stream().map(AlertEvent::toString).toList();
  }

  /**
   * What a figure was at which moment depends on what had arrived by then, and an incident's id on
   * the moment at which its breach began. Where a figure goes to and fro across its line, the
   * breach that lasts may be another one, hours later. So moments and ids differ, and of the deals
   * that explain all of an incident's steps a few; but neither which incidents there are, nor how
   * severe, nor why they ended.
   */
  @Test
  void deliveredInAnotherOrderWithinFiveMinutesItIsTheSameIncidents() throws Exception {
    List<Incident> inOrder = byText(outcome);
    List<Incident> shuffled = byText(play(shuffled(simulation.records())));

    assertThat(shuffled)
        .map(Incident::text)
        .isEqualTo(inOrder.stream().map(Incident::text).toList());
    for (int place = 0; place < inOrder.size(); place++) {
      Incident expected = inOrder.get(place);
      assertThat(shuffled.get(place).firedAt())
          .as("when it fired: %s", expected)
          .isCloseTo(expected.firedAt(), SHIFT);
      Set<String> inBoth = new HashSet<>(expected.deals());
      inBoth.retainAll(shuffled.get(place).deals());
      assertThat(inBoth)
          .as("deals: %s", expected)
          .hasSizeGreaterThanOrEqualTo(expected.deals().size() * 3 / 4);
    }
  }

  private static List<Incident> byText(JobsInProcess.Outcome outcome) {
    return Incident.of(outcome.events()).stream()
        .sorted(Comparator.comparing(Incident::text).thenComparing(Incident::firedAt))
        .toList();
  }

  /** Each event comes up to five minutes later than it did: what happened when is the same. */
  private static List<SimulatedRecord> shuffled(List<SimulatedRecord> records) {
    Random random = new Random(5);
    List<SimulatedRecord> shuffled = new ArrayList<>();
    for (SimulatedRecord record : records) {
      long later =
          EVENTS.contains(record.topic().name())
              ? random.nextLong(FIVE_MINUTES.toNanos() / 1_000)
              : 0;
      shuffled.add(
          new SimulatedRecord(record.at() + later, record.topic(), record.key(), record.value()));
    }
    shuffled.sort(Comparator.comparingLong(SimulatedRecord::at));
    return shuffled;
  }
}
