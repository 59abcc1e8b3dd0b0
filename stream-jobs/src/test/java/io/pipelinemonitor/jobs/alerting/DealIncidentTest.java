package io.pipelinemonitor.jobs.alerting;

import static io.pipelinemonitor.jobs.alerting.AlertInputs.change;
import static io.pipelinemonitor.jobs.alerting.AlertInputs.deal;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Single deals through the operators, time told. Moments are hours since the first of January. */
class DealIncidentTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://deal-incidents"));
  private static final double DAY = 24;
  private static final double QUARTER = 90 * DAY;

  /** Committed deals with a score of 60 for 4 hours, of 80 at once; over below 51, for an hour. */
  private static final String AT_RISK =
      "{'ruleId': 'at-risk', 'version': 1, 'name': 'Deal at risk', 'type': 'DEAL',"
          + " 'metric': 'riskScore', 'direction': 'ABOVE', 'deals': {'categories': ['COMMIT']},"
          + " 'periods': ['CURRENT', 'NEXT'], 'levels': [{'severity': 'WARNING', 'fire': 59,"
          + " 'clear': 50, 'for': '4h'}, {'severity': 'CRITICAL', 'fire': 79, 'clear': 69}],"
          + " 'keepFiringFor': '1h', 'cooldown': '12h', 'updatedAt': '2026-01-01T00:00:00Z'}";

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  DealIncidentTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    chain = new AlertChain(SETTINGS, null);
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  private List<RawRecord> organisation() throws Exception {
    return List.of(
        inputs.unit(0, "root", null),
        inputs.unit(0, "north", "root"),
        inputs.unit(0, "south", "root"),
        inputs.member(0, "ann", "north"),
        inputs.member(0, "bob", "south"));
  }

  private void begin(String rule) throws Exception {
    chain.send(inputs.rule(0, rule));
    for (RawRecord definition : organisation()) {
      chain.send(definition);
    }
    chain.timePassesTo(0.5);
  }

  private void publish(DealState.Builder... deals) throws Exception {
    for (DealState.Builder each : deals) {
      chain.send(inputs.raw(each));
    }
  }

  private AlertEvent last() {
    List<AlertEvent> events = chain.events();
    return events.get(events.size() - 1);
  }

  @Test
  void takesADealThroughItsLife() throws Exception {
    begin(AT_RISK);
    publish(
        deal(1, "A", "ann", 40),
        deal(2, "A", "ann", 65),
        deal(7, "A", "ann", 85),
        deal(8, "A", "ann", 65),
        deal(9, "A", "ann", 45),
        deal(9.5, "A", "ann", 70),
        deal(10, "A", "ann", 40),
        deal(12, "A", "ann", 75),
        deal(13, "A", "ann", 20));
    chain.timePassesTo(40);
    assertThat(chain.steps())
        .containsExactly(
            "2.0 A PENDING THRESHOLD_CROSSED",
            "6.0 A FIRED HELD_LONG_ENOUGH",
            "7.0 A ESCALATED THRESHOLD_CROSSED",
            "8.0 A STEPPED_DOWN THRESHOLD_CLEARED",
            "9.0 A RECOVERING THRESHOLD_CLEARED",
            "9.5 A REBREACHED THRESHOLD_CROSSED",
            "10.0 A RECOVERING THRESHOLD_CLEARED",
            "11.0 A RESOLVED HELD_LONG_ENOUGH",
            "12.0 A REOPENED THRESHOLD_CROSSED",
            "13.0 A RECOVERING THRESHOLD_CLEARED",
            "14.0 A RESOLVED HELD_LONG_ENOUGH");
    assertThat(chain.events())
        .extracting(AlertEvent::getIncidentId)
        .hasSize(11)
        .containsOnly(last().getIncidentId());
    assertThat(chain.leftOfDeals()).isZero();
  }

  @Test
  void tellsWhoseDealItIsWhatIsAtStakeAndWhatIsWrong() throws Exception {
    begin(AT_RISK);
    publish(
        deal(2, "A", "ann", 65)
            .setName("Acme renewal")
            .setRiskFactors(
                List.of(
                    factor(RiskFactorName.STUCK_IN_STAGE, 30, 5, "in negotiation since 2025-12-02"),
                    factor(RiskFactorName.NO_RECENT_ACTIVITY, 15, 7, "last touch on 2025-12-11"),
                    factor(
                        RiskFactorName.CLOSE_DATE_PUSHED, 20, 9, "moved to a later period 3 times"),
                    factor(RiskFactorName.NO_NEXT_STEP, 10, 9, "no next step and no meeting"))));
    chain.timePassesTo(6);
    AlertEvent event = last();
    assertThat(event.getSummary())
        .isEqualTo(
            "Deal Acme renewal (ann, USD 450 k, commit, closes 28 February) is at risk: stalled 30 days"
                + " in negotiation, no activity for 21 days, close date moved to a later period 3"
                + " times, and 1 more. Its risk score is 65 and has been above the warning line of"
                + " 59 for 4 hours. To do: settle what keeps it in its stage, get in touch with the"
                + " customer, confirm the close date with the customer.");
    assertThat(event.getDedupKey()).isEqualTo("at-risk|DEAL:A|2026-Q1");
    assertThat(event.getRuleType()).isEqualTo(RuleType.DEAL);
    assertThat(event.getScopeType()).isEqualTo(ScopeType.DEAL);
    assertThat(event.getScopeId()).isEqualTo("A");
    assertThat(event.getScopeName()).isEqualTo("Acme renewal");
    assertThat(event.getScopePath()).containsExactly("root", "north", "ann");
    assertThat(event.getOwnerId()).isEqualTo("ann");
    assertThat(event.getMetric()).isEqualTo("riskScore");
    assertThat(event.getUnit()).isEqualTo(MetricUnit.SCORE);
    assertThat(event.getValue()).isEqualTo(65.0);
    assertThat(event.getAmountAtStake()).isEqualTo(450_000_00L);
    assertThat(event.getCurrency()).isEqualTo("USD");
    assertThat(event.getRiskFactors())
        .extracting(RiskFactor::getFactor)
        .containsExactly(
            RiskFactorName.STUCK_IN_STAGE,
            RiskFactorName.NO_RECENT_ACTIVITY,
            RiskFactorName.CLOSE_DATE_PUSHED,
            RiskFactorName.NO_NEXT_STEP);
    assertThat(event.getContributors()).isEmpty();
    assertThat(event.getTotalDelta()).isNull();
  }

  private static RiskFactor factor(RiskFactorName name, int points, int daysAgo, String detail) {
    return new RiskFactor(name, points, AlertInputs.START.minus(Duration.ofDays(daysAgo)), detail);
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        Arguments.of(deal(8, "A", "ann", 0).setStatus(DealStatus.WON), "DEAL_WON", "it was won"),
        Arguments.of(deal(8, "A", "ann", 0).setStatus(DealStatus.LOST), "DEAL_LOST", "it was lost"),
        Arguments.of(
            deal(8, "A", "ann", 0).setExistence(DealExistence.DELETED).setPeriod(null),
            "SCOPE_GONE",
            "it was deleted"),
        Arguments.of(
            deal(8, "A", "ann", 0).setExistence(DealExistence.MERGED).setPeriod(null),
            "SCOPE_GONE",
            "it was merged into another deal"),
        Arguments.of(
            deal(8, "A", "ann", 65).setPeriod(null).setCloseDate(null),
            "SCOPE_GONE",
            "it has no close date any more"));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void endsWithTheDeal(DealState.Builder gone, String reason, String why) throws Exception {
    begin(AT_RISK);
    publish(deal(2, "A", "ann", 65), gone);
    chain.timePassesTo(9);
    assertThat(chain.steps())
        .containsExactly(
            "2.0 A PENDING THRESHOLD_CROSSED",
            "6.0 A FIRED HELD_LONG_ENOUGH",
            "8.0 A RESOLVED " + reason);
    assertThat(last().getSummary()).contains("was closed after 2 hours because " + why);
    chain.timePassesTo(QUARTER + 2 * DAY + 1);
    assertThat(chain.left()).isZero();
  }

  @Test
  void endsForTheOneOwnerAndBeginsAnewForTheOther() throws Exception {
    begin(AT_RISK);
    publish(deal(2, "A", "ann", 65), deal(8, "A", "bob", 65), deal(9, "A", "bob", 66));
    chain.timePassesTo(13);
    assertThat(chain.steps())
        .containsExactly(
            "2.0 A PENDING THRESHOLD_CROSSED",
            "6.0 A FIRED HELD_LONG_ENOUGH",
            "8.0 A RESOLVED DEAL_REASSIGNED",
            "8.0 A PENDING THRESHOLD_CROSSED",
            "12.0 A FIRED HELD_LONG_ENOUGH");
    AlertEvent closed = chain.events().get(2);
    assertThat(closed.getOwnerId()).as("who was told is told that it is over").isEqualTo("ann");
    assertThat(closed.getSummary())
        .contains("was closed after 2 hours because it was given to another owner");
    assertThat(last().getOwnerId()).isEqualTo("bob");
    assertThat(last().getSequence()).isEqualTo(2);
    assertThat(last().getDedupKey()).isEqualTo(closed.getDedupKey());
    assertThat(last().getIncidentId()).isNotEqualTo(closed.getIncidentId());
  }

  @Test
  void raisesNoAlertForTheOwnerWhoGaveADealAwayInTime() throws Exception {
    begin(AT_RISK.replace("'deals'", "'scope': {'include': ['UNIT:north']}, 'deals'"));
    publish(deal(2, "A", "ann", 65), deal(5, "A", "bob", 65));
    chain.timePassesTo(20);
    assertThat(chain.steps())
        .containsExactly(
            "2.0 A PENDING THRESHOLD_CROSSED", "5.0 A PENDING_CLEARED DEAL_REASSIGNED");
    assertThat(last().getSummary()).contains("was given to another owner; no alert was raised");
    assertThat(chain.leftOfDeals()).as("its score is past a line still").isEqualTo(1);
  }

  @Test
  void tellsOfEachOfManyDealsOnceAndOfAllAtOneMoment() throws Exception {
    begin(AT_RISK);
    for (int i = 0; i < 200; i++) {
      publish(deal(DAY, "D" + i, "ann", 65), deal(DAY, "D" + i, "ann", 65));
    }
    chain.timePassesTo(10 * DAY);
    assertThat(chain.events())
        .filteredOn(event -> event.getTransition() == AlertTransition.FIRED)
        .hasSize(200)
        .allSatisfy(event -> assertThat(event.getSuppressedBy()).isEmpty())
        .extracting(AlertEvent::getEvaluatedAt)
        .containsOnly(AlertInputs.START.plus(Duration.ofHours(28)));
    assertThat(chain.events()).as("and nothing but what led to it").hasSize(400);
  }

  @Test
  void closesWhereADealWasAndBeginsAnewWhereItWent() throws Exception {
    begin(AT_RISK);
    publish(deal(2, "A", "ann", 65), deal(8, "A", "ann", 75).setPeriod("2026-Q2"));
    chain.timePassesTo(13);
    assertThat(chain.events())
        .extracting(event -> AlertChain.step(event) + " " + event.getPeriod())
        .containsExactlyInAnyOrder(
            "2.0 A PENDING THRESHOLD_CROSSED 2026-Q1",
            "6.0 A FIRED HELD_LONG_ENOUGH 2026-Q1",
            "8.0 A RESOLVED DEAL_MOVED 2026-Q1",
            "8.0 A PENDING THRESHOLD_CROSSED 2026-Q2",
            "12.0 A FIRED HELD_LONG_ENOUGH 2026-Q2");
    assertThat(chain.events())
        .filteredOn(event -> event.getReason() == AlertReason.DEAL_MOVED)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getSummary()).contains("because it was moved to 2026-Q2");
              assertThat(event.getValue()).isEqualTo(75.0);
            });
  }

  @Test
  void takesWhatAWriterRepeatsAfterARestartForNothing() throws Exception {
    begin(AT_RISK);
    RawRecord atRisk = inputs.raw(deal(2, "A", "ann", 85));
    chain.send(atRisk);
    publish(deal(3, "A", "ann", 20));
    chain.timePassesTo(5);
    List<String> before = chain.steps();
    assertThat(before).hasSize(3);
    // With the moment that the rest of its partition has come to.
    long now = AlertInputs.millis(6);
    chain.send(
        new RawRecord(atRisk.topic(), 0, atRisk.offset(), now, now, atRisk.key(), atRisk.value()));
    chain.timePassesTo(20);
    assertThat(chain.steps()).isEqualTo(before);
    chain.timePassesTo(3 + DAY);
    assertThat(chain.leftOfDeals()).isZero();
  }

  @Test
  void raisesNoAlertForADealThatIsWonInTime() throws Exception {
    begin(AT_RISK);
    publish(deal(2, "A", "ann", 65), deal(5, "A", "ann", 0).setStatus(DealStatus.WON));
    chain.timePassesTo(9);
    assertThat(chain.steps())
        .containsExactly("2.0 A PENDING THRESHOLD_CROSSED", "5.0 A PENDING_CLEARED DEAL_WON");
    assertThat(last().getSummary())
        .isEqualTo(
            "Deal Deal A (ann, USD 450 k, commit, closes 28 February) was won; no alert was raised.");
  }

  @Test
  void closesWithThePeriodAndLeavesNothing() throws Exception {
    begin(AT_RISK);
    publish(deal(2, "A", "ann", 65));
    chain.timePassesTo(QUARTER + DAY);
    assertThat(chain.steps()).endsWith(QUARTER + DAY + " A RESOLVED PERIOD_CLOSED");
    publish(deal(QUARTER + DAY + 1, "A", "ann", 90));
    chain.timePassesTo(QUARTER + 2 * DAY + 1);
    assertThat(chain.steps()).hasSize(3);
    assertThat(chain.left()).isZero();
  }

  @Test
  void keepsNothingOfDealsThatNoRuleHasInBreach() throws Exception {
    begin(AT_RISK);
    for (int i = 0; i < 50; i++) {
      publish(deal(1, "healthy-" + i, "ann", 50));
    }
    chain.timePassesTo(2);
    assertThat(chain.leftOfDeals()).isZero();
    publish(deal(3, "A", "ann", 65).setForecastCategory(ForecastCategory.PIPELINE));
    chain.timePassesTo(4);
    assertThat(chain.events()).isEmpty();
    assertThat(chain.leftOfDeals()).as("it may become one of the largest").isEqualTo(1);
    publish(deal(5, "A", "ann", 55).setForecastCategory(ForecastCategory.PIPELINE));
    chain.timePassesTo(5 + DAY);
    assertThat(chain.leftOfDeals()).isZero();
  }

  @Test
  void endsWhenADealIsNoLongerCommitted() throws Exception {
    begin(AT_RISK);
    publish(
        deal(2, "A", "ann", 65),
        deal(8, "A", "ann", 65).setForecastCategory(ForecastCategory.BEST_CASE));
    chain.timePassesTo(10);
    assertThat(chain.steps())
        .endsWith("8.0 A RECOVERING THRESHOLD_CLEARED", "9.0 A RESOLVED HELD_LONG_ENOUGH");
    assertThat(last().getSummary())
        .startsWith(
            "Deal Deal A (ann, USD 450 k, best case, closes 28 February) is none any more that the rule"
                + " 'Deal at risk' watches");
  }

  @Test
  void judgesTheLargestTenthWhateverTheirCategory() throws Exception {
    begin(AT_RISK.replace("'categories': ['COMMIT']", "'topShare': 0.1"));
    for (int i = 1; i <= 20; i++) {
      chain.send(inputs.raw(change(1, "D" + i, "ann", Movement.CREATED, i * 1_000_00)));
    }
    publish(sized(2, "D18", 18), sized(2, "D19", 19), sized(2, "D20", 20));
    chain.timePassesTo(20);
    assertThat(chain.events()).as("no line is known before the first midnight").isEmpty();
    chain.timePassesTo(DAY + 4);
    assertThat(chain.steps())
        .containsExactlyInAnyOrder(
            "24.0 D19 PENDING THRESHOLD_CROSSED",
            "24.0 D20 PENDING THRESHOLD_CROSSED",
            "28.0 D19 FIRED HELD_LONG_ENOUGH",
            "28.0 D20 FIRED HELD_LONG_ENOUGH");

    chain.send(
        inputs.raw(change(30, "D20", "ann", Movement.WON, -20_000_00).setAmountBefore(20_000_00L)));
    publish(sized(30, "D20", 20).setStatus(DealStatus.WON));
    chain.timePassesTo(40);
    assertThat(chain.steps()).endsWith("30.0 D20 RESOLVED DEAL_WON");
    chain.timePassesTo(2 * DAY);
    assertThat(chain.steps())
        .as("of 19 deals two are the largest tenth: one moves up at midnight")
        .endsWith("48.0 D18 PENDING THRESHOLD_CROSSED");
  }

  private static DealState.Builder sized(double hours, String dealId, long thousands) {
    return deal(hours, dealId, "ann", 65)
        .setForecastCategory(ForecastCategory.PIPELINE)
        .setAmountMinor(thousands * 1_000_00)
        .setConvertedAmount(thousands * 1_000_00);
  }

  @Test
  void asksForALeastAmount() throws Exception {
    begin(AT_RISK.replace("'periods'", "'minOpenAmount': 20000, 'currency': 'USD', 'periods'"));
    publish(
        deal(2, "A", "ann", 90).setAmountMinor(19_999_99L).setConvertedAmount(19_999_99L),
        deal(2, "B", "ann", 90).setAmountMinor(20_000_00L).setConvertedAmount(20_000_00L));
    chain.timePassesTo(3);
    assertThat(chain.events()).extracting(AlertEvent::getScopeId).containsOnly("B");
  }

  @Test
  void looksOnlyWhereItIsToldAndGoesWithTheOwner() throws Exception {
    begin(AT_RISK.replace("'deals'", "'scope': {'include': ['UNIT:south']}, 'deals'"));
    publish(deal(2, "A", "ann", 85), deal(2, "B", "bob", 85));
    chain.timePassesTo(3);
    assertThat(chain.steps()).containsExactly("2.0 B FIRED THRESHOLD_CROSSED");
    chain.send(inputs.member(5, "ann", "south"));
    chain.timePassesTo(6);
    assertThat(chain.steps()).endsWith("5.0 A FIRED THRESHOLD_CROSSED");
    assertThat(last().getScopePath()).containsExactly("root", "south", "ann");
    chain.send(inputs.member(7, "bob", "north"));
    chain.timePassesTo(8);
    assertThat(chain.steps())
        .endsWith("7.0 B RECOVERING THRESHOLD_CLEARED", "8.0 B RESOLVED HELD_LONG_ENOUGH");
  }

  @Test
  void obeysCommandsAndTellsOfMaterialChanges() throws Exception {
    begin(AT_RISK.replace("'cooldown'", "'materiality': {'absolute': 10}, 'cooldown'"));
    publish(deal(2, "A", "ann", 65));
    chain.timePassesTo(6);
    String incident = last().getIncidentId();
    String about = "'dedupKey': 'at-risk|DEAL:A|2026-Q1'";
    chain.send(inputs.command(7, "c1", incident, "'command': 'ACK', " + about));
    publish(deal(8, "A", "ann", 70), deal(9, "A", "ann", 76));
    chain.send(inputs.command(10, "c2", incident, "'command': 'RESOLVE', " + about));
    chain.timePassesTo(20);
    assertThat(chain.steps().subList(2, 5))
        .containsExactly(
            "7.0 A ACKNOWLEDGED MANUAL", "9.0 A UPDATED MATERIAL_CHANGE", "10.0 A RESOLVED MANUAL");
    chain.send(inputs.command(21, "c3", incident, "'command': 'ACK', " + about));
    chain.timePassesTo(22);
    assertThat(chain.deadLetters())
        .extracting(DeadLetter::getMessage)
        .singleElement()
        .asString()
        .contains("is unknown here");
  }

  @Test
  void silencesSingleDealsAndAllOfThem() throws Exception {
    begin(AT_RISK);
    chain.send(
        inputs.command(
            1,
            "c1",
            "c1",
            "'command': 'SILENCE', 'scopeType': 'DEAL', 'scopeId': 'A', 'until':"
                + " '2026-01-02T00:00:00Z'"));
    publish(deal(2, "A", "ann", 85), deal(2, "B", "ann", 85));
    chain.timePassesTo(3);
    assertThat(chain.events())
        .extracting(event -> event.getScopeId() + event.getSuppressedBy())
        .containsExactlyInAnyOrder("A[SILENCE]", "B[]");
  }

  @Test
  void knowsTheDealsPastItsLineWhenARuleIsSwitchedOn() throws Exception {
    String off = AT_RISK.replace("'name'", "'enabled': false, 'name'");
    begin(off);
    publish(deal(2, "A", "ann", 65), deal(2, "B", "ann", 45));
    chain.timePassesTo(3);
    assertThat(chain.events()).isEmpty();
    chain.send(inputs.rule(5, AT_RISK.replace("'version': 1", "'version': 2")));
    chain.timePassesTo(9);
    assertThat(chain.events())
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.PENDING, AlertTransition.FIRED);
    chain.send(inputs.rule(10, off.replace("'version': 1", "'version': 3")));
    chain.timePassesTo(11);
    assertThat(chain.steps()).endsWith("10.0 A RESOLVED RULE_DISABLED");
    chain.send(inputs.ruleDeletion(12, "at-risk"));
    chain.timePassesTo(13);
    assertThat(chain.leftOfDeals()).as("nobody asks any more").isZero();
  }

  @Test
  void leavesDealsToRulesOnDealsAndFiguresToTheOthers() throws Exception {
    begin(AT_RISK);
    chain.send(inputs.rule(0.6, AlertInputs.COVERAGE.replace("'for': '4h'", "'for': '0s'")));
    publish(deal(2, "A", "ann", 85));
    chain.send(inputs.coverage(2, "north", 2.7));
    chain.timePassesTo(3);
    assertThat(chain.events())
        .extracting(event -> event.getRuleId() + " " + event.getScopeId())
        .containsExactlyInAnyOrder("at-risk A", "coverage north");
  }

  /** Deals come and go, move, slip and change hands; teams are reorganised, rules edited. */
  private List<RawRecord> story() throws Exception {
    List<RawRecord> records = new ArrayList<>(organisation());
    records.add(
        inputs.rule(
            0,
            AT_RISK.replace(
                "'categories': ['COMMIT']", "'categories': ['COMMIT'], 'topShare': 0.2")));
    Random random = new Random(11);
    for (int i = 0; i < 12; i++) {
      String dealId = "D" + i;
      String owner = random.nextBoolean() ? "ann" : "bob";
      long amount = 10_000_00L * (1 + random.nextInt(30));
      records.add(inputs.raw(change(1, dealId, owner, Movement.CREATED, amount)));
      for (double hour = 1; hour < 80; hour += 1 + random.nextInt(12)) {
        DealState.Builder seen =
            deal(hour, dealId, owner, 5 * random.nextInt(20))
                .setAmountMinor(amount)
                .setConvertedAmount(amount)
                .setPeriod(random.nextInt(6) == 0 ? "2026-Q2" : "2026-Q1")
                .setForecastCategory(
                    random.nextBoolean() ? ForecastCategory.COMMIT : ForecastCategory.PIPELINE)
                .setStatus(random.nextInt(12) == 0 ? DealStatus.LOST : DealStatus.OPEN);
        records.add(inputs.raw(seen));
      }
    }
    records.add(inputs.member(30, "ann", "south"));
    records.add(
        inputs.rule(50, AT_RISK.replace("'version': 1", "'version': 2").replace("59", "54")));
    records.sort(Comparator.comparingLong(RawRecord::streamTime));
    return records;
  }

  private static List<String> sorted(List<AlertEvent> events) {
    return events.stream()
        .sorted(
            Comparator.comparing(AlertEvent::getDedupKey)
                .thenComparing(AlertEvent::getEvaluatedAt)
                .thenComparing(AlertEvent::getIncidentId)
                .thenComparing(AlertEvent::getSequence))
        .map(AlertEvent::toString)
        .toList();
  }

  @Test
  void tellsTheSameInWhateverOrderRecordsAreRead() throws Exception {
    List<RawRecord> records = story();
    for (RawRecord record : records) {
      chain.send(record);
      chain.timePassesTo((record.streamTime() - AlertInputs.millis(0)) / 3_600_000.0 - 0.001);
    }
    chain.timePassesTo(100);
    assertThat(chain.events()).hasSizeGreaterThan(50);
    for (int seed = 0; seed < 5; seed++) {
      List<RawRecord> shuffled = new ArrayList<>(records);
      shuffled.addAll(records.subList(seed * 10, seed * 10 + 30));
      Collections.shuffle(shuffled, new Random(seed));
      // Kafka has the records of a key in order.
      shuffled = keysInOrder(shuffled);
      try (AlertChain replayed = new AlertChain(SETTINGS, null)) {
        for (RawRecord record : shuffled) {
          replayed.send(record);
        }
        replayed.timePassesTo(100);
        assertThat(sorted(replayed.events())).isEqualTo(sorted(chain.events()));
      }
    }
  }

  private static List<RawRecord> keysInOrder(List<RawRecord> shuffled) {
    Map<String, List<RawRecord>> byKey = new HashMap<>();
    for (RawRecord record : shuffled) {
      byKey.computeIfAbsent(key(record), none -> new ArrayList<>()).add(record);
    }
    byKey.values().forEach(list -> list.sort(Comparator.comparingLong(RawRecord::streamTime)));
    List<RawRecord> inOrder = new ArrayList<>();
    for (RawRecord record : shuffled) {
      inOrder.add(Objects.requireNonNull(byKey.get(key(record))).remove(0));
    }
    return inOrder;
  }

  private static String key(RawRecord record) {
    return record.topic() + "|" + record.keyText();
  }

  @Test
  void tellsTheSameAfterARestartAtAnyHour() throws Exception {
    List<RawRecord> records = story();
    for (RawRecord record : records) {
      chain.send(record);
    }
    chain.timePassesTo(100);
    List<AlertEvent> told = new ArrayList<>();
    AlertChain running = new AlertChain(SETTINGS, null);
    int next = 0;
    for (double hour = 0; hour <= 100; hour += 7) {
      while (next < records.size()
          && records.get(next).streamTime() <= AlertInputs.millis(hour + 3)) {
        running.send(records.get(next++));
      }
      running.timePassesTo(hour);
      AlertChain.Checkpoint checkpoint = running.checkpoint();
      told.addAll(running.events());
      running.close();
      running = new AlertChain(SETTINGS, checkpoint);
    }
    running.timePassesTo(100);
    told.addAll(running.events());
    running.close();
    assertThat(sorted(told)).isEqualTo(sorted(chain.events()));
    assertThat(told).extracting(AlertEvent::getSeverity).contains(Severity.CRITICAL);
  }
}
