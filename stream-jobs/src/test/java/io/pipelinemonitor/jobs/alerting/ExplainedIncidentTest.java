package io.pipelinemonitor.jobs.alerting;

import static io.pipelinemonitor.jobs.alerting.AlertInputs.COVERAGE;
import static io.pipelinemonitor.jobs.alerting.AlertInputs.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainedIncidentTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://explained"));
  private static final double DAY = 24;

  /** WARNING when coverage has fallen by over a fifth in two weeks. */
  private static final String FALL =
      COVERAGE
          .replace("'ruleId': 'coverage'", "'ruleId': 'fall'")
          .replace("'THRESHOLD'", "'CHANGE', 'over': '14d'")
          .replace("'fire': 3.0, 'clear': 3.3", "'fire': -0.2, 'clear': -0.1");

  /** WARNING when coverage is a fifth below that of earlier periods. */
  private static final String BEHIND =
      COVERAGE
          .replace("'ruleId': 'coverage'", "'ruleId': 'behind'")
          .replace("'THRESHOLD'", "'PACING'")
          .replace("'fire': 3.0, 'clear': 3.3", "'fire': -0.2, 'clear': -0.1");

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  ExplainedIncidentTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    chain = new AlertChain(SETTINGS, null);
    chain.send(inputs.rule(0, COVERAGE));
    chain.send(inputs.unit(0, "root", null));
    chain.send(inputs.unit(0, "north", "root"));
    chain.send(inputs.unit(0, "south", "root"));
    chain.send(inputs.member(0, "ann", "north"));
    chain.send(inputs.member(0, "bob", "north"));
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  private AlertEvent last() {
    List<AlertEvent> events = chain.events();
    return events.get(events.size() - 1);
  }

  private static List<Tuple> deals(AlertEvent event) {
    return event.getContributors().stream()
        .map(deal -> Tuple.tuple(deal.getDealId(), deal.getCause(), deal.getDelta()))
        .toList();
  }

  /** Ten days: an old deal, three that go, one that grows; fires at hour 246. */
  private void history() throws Exception {
    chain.send(inputs.raw(change(1, "A", "ann", Movement.CREATED, 900_00)));
    chain.send(
        inputs.raw(
            change(9 * DAY, "A", "ann", Movement.PUSHED_OUT, -900_00)
                .setOtherPeriod("2026-Q2")
                .setAmountBefore(900_00L)));
    chain.send(inputs.raw(change(9 * DAY + 1, "B", "bob", Movement.LOST, -500_00)));
    RawRecord repeated = inputs.raw(change(9 * DAY + 2, "C", "bob", Movement.CREATED, 100_00));
    chain.send(repeated);
    chain.send(repeated);
    chain.send(inputs.coverage(10 * DAY, "north", 2.7));
    chain.send(inputs.raw(change(10 * DAY + 5, "D", "bob", Movement.WON, -50_00)));
  }

  @Test
  void namesTheDealsThatDidIt() throws Exception {
    history();
    chain.timePassesTo(10 * DAY + 4);
    AlertEvent fired = last();
    assertThat(deals(fired))
        .as("what is published later is not part of it")
        .containsExactly(
            Tuple.tuple("A", Movement.PUSHED_OUT, -900_00L),
            Tuple.tuple("B", Movement.LOST, -500_00L),
            Tuple.tuple("C", Movement.CREATED, 100_00L));
    assertThat(fired.getTotalDelta()).isEqualTo(-1_300_00);
    assertThat(fired.getOtherDelta()).isZero();
    AlertContributor slipped = fired.getContributors().get(0);
    assertThat(slipped.getName()).isEqualTo("Deal A");
    assertThat(slipped.getOwnerId()).isEqualTo("ann");
    assertThat(slipped.getOtherPeriod()).isEqualTo("2026-Q2");
    assertThat(slipped.getBefore()).isEqualTo(900_00);
    assertThat(slipped.getAfter()).isNull();
    assertThat(slipped.getEventId()).isEqualTo("event-A-216.0");
    assertThat(fired.getSummary())
        .endsWith(
            " still to book. Since 5 January open pipeline fell by USD 1,300; 2 deals did most of"
                + " it: Deal A slipped to 2026-Q2 (−USD 900) and Deal B was lost (−USD 500).");
  }

  @Test
  void explainsAChangeFromTheMidnightToWhichItIsCounted() throws Exception {
    chain.send(inputs.rule(0, FALL));
    chain.send(inputs.raw(change(1.5 * DAY, "early", "ann", Movement.LOST, -700_00)));
    chain.send(inputs.coverage(1.5 * DAY, "north", 4.5));
    chain.timePassesTo(2 * DAY + 1);
    chain.send(inputs.raw(change(2 * DAY + 2, "A", "ann", Movement.PUSHED_OUT, -900_00)));
    chain.send(inputs.coverage(2 * DAY + 2, "north", 3.4));
    chain.timePassesTo(9 * DAY);
    chain.timePassesTo(12 * DAY);
    chain.send(inputs.raw(change(15 * DAY, "B", "bob", Movement.LOST, -500_00)));
    chain.send(inputs.coverage(15 * DAY, "north", 3.3));
    chain.timePassesTo(16 * DAY + 4);
    AlertEvent fired = last();
    assertThat(fired.getRuleId()).isEqualTo("fall");
    assertThat(fired.getBaselineAt()).isEqualTo(AlertInputs.START.plus(Duration.ofDays(2)));
    assertThat(fired.getDeltaSince()).isEqualTo(fired.getBaselineAt());
    assertThat(deals(fired))
        .containsExactly(
            Tuple.tuple("A", Movement.PUSHED_OUT, -900_00L),
            Tuple.tuple("B", Movement.LOST, -500_00L));
    assertThat(fired.getTotalDelta()).isEqualTo(-1_400_00);
    assertThat(fired.getOtherDelta()).isZero();
    assertThat(fired.getSummary())
        .contains("3.3× now against 4.5× 14 days before")
        .contains("Since 3 January open pipeline fell by USD 1,400; 2 deals did most of it");
  }

  @Test
  void explainsTheGapToEarlierPeriodsByTheLastWeek() throws Exception {
    chain.send(inputs.rule(0, BEHIND));
    chain.send(inputs.raw(change(2 * DAY, "early", "ann", Movement.LOST, -700_00)));
    chain.send(inputs.raw(change(9 * DAY, "A", "ann", Movement.PUSHED_OUT, -900_00)));
    PipelineSnapshot snapshot = AlertInputs.snapshot(10 * DAY, "north", 3.1);
    snapshot.setPacing(
        List.of(
            MetricPace.newBuilder()
                .setMetric("coverageToGo")
                .setPeriods(4)
                .setMedian(5.0)
                .build()));
    chain.send(inputs.snapshot(snapshot));
    chain.timePassesTo(10 * DAY + 4);
    assertThat(last().getRuleId()).isEqualTo("behind");
    assertThat(last().getDeltaSince()).isEqualTo(AlertInputs.START.plus(Duration.ofDays(4)));
    assertThat(deals(last())).containsExactly(Tuple.tuple("A", Movement.PUSHED_OUT, -900_00L));
  }

  @Test
  void explainsNothingWhereNoMoneyIsBehindTheMetric() throws Exception {
    chain.send(inputs.rule(0, FALL.replace("coverageToGo", "overdueCount").replace("14d", "1d")));
    chain.send(inputs.raw(change(9 * DAY, "A", "ann", Movement.PUSHED_OUT, -900_00)));
    PipelineSnapshot snapshot = AlertInputs.snapshot(8 * DAY, "north", 4.0);
    snapshot.setOverdueCount(10);
    chain.send(inputs.snapshot(snapshot));
    PipelineSnapshot later = AlertInputs.snapshot(9 * DAY + 1, "north", 4.0);
    later.setOverdueCount(5);
    chain.send(inputs.snapshot(later));
    chain.timePassesTo(10 * DAY);
    assertThat(chain.events()).isNotEmpty();
    AlertEvent fired = chain.events().get(1);
    assertThat(fired.getTransition()).isEqualTo(AlertTransition.FIRED);
    assertThat(fired.getContributors()).isEmpty();
    assertThat(fired.getTotalDelta()).isNull();
    assertThat(fired.getDeltaSince()).isNull();
  }

  @Test
  void tellsTheSameAfterARestart() throws Exception {
    history();
    chain.timePassesTo(9 * DAY + 1.5);
    AlertChain.Checkpoint checkpoint = chain.checkpoint();
    chain.timePassesTo(10 * DAY + 4);
    AlertEvent uninterrupted = last();
    chain.close();
    chain = new AlertChain(SETTINGS, checkpoint);
    chain.timePassesTo(10 * DAY + 4);
    assertThat(last()).hasToString(uninterrupted.toString());
  }

  @Test
  void takesOutWhatIsWithdrawn() throws Exception {
    history();
    chain.send(
        inputs.raw(
            change(9 * DAY + 1, "B", "bob", Movement.LOST, -500_00)
                .setWithdrawn(true)
                .setAsOf(AlertInputs.START.plusSeconds(10 * 86_400 + 3_600))));
    chain.timePassesTo(10 * DAY + 4);
    assertThat(last().getTotalDelta()).isEqualTo(-800_00);
    assertThat(last().getContributors())
        .extracting(AlertContributor::getDealId)
        .containsExactly("A", "C");
  }

  @Test
  void countsDealsThatLeaveWithTheirOwnerToAnotherTeam() throws Exception {
    chain.send(inputs.raw(change(1, "A", "ann", Movement.CREATED, 900_00)));
    chain.send(inputs.member(9 * DAY, "ann", "south"));
    chain.send(inputs.coverage(10 * DAY, "north", 2.7));
    chain.timePassesTo(10 * DAY + 4);
    assertThat(deals(last())).containsExactly(Tuple.tuple("A", Movement.TRANSFERRED_OUT, -900_00L));
    assertThat(last().getContributors().get(0).getEventId()).isNull();
    assertThat(last().getSummary()).contains("Deal A left with its owner's team (−USD 900)");
  }

  @Test
  void leavesNothingBehindWhenThePeriodHasEnded() throws Exception {
    history();
    chain.timePassesTo(10 * DAY + 4);
    chain.timePassesTo(90 * DAY + 2 * DAY + 1);
    assertThat(chain.left()).isZero();
  }

  @Test
  void refusesWhatIsNoMovement() throws Exception {
    chain.send(inputs.raw(Topics.CHANGES, "A", new byte[] {9}, 1));
    assertThat(chain.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getTopic()).isEqualTo(Topics.CHANGES.name()))
        .satisfies(
            letter -> assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNDECODABLE));
  }
}
