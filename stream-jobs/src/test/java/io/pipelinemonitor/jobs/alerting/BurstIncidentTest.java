package io.pipelinemonitor.jobs.alerting;

import static io.pipelinemonitor.jobs.alerting.AlertInputs.change;
import static io.pipelinemonitor.jobs.alerting.AlertInputs.deal;
import static io.pipelinemonitor.jobs.alerting.AlertInputs.edit;
import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertReason;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.SuppressionCause;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BurstIncidentTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://bursts"));
  private static final double MINUTE = 1 / 60.0;
  private static final double EDIT = 24;
  private static final double END = 60;

  /** Committed deals of this and the next quarter with a score of 60, for 5 minutes. */
  private static final String AT_RISK =
      "{'ruleId': 'at-risk', 'version': 1, 'name': 'Deal at risk', 'type': 'DEAL',"
          + " 'metric': 'riskScore', 'direction': 'ABOVE', 'deals': {'categories': ['COMMIT']},"
          + " 'periods': ['CURRENT', 'NEXT'], 'levels': [{'severity': 'WARNING', 'fire': 59,"
          + " 'clear': 50, 'for': '5m'}], 'updatedAt': '2026-01-01T00:00:00Z'}";

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private AlertChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  BurstIncidentTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    chain = newChain(null);
  }

  private AlertChain newChain(AlertChain.@Nullable Checkpoint from) throws Exception {
    AlertChain opened = new AlertChain(SETTINGS, from);
    if (from == null) {
      opened.send(inputs.rule(0, AlertInputs.COVERAGE.replace("'for': '4h'", "'for': '0s'")));
      opened.send(inputs.unit(0, "root", null));
      for (String unit : List.of("north", "south", "west")) {
        opened.send(inputs.unit(0, unit, "root"));
        opened.send(inputs.member(0, "rep-" + unit, unit));
      }
    }
    return opened;
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  /** Five hundred deals of the north, pushed out of the quarter within a minute. */
  private List<RawRecord> largeEdit() {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String dealId = "deal-" + i;
      records.add(inputs.raw(change(1, dealId, "rep-north", Movement.CREATED, 1_000 + i)));
      // In steps of 120 ms, two or three in a tick; published as of the end of the tick.
      double at = EDIT + i * 120 / 3_600_000.0;
      double published = published(i);
      records.add(
          inputs.raw(
              edit(at, dealId)
                  .setEventId("push-" + i)
                  .setActorId("kim")
                  .setOrigin(EventOrigin.USER)));
      records.add(
          inputs.raw(
              change(published, dealId, "rep-north", Movement.PUSHED_OUT, -1_000 - i)
                  .setEventId("push-" + i)
                  .setOtherPeriod("2026-Q2")));
      records.add(
          inputs.raw(
              change(published, dealId, "rep-north", Movement.PUSHED_IN, 1_000 + i)
                  .setChangeId("in-" + i)
                  .setEventId("push-" + i)
                  .setPeriod("2026-Q2")
                  .setOtherPeriod("2026-Q1")));
    }
    return records;
  }

  private static double published(int i) {
    return EDIT + Math.ceil(i * 120 / 250.0) * 250 / 3_600_000.0;
  }

  /** How those deals stand then: pushed, and at risk. One of the south is, too. */
  private List<RawRecord> dealsAtRisk() {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(
          inputs.raw(deal(published(i), "deal-" + i, "rep-north", 65).setPeriod("2026-Q2")));
    }
    records.add(inputs.raw(deal(EDIT + MINUTE / 2, "other", "rep-south", 65)));
    return records;
  }

  private List<AlertEvent> ofDeals(AlertChain from) {
    return from.events().stream().filter(event -> event.getRuleId().equals("at-risk")).toList();
  }

  /** The north and the south thin out in the middle of it, the north recovers the next day. */
  private List<RawRecord> figures() {
    return List.of(
        inputs.coverage(EDIT + MINUTE / 2, "north", 2.7),
        inputs.coverage(EDIT + MINUTE / 2, "south", 2.8),
        inputs.coverage(EDIT + 6, "north", 3.5));
  }

  private List<RawRecord> all() {
    List<RawRecord> records = new ArrayList<>(largeEdit());
    records.addAll(figures());
    return records;
  }

  private static void send(AlertChain chain, List<RawRecord> records) throws Exception {
    for (RawRecord record : records) {
      chain.send(record);
    }
  }

  private static List<String> texts(List<AlertEvent> events) {
    return events.stream().map(AlertEvent::toString).toList();
  }

  private static Tuple step(AlertEvent event) {
    return Tuple.tuple(
        event.getScopeId(), event.getTransition(), event.getReason(), event.getSuppressedBy());
  }

  @Test
  void tellsOfManyChangesOfOnePersonAsOneIncident() throws Exception {
    send(chain, all());
    chain.timePassesTo(END);
    List<AlertEvent> told = chain.burstEvents();
    assertThat(told)
        .extracting(AlertEvent::getTransition, AlertEvent::getValue)
        .containsExactly(
            Tuple.tuple(AlertTransition.FIRED, 51.0),
            Tuple.tuple(AlertTransition.UPDATED, 500.0),
            Tuple.tuple(AlertTransition.RESOLVED, 500.0));
    assertThat(told)
        .extracting(AlertEvent::getIncidentId)
        .containsOnly(told.get(0).getIncidentId());
    assertThat(told)
        .extracting(AlertEvent::getDedupKey)
        .containsOnly("bulk-edit|ACTOR:crm:kim|2026-Q1");
    AlertEvent resolved = told.get(2);
    long total = -(500 * 1_000 + 499 * 500 / 2);
    assertThat(resolved.getTotalDelta()).isEqualTo(total);
    assertThat(resolved.getContributors()).hasSize(5);
    assertThat(resolved.getContributors().get(0).getDealId()).isEqualTo("deal-499");
    assertThat(
            resolved.getContributors().stream().mapToLong(AlertContributor::getDelta).sum()
                + resolved.getOtherDelta())
        .isEqualTo(total);
    assertThat(resolved.getSummary())
        .isEqualTo(
            "kim changed 500 deals (close date) within 59 seconds; nothing more has come for 10"
                + " minutes. Open pipeline of 2026-Q1 fell by USD 6,247.50, open pipeline of"
                + " 2026-Q2 rose by USD 6,247.50.");
  }

  @Test
  void tellsNobodyOfWhatFollowsFromItUntilItIsOver() throws Exception {
    send(chain, all());
    chain.timePassesTo(END);
    List<SuppressionCause> edited = List.of(SuppressionCause.BULK_EDIT);
    assertThat(chain.events())
        .extracting(BurstIncidentTest::step)
        .containsExactlyInAnyOrder(
            Tuple.tuple("north", AlertTransition.FIRED, AlertReason.THRESHOLD_CROSSED, edited),
            Tuple.tuple("south", AlertTransition.FIRED, AlertReason.THRESHOLD_CROSSED, List.of()),
            Tuple.tuple(
                "north", AlertTransition.REMINDED, AlertReason.SUPPRESSION_ENDED, List.of()),
            Tuple.tuple(
                "north", AlertTransition.RECOVERING, AlertReason.THRESHOLD_CLEARED, List.of()),
            Tuple.tuple(
                "north", AlertTransition.RESOLVED, AlertReason.HELD_LONG_ENOUGH, List.of()));
    AlertEvent reminded =
        chain.events().stream()
            .filter(event -> event.getTransition() == AlertTransition.REMINDED)
            .findFirst()
            .orElseThrow();
    assertThat(reminded.getEvaluatedAt())
        .isEqualTo(chain.burstEvents().get(2).getEvaluatedAt())
        .isEqualTo(AlertInputs.START.plusSeconds(24 * 3_600 + 600).plusMillis(60_000));
  }

  @Test
  void tellsOfNoSingleDealWhileOnePersonChangesMany() throws Exception {
    chain.send(inputs.rule(0, AT_RISK));
    List<RawRecord> records = new ArrayList<>(largeEdit());
    records.addAll(dealsAtRisk());
    send(chain, records);
    chain.timePassesTo(END);
    assertThat(chain.burstEvents())
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.FIRED, AlertTransition.UPDATED, AlertTransition.RESOLVED);
    Instant over = chain.burstEvents().get(2).getEvaluatedAt();
    List<AlertEvent> edited =
        ofDeals(chain).stream()
            .filter(event -> event.getScopeId().startsWith("deal-"))
            .filter(event -> event.getTransition() != AlertTransition.PENDING)
            .toList();
    assertThat(edited)
        .filteredOn(event -> event.getEvaluatedAt().isBefore(over))
        .hasSize(500)
        .allSatisfy(
            event ->
                assertThat(event.getSuppressedBy()).containsExactly(SuppressionCause.BULK_EDIT));
    assertThat(edited)
        .as("all at once, to be told as one")
        .filteredOn(event -> event.getSuppressedBy().isEmpty())
        .hasSize(500)
        .extracting(AlertEvent::getReason, AlertEvent::getEvaluatedAt)
        .containsOnly(Tuple.tuple(AlertReason.SUPPRESSION_ENDED, over));
    assertThat(ofDeals(chain))
        .filteredOn(event -> event.getScopeId().equals("other"))
        .extracting(AlertEvent::getTransition, AlertEvent::getSuppressedBy)
        .containsExactly(
            Tuple.tuple(AlertTransition.PENDING, List.of()),
            Tuple.tuple(AlertTransition.FIRED, List.of()));

    records.addAll(records.subList(0, 700));
    Collections.shuffle(records, new Random(5));
    try (AlertChain shuffled = newChain(null)) {
      shuffled.send(inputs.rule(0, AT_RISK));
      send(shuffled, records);
      shuffled.timePassesTo(END);
      assertThat(texts(ofDeals(shuffled)))
          .containsExactlyInAnyOrderElementsOf(texts(ofDeals(chain)));
    }
  }

  /** Open deals of a rep, from the first hour on. */
  private List<RawRecord> openDeals(int deals, String prefix, String ownerId) {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < deals; i++) {
      records.add(inputs.raw(change(1, prefix + i, ownerId, Movement.CREATED, 1_000 + i)));
    }
    return records;
  }

  /** The first deals of the north, made smaller by somebody, one every four seconds. */
  private List<RawRecord> smallEdit(double from, int deals) {
    List<RawRecord> records = new ArrayList<>();
    for (int i = 0; i < deals; i++) {
      double at = from + i * 4 / 3_600.0;
      String eventId = "smaller-" + from + "-" + i;
      records.add(
          inputs.raw(
              edit(at, "deal-" + i)
                  .setEventId(eventId)
                  .setActorId("kim")
                  .setCloseDate(null)
                  .setAmountMinor(900L)
                  .setOrigin(EventOrigin.USER)));
      records.add(
          inputs.raw(
              change(at, "deal-" + i, "rep-north", Movement.DECREASED, -100).setEventId(eventId)));
      records.add(inputs.raw(deal(at, "deal-" + i, "rep-north", 65)));
    }
    return records;
  }

  private List<RawRecord> smallEditOf(int deals, int ofNorth) {
    List<RawRecord> records = openDeals(ofNorth, "deal-", "rep-north");
    records.addAll(openDeals(400, "southern-", "rep-south"));
    records.addAll(smallEdit(EDIT, deals));
    return records;
  }

  @Test
  void tellsOfAQuarterOfATeamsDealsChangedInAMinuteAsOneIncident() throws Exception {
    chain.send(inputs.rule(0, AT_RISK));
    List<RawRecord> records = smallEditOf(15, 60);
    send(chain, records);
    chain.timePassesTo(END);
    List<AlertEvent> told = chain.burstEvents();
    assertThat(told)
        .extracting(AlertEvent::getTransition, AlertEvent::getValue, AlertEvent::getFireThreshold)
        .containsExactly(
            Tuple.tuple(AlertTransition.FIRED, 13.0, 12.0),
            Tuple.tuple(AlertTransition.UPDATED, 15.0, 12.0),
            Tuple.tuple(AlertTransition.RESOLVED, 15.0, 12.0));
    assertThat(told)
        .extracting(AlertEvent::getDedupKey)
        .containsOnly("bulk-edit|ACTOR:crm:kim|2026-Q1");
    assertThat(told.get(2).getSummary())
        .isEqualTo(
            "kim changed 15 deals (amount) within 56 seconds; nothing more has come for 10"
                + " minutes. In Unit north: 15 of 60 open deals (25 %). Open pipeline of 2026-Q1"
                + " fell by USD 15.");
    Instant over = told.get(2).getEvaluatedAt();
    List<AlertEvent> fired =
        ofDeals(chain).stream()
            .filter(event -> event.getTransition() != AlertTransition.PENDING)
            .toList();
    assertThat(fired)
        .filteredOn(event -> event.getEvaluatedAt().isBefore(over))
        .hasSize(15)
        .allSatisfy(
            event ->
                assertThat(event.getSuppressedBy()).containsExactly(SuppressionCause.BULK_EDIT));
    assertThat(fired)
        .filteredOn(event -> event.getSuppressedBy().isEmpty())
        .hasSize(15)
        .extracting(AlertEvent::getReason, AlertEvent::getEvaluatedAt)
        .containsOnly(Tuple.tuple(AlertReason.SUPPRESSION_ENDED, over));

    records.addAll(records.subList(400, 490));
    for (int seed = 0; seed < 3; seed++) {
      Collections.shuffle(records, new Random(seed));
      try (AlertChain shuffled = newChain(null)) {
        shuffled.send(inputs.rule(0, AT_RISK));
        send(shuffled, records);
        shuffled.timePassesTo(END);
        assertThat(texts(shuffled.burstEvents())).isEqualTo(texts(told));
        assertThat(texts(ofDeals(shuffled)))
            .containsExactlyInAnyOrderElementsOf(texts(ofDeals(chain)));
      }
    }
  }

  @Test
  void takesAFewDealsOfALargeTeamForNothing() throws Exception {
    chain.send(inputs.rule(0, AT_RISK));
    send(chain, smallEditOf(15, 400));
    chain.timePassesTo(END);
    assertThat(chain.burstEvents()).isEmpty();
    assertThat(ofDeals(chain))
        .filteredOn(event -> event.getTransition() == AlertTransition.FIRED)
        .hasSize(15)
        .allSatisfy(event -> assertThat(event.getSuppressedBy()).isEmpty());
  }

  @Test
  void takesSomebodyWhoTidiesUpHalfOfASmallTeamForNothing() throws Exception {
    send(chain, smallEditOf(9, 20));
    chain.timePassesTo(END);
    assertThat(chain.burstEvents()).isEmpty();
  }

  @Test
  void countsTheDealsThatAUnitHasAtThatMoment() throws Exception {
    send(chain, openDeals(20, "deal-", "rep-north"));
    send(chain, openDeals(60, "southern-", "rep-south"));
    chain.send(inputs.member(10, "rep-south", "north"));
    send(chain, smallEdit(EDIT, 11));
    chain.send(inputs.member(40, "rep-south", "south"));
    send(chain, smallEdit(50, 11));
    chain.timePassesTo(END);
    assertThat(chain.burstEvents())
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.FIRED, AlertTransition.RESOLVED);
    assertThat(chain.burstEvents().get(0).getActiveAt())
        .isEqualTo(AlertInputs.START.plusSeconds(50 * 3_600));
    assertThat(chain.burstEvents().get(0).getSummary())
        .contains("In Unit north: 11 of 20 open deals (55 %).");
  }

  @Test
  void takesDealsThatItClosesForDealsOfTheUnit() throws Exception {
    send(chain, openDeals(60, "deal-", "rep-north"));
    for (int i = 0; i < 13; i++) {
      String dealId = "deal-" + i;
      chain.send(inputs.raw(edit(EDIT, dealId).setActorId("kim").setEventId("lost-" + i)));
      chain.send(
          inputs.raw(
              change(EDIT, dealId, "rep-north", Movement.LOST, -1_000 - i)
                  .setEventId("lost-" + i)));
    }
    chain.timePassesTo(END);
    assertThat(chain.burstEvents()).hasSize(2);
    assertThat(chain.burstEvents().get(1).getSummary())
        .contains("In Unit north: 13 of 60 open deals (22 %).");
  }

  @Test
  void knowsAfterARestartHowManyDealsAreOpen() throws Exception {
    send(chain, smallEditOf(15, 60));
    chain.timePassesTo(2);
    AlertChain.Checkpoint before = chain.checkpoint();
    chain.timePassesTo(EDIT + MINUTE / 2);
    AlertChain.Checkpoint within = chain.checkpoint();
    chain.timePassesTo(END);
    assertThat(chain.burstEvents()).hasSize(3);
    for (AlertChain.Checkpoint checkpoint : List.of(before, within)) {
      try (AlertChain restored = newChain(checkpoint)) {
        restored.timePassesTo(END);
        assertThat(texts(restored.burstEvents())).isEqualTo(texts(chain.burstEvents()));
      }
    }
  }

  @Test
  void keepsQuietOfDealsWithoutAnAmountThatWereChangedAndOfNoOther() throws Exception {
    chain.send(inputs.rule(0, AT_RISK));
    for (int i = 0; i < 60; i++) {
      chain.send(inputs.raw(edit(EDIT, "deal-" + i).setActorId("kim")));
      chain.send(inputs.raw(withoutAmount("deal-" + i)));
    }
    chain.send(inputs.raw(withoutAmount("other")));
    chain.timePassesTo(EDIT + 8 * MINUTE);
    assertThat(ofDeals(chain))
        .filteredOn(event -> event.getTransition() == AlertTransition.FIRED)
        .hasSize(61)
        .allSatisfy(
            event ->
                assertThat(event.getSuppressedBy())
                    .isEqualTo(
                        event.getScopeId().equals("other")
                            ? List.of()
                            : List.of(SuppressionCause.BULK_EDIT)));
  }

  private static DealState.Builder withoutAmount(String dealId) {
    return deal(EDIT + MINUTE, dealId, "rep-north", 65)
        .setAmountMinor(null)
        .setConvertedAmount(null);
  }

  @Test
  void raisesNothingWhereARuleLeavesDealsThatArePushedAlone() throws Exception {
    chain.send(inputs.rule(0, AT_RISK.replace("'CURRENT', 'NEXT'", "'CURRENT'")));
    send(chain, largeEdit());
    for (int i = 0; i < 500; i++) {
      chain.send(inputs.raw(deal(2, "deal-" + i, "rep-north", i < 3 ? 65 : 55)));
    }
    send(chain, dealsAtRisk());
    chain.timePassesTo(END);
    assertThat(ofDeals(chain))
        .filteredOn(event -> !event.getScopeId().equals("other"))
        .filteredOn(
            event -> !event.getEvaluatedAt().isBefore(AlertInputs.START.plusSeconds(86_400)))
        .extracting(AlertEvent::getTransition, AlertEvent::getReason)
        .containsExactly(
            Tuple.tuple(AlertTransition.RESOLVED, AlertReason.DEAL_MOVED),
            Tuple.tuple(AlertTransition.RESOLVED, AlertReason.DEAL_MOVED),
            Tuple.tuple(AlertTransition.RESOLVED, AlertReason.DEAL_MOVED));
    assertThat(chain.burstEvents()).hasSize(3);
  }

  @Test
  void judgesTheFiguresAsIfNobodyHadEditedThem() throws Exception {
    send(chain, all());
    chain.timePassesTo(END);
    try (AlertChain without = newChain(null)) {
      send(without, figures());
      without.timePassesTo(END);
      assertThat(lives(chain)).containsExactlyInAnyOrderElementsOf(lives(without));
    }
  }

  private static List<Tuple> lives(AlertChain chain) {
    return chain.events().stream()
        .filter(event -> event.getTransition() != AlertTransition.REMINDED)
        .map(
            event ->
                Tuple.tuple(
                    event.getIncidentId(),
                    event.getTransition(),
                    event.getEvaluatedAt(),
                    event.getValue()))
        .toList();
  }

  @Test
  void tellsTheSameInAnyOrderOfArrivalAndWithRepetitions() throws Exception {
    send(chain, all());
    chain.timePassesTo(END);
    for (int seed = 0; seed < 3; seed++) {
      List<RawRecord> records = all();
      records.addAll(records.subList(0, 700));
      Collections.shuffle(records, new Random(seed));
      try (AlertChain shuffled = newChain(null)) {
        send(shuffled, records);
        shuffled.timePassesTo(END);
        assertThat(texts(shuffled.burstEvents())).isEqualTo(texts(chain.burstEvents()));
        assertThat(texts(shuffled.events()))
            .containsExactlyInAnyOrderElementsOf(texts(chain.events()));
      }
    }
  }

  @Test
  void countsAnEventThatComesAgainLaterOnce() throws Exception {
    List<RawRecord> edits = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      edits.add(inputs.raw(edit(EDIT, "deal-" + i).setActorId("kim")));
    }
    send(chain, edits);
    chain.timePassesTo(EDIT + 1);
    for (RawRecord record : edits) {
      long at = AlertInputs.millis(EDIT + 5);
      chain.send(
          new RawRecord(record.topic(), 0, record.offset(), at, at, record.key(), record.value()));
    }
    chain.timePassesTo(END);
    assertThat(chain.burstEvents())
        .extracting(AlertEvent::getTransition)
        .containsExactly(AlertTransition.FIRED, AlertTransition.RESOLVED);
  }

  @Test
  void goesOnAfterARestartInItsMiddle() throws Exception {
    List<RawRecord> records = all();
    send(chain, records);
    chain.timePassesTo(EDIT + MINUTE / 2);
    List<String> before = new ArrayList<>(texts(chain.burstEvents()));
    List<String> incidentsBefore = new ArrayList<>(texts(chain.events()));
    AlertChain.Checkpoint checkpoint = chain.checkpoint();
    chain.timePassesTo(END);
    try (AlertChain restored = newChain(checkpoint)) {
      restored.timePassesTo(END);
      before.addAll(texts(restored.burstEvents()));
      incidentsBefore.addAll(texts(restored.events()));
    }
    assertThat(before).isEqualTo(texts(chain.burstEvents()));
    assertThat(incidentsBefore).isEqualTo(texts(chain.events()));
  }

  @Test
  void takesAFewDealsOfEachOfTwoPeopleForNothing() throws Exception {
    for (int i = 0; i < 60; i++) {
      String actor = i % 2 == 0 ? "ann" : "bob";
      chain.send(inputs.raw(edit(EDIT + i / 3_600.0, "deal-" + i).setActorId(actor)));
    }
    chain.timePassesTo(END);
    assertThat(chain.burstEvents()).isEmpty();
  }

  @Test
  void takesWhatAProgramWritesForABulkEditOnlyWhereItSaysSo() throws Exception {
    for (int i = 0; i < 60; i++) {
      double at = EDIT + i / 3_600.0;
      chain.send(inputs.raw(edit(at, "a-" + i).setActorId("sync").setOrigin(EventOrigin.API)));
      chain.send(
          inputs.raw(
              edit(at, "b-" + i).setActorId("sync").setOrigin(EventOrigin.API).setBatchId("b7")));
    }
    chain.timePassesTo(END);
    assertThat(chain.burstEvents())
        .extracting(AlertEvent::getDedupKey)
        .containsOnly("bulk-edit|BATCH:crm:b7|2026-Q1");
  }

  private void load(double from) throws Exception {
    for (int i = 0; i < 60; i++) {
      chain.send(
          inputs.raw(
              edit(from + i / 3_600.0, "loaded-" + from + "-" + i)
                  .setActorId("owner-" + i % 7)
                  .setOrigin(EventOrigin.IMPORT)));
    }
  }

  @Test
  void takesTheFirstImportForTheBeginningAndALaterOneForABackfill() throws Exception {
    load(0.5);
    chain.send(inputs.coverage(0.5 + 1.5 * MINUTE, "north", 2.7));
    chain.send(inputs.raw(edit(10, "loaded-0.5-1").setActorId("ann")));
    load(EDIT);
    chain.send(inputs.coverage(EDIT + 2 * MINUTE, "south", 2.8));
    chain.send(inputs.coverage(EDIT + 2 * MINUTE, "west", 3.1));
    chain.timePassesTo(END);
    assertThat(chain.burstEvents())
        .extracting(AlertEvent::getTransition, AlertEvent::getRuleId)
        .containsExactly(
            Tuple.tuple(AlertTransition.FIRED, "backfill"),
            Tuple.tuple(AlertTransition.UPDATED, "backfill"),
            Tuple.tuple(AlertTransition.RESOLVED, "backfill"),
            Tuple.tuple(AlertTransition.FIRED, "backfill"),
            Tuple.tuple(AlertTransition.UPDATED, "backfill"),
            Tuple.tuple(AlertTransition.RESOLVED, "backfill"));
    assertThat(chain.burstEvents().get(2).getSummary())
        .isEqualTo(
            "First import of 60 deals from crm finished after 59 seconds; what is still firing is"
                + " told now.");
    assertThat(chain.burstEvents().get(5).getSummary()).startsWith("Import of 60 deals from crm");
    assertThat(chain.events())
        .extracting(BurstIncidentTest::step)
        .containsExactlyInAnyOrder(
            Tuple.tuple(
                "north",
                AlertTransition.FIRED,
                AlertReason.THRESHOLD_CROSSED,
                List.of(SuppressionCause.BOOTSTRAP)),
            Tuple.tuple(
                "north", AlertTransition.REMINDED, AlertReason.SUPPRESSION_ENDED, List.of()),
            Tuple.tuple(
                "south",
                AlertTransition.FIRED,
                AlertReason.THRESHOLD_CROSSED,
                List.of(SuppressionCause.BACKFILL)),
            Tuple.tuple(
                "north", AlertTransition.REMINDED, AlertReason.SUPPRESSION_ENDED, List.of()),
            Tuple.tuple(
                "south", AlertTransition.REMINDED, AlertReason.SUPPRESSION_ENDED, List.of()));
    assertThat(chain.events().subList(3, 5))
        .as("all at once, to be told as one")
        .extracting(AlertEvent::getEvaluatedAt)
        .containsOnly(chain.burstEvents().get(5).getEvaluatedAt());
  }

  @Test
  void leavesNothingBehind() throws Exception {
    send(chain, all());
    load(EDIT + 1);
    chain.timePassesTo(END);
    chain.timePassesTo(24 * (181 + 3));
    assertThat(chain.left()).isZero();
  }
}
