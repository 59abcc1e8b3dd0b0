package io.pipelinemonitor.jobs.alerting;

import static io.pipelinemonitor.jobs.alerting.AlertInputs.change;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftIncidentTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://drift"));
  private static final double DAY = 24;
  private static final int DAYS = 70;

  /** WARNING when the projection slides by 5 % or more; not told again until it moves as far. */
  static final String SLIDE =
      "{'ruleId': 'slide', 'version': 1, 'name': 'Forecast slides', 'type': 'DRIFT',"
          + " 'scope': {'types': ['UNIT']}, 'metric': 'projectedAmount', 'direction': 'BELOW',"
          + " 'levels': [{'severity': 'WARNING', 'fire': 5, 'clear': 1}],"
          + " 'materiality': {'percent': 5}, 'updatedAt': '2026-01-01T00:00:00Z'}";

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private DriftHistory history;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  DriftIncidentTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    history = new DriftHistory(inputs, SETTINGS.policy().calendar());
    chain = new AlertChain(SETTINGS, null);
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  private void send(List<RawRecord> records) throws Exception {
    for (RawRecord record : records) {
      chain.send(record);
    }
  }

  /** The quarter with its midnights, as the state job publishes them twice. */
  private List<RawRecord> figures(int earlier) {
    List<RawRecord> records =
        new ArrayList<>(history.midnights(Topics.HISTORY, earlier, DAYS, "north"));
    records.addAll(history.midnights(Topics.SNAPSHOTS, 0, DAYS, "north"));
    return records;
  }

  private void deals() throws Exception {
    chain.send(inputs.unit(0, "root", null));
    chain.send(inputs.unit(0, "north", "root"));
    chain.send(inputs.member(0, "ann", "north"));
    chain.send(inputs.raw(change(10 * DAY, "early", "ann", Movement.LOST, -90_000_00)));
    for (int i = 0; i < 4; i++) {
      double lost = (DriftHistory.SLIDES_FROM + i) * DAY + 9;
      chain.send(inputs.raw(change(lost, "deal-" + i, "ann", Movement.LOST, -20_000_00 - i)));
    }
  }

  @Test
  void tellsOfASlideWithItsFirstDayAndTheDealsThatDidIt() throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    deals();
    send(figures(8));
    for (int day = 0; day <= DAYS; day++) {
      chain.timePassesTo(day * DAY + 1);
    }

    List<AlertEvent> events = chain.events();
    assertThat(events)
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.FIRED, AlertTransition.UPDATED, AlertTransition.UPDATED);
    AlertEvent fired = events.get(0);
    assertThat(fired.getRuleType()).isEqualTo(RuleType.DRIFT);
    assertThat(fired.getEvaluatedAt()).isEqualTo(AlertInputs.START.plus(Duration.ofDays(44)));
    assertThat(fired.getValue()).isEqualTo(920_000);
    assertThat(fired.getUnit()).isEqualTo(MetricUnit.MONEY);
    assertThat(fired.getCurrency()).isEqualTo("USD");
    assertThat(fired.getStatistic()).isGreaterThan(5);
    assertThat(fired.getFireThreshold()).isEqualTo(5);
    assertThat(fired.getBaselineAt()).isEqualTo(AlertInputs.START);
    assertThat(fired.getBaselineValue()).isBetween(995_000.0, 1_005_000.0);
    assertThat(fired.getOnsetAt())
        .isEqualTo(AlertInputs.START.plus(Duration.ofDays(DriftHistory.SLIDES_FROM)));
    assertThat(fired.getDeltaSince()).isEqualTo(fired.getOnsetAt());
    assertThat(fired.getContributors())
        .extracting(AlertContributor::getDealId, AlertContributor::getDelta)
        .containsExactly(
            Tuple.tuple("deal-3", -20_000_03L),
            Tuple.tuple("deal-2", -20_000_02L),
            Tuple.tuple("deal-1", -20_000_01L),
            Tuple.tuple("deal-0", -20_000_00L));
    assertThat(fired.getTotalDelta()).isEqualTo(-80_000_06);
    assertThat(fired.getOtherDelta()).isZero();
    assertThat(fired.getSummary())
        .startsWith(
            "The forecast of Unit north for 2026-Q1 has been sliding since 10 February: USD 920 k,"
                + " USD 80 k (8 %) below what the start of the period led to expect. Since 10"
                + " February booked and open business fell by USD 80 k; 3 deals did most of it:");
    assertThat(events.get(1).getValue()).isEqualTo(860_000);
    assertThat(events.get(1).getSummary())
        .startsWith(
            "The forecast of Unit north for 2026-Q1 is now USD 860 k, USD 141 k (14 %) below what"
                + " the start of the period led to expect.");
  }

  @Test
  void resolvesWhenTheForecastHasComeBack() throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    send(figures(8));
    chain.timePassesTo(60 * DAY + 1);
    for (int day = DAYS + 1; day < DAYS + 12; day++) {
      long projected = DriftHistory.LOCKED - (DAYS + 11 - day) * DriftHistory.LOCKED / 50;
      chain.send(
          history.midnight(Topics.HISTORY, history.period("2026-Q1"), day, "north", projected));
      chain.send(
          history.midnight(Topics.SNAPSHOTS, history.period("2026-Q1"), day, "north", projected));
      chain.timePassesTo(day * DAY + 1);
    }
    AlertEvent last = chain.events().get(chain.events().size() - 1);
    assertThat(last.getTransition()).isEqualTo(AlertTransition.RESOLVED);
    assertThat(last.getOnsetAt()).isNull();
    assertThat(last.getSummary())
        .startsWith("The forecast of Unit north for 2026-Q1 recovered to USD ");
  }

  @Test
  void saysNothingOfAScopeWithTooFewEarlierPeriods() throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    send(figures(3));
    chain.timePassesTo(DAYS * DAY + 1);
    assertThat(chain.events()).isEmpty();
  }

  @Test
  void takesNoProjectionForAForecastThatWasNotLearnt() throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    for (RawRecord record : figures(8)) {
      chain.send(record.streamTime() < AlertInputs.millis(0) ? inputs.unlearnt(record) : record);
    }
    chain.timePassesTo(DAYS * DAY + 1);
    assertThat(chain.events()).isEmpty();
  }

  @Test
  void judgesAtItsEditByWhatMidnightsSaidBefore() throws Exception {
    send(figures(8));
    chain.timePassesTo(45 * DAY);
    chain.send(inputs.rule(46 * DAY + 1, SLIDE));
    chain.timePassesTo(46 * DAY + 2);
    assertThat(chain.events()).hasSize(1);
    assertThat(chain.events().get(0).getOnsetAt())
        .isEqualTo(AlertInputs.START.plus(Duration.ofDays(DriftHistory.SLIDES_FROM)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theOrderInWhichFiguresArriveDoesNotMatter(int seed) throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    send(figures(8));
    for (int day = 0; day <= DAYS; day++) {
      chain.timePassesTo(day * DAY + 1);
    }
    List<String> expected = chain.events().stream().map(AlertEvent::toString).toList();
    chain.close();

    Random random = new Random(seed);
    chain = new AlertChain(SETTINGS, null);
    chain.send(inputs.rule(0, SLIDE));
    List<RawRecord> shuffled = figures(8);
    Collections.shuffle(shuffled, random);
    send(shuffled);
    List<String> events = new ArrayList<>();
    for (int day = 0; day <= DAYS; day += 1 + random.nextInt(30)) {
      chain.timePassesTo(day * DAY + 1);
      AlertChain.Checkpoint checkpoint = chain.checkpoint();
      chain.events().forEach(event -> events.add(event.toString()));
      chain.close();
      chain = new AlertChain(SETTINGS, checkpoint);
    }
    chain.timePassesTo(DAYS * DAY + 1);
    chain.events().forEach(event -> events.add(event.toString()));
    assertThat(events).isEqualTo(expected);
  }

  @Test
  void leavesNothingBehind() throws Exception {
    chain.send(inputs.rule(0, SLIDE));
    deals();
    send(figures(8));
    chain.timePassesTo(92 * DAY + 1);
    assertThat(chain.left()).isZero();
    assertThat(chain.leftOfMidnights()).isPositive();
    chain.timePassesTo(3 * 366 * DAY);
    assertThat(chain.leftOfMidnights()).isZero();
  }

  @Test
  void refusesMidnightsThatAreNoFigures() throws Exception {
    chain.send(inputs.raw(Topics.HISTORY, "UNIT:north|2026-Q1", new byte[] {9}, 1));
    assertThat(chain.deadLetters())
        .singleElement()
        .satisfies(letter -> assertThat(letter.getTopic()).isEqualTo(Topics.HISTORY.name()))
        .satisfies(
            letter -> assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNDECODABLE));
  }
}
