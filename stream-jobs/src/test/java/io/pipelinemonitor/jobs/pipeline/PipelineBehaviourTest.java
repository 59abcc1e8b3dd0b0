package io.pipelinemonitor.jobs.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.metrics.Measure;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the job does with single records, moments and bad input, through its real operators. */
class PipelineBehaviourTest {

  private static final long MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000L;
  private static final long DAY = 24 * HOUR;
  private static final String TEAM_A = "UNIT:team-a|2026-Q1";
  private static final String TEAM_B = "UNIT:team-b|2026-Q1";
  private static final String COMPANY = "COMPANY:company|2026-Q1";

  private final JobSettings settings =
      JobSettings.of(Map.of("schema.registry.url", "mock://behaviour", "reported.periods", "2"));
  private SchemaRegistryClient registry;
  private ContractRecords contract;
  private PipelineChain chain;

  @BeforeEach
  void start() throws Exception {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), Map.of());
    new SchemaRegistrar(registry, Duration.ofSeconds(1)).registerAll(Topics.all());
    contract = new ContractRecords(registry);
    chain = new PipelineChain(settings, registry, null);
  }

  @AfterEach
  void stop() throws Exception {
    chain.close();
    registry.close();
  }

  @Test
  void publishesCoverageOfEveryLevelAtTheEndOfTheTick() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 90_000_00L, "2026-03-20", MONDAY_9AM + 1_001);
    chain.watermark(MONDAY_9AM + 1_249);
    assertThat(latest(TEAM_A).getOpenCount()).isZero();

    chain.watermark(MONDAY_9AM + 1_250);
    PipelineSnapshot team = latest(TEAM_A);
    assertThat(team.getAsOf()).isEqualTo(Instant.ofEpochMilli(MONDAY_9AM + 1_250));
    assertThat(team.getOpenAmount()).isEqualTo(90_000_00L);
    assertThat(team.getQuota()).isEqualTo(30_000_00L);
    assertThat(team.getCoverageToGo()).isEqualTo(3.0);
    assertThat(latest(COMPANY).getQuota()).isEqualTo(80_000_00L);
    assertThat(chain.latest()).containsKeys("REP:ann|2026-Q1", "SEGMENT:large|2026-Q1");
  }

  @Test
  void publishesEachScopeOnceATickHoweverManyDealsChange() throws Exception {
    sendPlan(MONDAY_9AM);
    chain.watermark(MONDAY_9AM);
    chain.snapshots.clear();
    for (int i = 0; i < 100; i++) {
      sendDeal("deal" + i, "ann", 100L, "2026-03-20", MONDAY_9AM + 10 + i);
    }
    chain.watermark(MONDAY_9AM + 250);
    assertThat(chain.snapshots).filteredOn(s -> s.getScopeId().equals("company")).hasSize(1);
    assertThat(latest(COMPANY).getOpenCount()).isEqualTo(100);
  }

  @Test
  void correctsTheFiguresWhenThePlanComesAfterTheDeals() throws Exception {
    sendDeal("A", "ann", 90_000_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    PipelineSnapshot company = latest(COMPANY);
    assertThat(company.getOpenAmount()).isEqualTo(90_000_00L);
    assertThat(company.getUnknownOwnerCount()).isEqualTo(1);
    assertThat(company.getUnknownStageCount()).isEqualTo(1);
    assertThat(chain.latest()).doesNotContainKey(TEAM_A);

    sendPlan(MONDAY_9AM + 2 * HOUR);
    chain.watermark(MONDAY_9AM + 3 * HOUR);
    company = latest(COMPANY);
    assertThat(company.getUnknownOwnerCount()).isZero();
    assertThat(company.getUnknownStageCount()).isZero();
    assertThat(company.getWeightedAmount()).isEqualTo(36_000_00L);
    assertThat(latest(TEAM_A).getCoverageFull()).isEqualTo(3.0);
  }

  @Test
  void movesAllDealsOfARepExactlyWhenTheReorganisationHolds() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 50_000_00L, "2026-03-20", MONDAY_9AM + HOUR);
    // Read long before stream time reaches it, as a replay of a small topic does.
    sendMember("ann", "team-b", MONDAY_9AM + 2 * DAY);
    sendDeal("B", "ann", 1_000_00L, "2026-03-20", MONDAY_9AM + DAY);
    chain.watermark(MONDAY_9AM + 2 * DAY - 1);
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(51_000_00L);

    chain.watermark(MONDAY_9AM + 2 * DAY);
    PipelineSnapshot from = latest(TEAM_A);
    PipelineSnapshot to = latest(TEAM_B);
    assertThat(from.getOpenAmount()).isZero();
    assertThat(from.getAsOf()).isEqualTo(Instant.ofEpochMilli(MONDAY_9AM + 2 * DAY));
    assertThat(to.getOpenAmount()).isEqualTo(51_000_00L);
    assertThat(to.getQuota()).isEqualTo(80_000_00L);
    assertThat(to.getAsOf()).isEqualTo(from.getAsOf());
    assertThat(latest(COMPANY).getOpenAmount()).isEqualTo(51_000_00L);
    assertThat(latest("REP:ann|2026-Q1").getScopePath()).containsExactly("hq", "team-b");
  }

  @Test
  void countsADealAsOverdueFromTheMidnightAfterItsCloseDate() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 10_00L, "2026-02-03", MONDAY_9AM);
    long midnight = Instant.parse("2026-02-04T00:00:00Z").toEpochMilli();
    chain.watermark(midnight - 1);
    assertThat(latest(TEAM_A).getOverdueAmount()).isZero();
    chain.watermark(midnight);
    assertThat(latest(TEAM_A).getOverdueAmount()).isEqualTo(10_00L);
    assertThat(latest(TEAM_A).getAsOf()).isEqualTo(Instant.ofEpochMilli(midnight));
    assertThat(chain.dealStates.get(chain.dealStates.size() - 1).getOverdue()).isTrue();
  }

  @Test
  void convertsWithTheRateInForceAndCorrectsItselfWhenTheRateChanges() throws Exception {
    sendPlan(MONDAY_9AM);
    DealEvent inEuros =
        deal("A", "ann", 100_00L, "2026-03-20", MONDAY_9AM).with(DealField.CURRENCY, "EUR");
    chain.send(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(inEuros), MONDAY_9AM));
    chain.watermark(MONDAY_9AM + HOUR);
    assertThat(latest(TEAM_A).getUnconvertedCount()).isEqualTo(1);
    assertThat(latest(TEAM_A).getOpenAmount()).isZero();

    sendRate("1.10", "2026-01-01", MONDAY_9AM + 2 * HOUR);
    sendRate("1.25", "2026-02-05", MONDAY_9AM + 2 * HOUR);
    chain.watermark(MONDAY_9AM + 3 * HOUR);
    assertThat(latest(TEAM_A).getUnconvertedCount()).isZero();
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(110_00L);

    chain.watermark(Instant.parse("2026-02-05T00:00:00Z").toEpochMilli());
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(125_00L);
  }

  @Test
  void sendsNothingForADuplicate() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    int published = chain.snapshots.size();
    int states = chain.dealStates.size();
    chain.send(
        contract.raw(
            Topics.DEAL_EVENTS,
            ContractRecords.event(deal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM)),
            MONDAY_9AM + 2 * HOUR));
    chain.watermark(MONDAY_9AM + 3 * HOUR);
    assertThat(chain.snapshots).hasSize(published);
    assertThat(chain.dealStates).hasSize(states);
  }

  @Test
  void takesARecordThatComesAfterItsTickIntoTheNextOne() throws Exception {
    sendPlan(MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    sendDeal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR + 250);
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(10_00L);
    assertThat(latest(TEAM_A).getAsOf()).isEqualTo(Instant.ofEpochMilli(MONDAY_9AM + HOUR + 250));
  }

  @Test
  void leavesNothingBehindOnceItsPeriodIsNoLongerReported() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    sendDeal("B", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    DealEvent won =
        new DealEvent("A-won", "A", DealEventType.UPDATED, micros(MONDAY_9AM + HOUR), 1)
            .with(DealField.STAGE_ID, "won");
    send(won, MONDAY_9AM + HOUR);
    send(
        new DealEvent("B-deleted", "B", DealEventType.DELETED, micros(MONDAY_9AM + HOUR), 1),
        MONDAY_9AM + HOUR);
    chain.watermark(MONDAY_9AM + DAY);
    assertThat(latest(TEAM_A).getBookedAmount()).isEqualTo(10_00L);

    chain.watermark(Instant.parse("2026-09-30T23:59:59Z").toEpochMilli());
    assertThat(chain.leftOfDeals()).isPositive();
    assertThat(chain.leftOfScopes()).isPositive();
    chain.watermark(Instant.parse("2026-10-01T00:00:00Z").toEpochMilli());
    assertThat(chain.leftOfDeals()).isZero();
    assertThat(chain.leftOfScopes()).isZero();
  }

  @Test
  void doesNotReviveADealThatClosedLongAgoWhenItsCreationComesLater() throws Exception {
    sendPlan(MONDAY_9AM);
    long lost = Instant.parse("2025-06-15T09:00:00Z").toEpochMilli();
    send(
        new DealEvent("A-lost", "A", DealEventType.UPDATED, micros(lost), 1)
            .with(DealField.STATUS, StatusFact.LOST),
        MONDAY_9AM);
    chain.watermark(MONDAY_9AM + 1_000);
    DealEvent created = deal("A", "ann", 10_00L, "2026-03-20", lost - DAY);
    send(created, MONDAY_9AM + 2_000);
    chain.watermark(MONDAY_9AM + 3_000);
    send(created, MONDAY_9AM + 4_000);
    chain.watermark(MONDAY_9AM + 10_000);
    PipelineSnapshot company = chain.latest().get(COMPANY);
    assertThat(company == null ? 0 : company.getOpenCount()).isZero();
  }

  @Test
  void withdrawsTheRatesOfACurrencyAlsoThoseStillToCome() throws Exception {
    sendPlan(MONDAY_9AM);
    sendRate("1.10", "2026-01-01", MONDAY_9AM);
    sendRate("1.25", "2026-02-05", MONDAY_9AM);
    send(
        deal("A", "ann", 100_00L, "2026-03-20", MONDAY_9AM).with(DealField.CURRENCY, "EUR"),
        MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(110_00L);
    chain.send(contract.raw(Topics.FX_RATES, "EUR", null, MONDAY_9AM + 2 * HOUR));
    chain.watermark(MONDAY_9AM + 5 * DAY);
    assertThat(latest(TEAM_A).getUnconvertedCount()).isEqualTo(1);
  }

  @Test
  void takesTheNewRateWhenTheOldOnesAreWithdrawnInTheSameTick() throws Exception {
    sendPlan(MONDAY_9AM);
    sendRate("1.10", "2026-01-01", MONDAY_9AM + 1);
    chain.send(contract.raw(Topics.FX_RATES, "EUR", null, MONDAY_9AM + 2));
    sendRate("1.20", "2026-01-01", MONDAY_9AM + 3);
    send(
        deal("A", "ann", 100_00L, "2026-03-20", MONDAY_9AM).with(DealField.CURRENCY, "EUR"),
        MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(120_00L);
  }

  @Test
  void letsNoOlderDefinitionWinAfterARestart() throws Exception {
    sendPlan(MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    sendQuota("ann", 1L, MONDAY_9AM + 60_000);
    PipelineChain restored = new PipelineChain(settings, registry, chain.checkpoint(1));
    chain.close();
    chain = restored;
    sendQuota("ann", 2_00L, MONDAY_9AM + 120_000);
    chain.watermark(MONDAY_9AM + 2 * HOUR);
    assertThat(latest("REP:ann|2026-Q1").getQuota()).isEqualTo(2_00L);
  }

  @Test
  void convertsWithTheRateInForceAlsoWhatComesLateAfterARestart() throws Exception {
    sendPlan(MONDAY_9AM);
    sendRate("1.10", "2026-01-01", MONDAY_9AM);
    sendRate("1.25", "2026-02-05", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + 5 * DAY);
    PipelineChain restored = new PipelineChain(settings, registry, chain.checkpoint(1));
    chain.close();
    chain = restored;
    send(
        deal("A", "ann", 100_00L, "2026-03-20", MONDAY_9AM).with(DealField.CURRENCY, "EUR"),
        MONDAY_9AM + HOUR);
    chain.watermark(MONDAY_9AM + 6 * DAY);
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(125_00L);
  }

  @Test
  void publishesNothingWhenADefinitionIsSentAgainUnchanged() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    int published = chain.snapshots.size();
    int states = chain.dealStates.size();
    sendPlan(MONDAY_9AM + 2 * HOUR);
    chain.watermark(MONDAY_9AM + 3 * HOUR);
    assertThat(chain.snapshots).hasSize(published);
    assertThat(chain.dealStates).hasSize(states);
  }

  @Test
  void correctsTheCompanysQuotaWhenThatOfTheRootChanges() throws Exception {
    sendPlan(MONDAY_9AM);
    sendQuota(Scope.unit("hq"), 100_000_00L, MONDAY_9AM + 1_000);
    chain.watermark(MONDAY_9AM + HOUR);
    assertThat(latest(COMPANY).getQuota()).isEqualTo(100_000_00L);

    sendQuota(Scope.unit("hq"), 120_000_00L, MONDAY_9AM + 2 * HOUR);
    chain.watermark(MONDAY_9AM + 3 * HOUR);
    assertThat(latest(COMPANY).getQuota()).isEqualTo(120_000_00L);

    sendQuota("ann", 40_000_00L, MONDAY_9AM + 4 * HOUR);
    sendQuota(Scope.unit("hq"), 0, MONDAY_9AM + 4 * HOUR);
    chain.watermark(MONDAY_9AM + 5 * HOUR);
    assertThat(latest(COMPANY).getQuota()).isEqualTo(90_000_00L);
    assertThat(chain.latest()).doesNotContainKey("UNIT:hq|2026-Q1");
  }

  @Test
  void refusesStateThatOtherSettingsMade() throws Exception {
    sendPlan(MONDAY_9AM);
    sendDeal("A", "ann", 10_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);
    PipelineChain.Checkpoint checkpoint = chain.checkpoint(1);
    JobSettings others =
        JobSettings.of(
            Map.of(
                "schema.registry.url", "mock://behaviour",
                "coverage.qualified-from-stage-order", "3"));
    assertThatThrownBy(() -> new PipelineChain(others, registry, checkpoint))
        .rootCause()
        .hasMessageContaining("the checkpoint was made with other settings")
        .hasMessageContaining("coverage.qualified-from-stage-order=3")
        .hasMessageContaining("go back to them, or start the job without its checkpoints");
  }

  @Test
  void closesATickThatNoLaterRecordWillCloseWhereOnlyTheDataMoveTime() throws Exception {
    Sums change = new Sums();
    change.add(Measure.OPEN_COUNT, 1);
    JobSettings replay =
        JobSettings.of(Map.of("schema.registry.url", "mock://behaviour", "clock", "data"));
    try (KeyedTwoInputStreamOperatorTestHarness<String, CellDelta, PlanRecord, PipelineSnapshot>
        scopes =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                ScopeOperator.forTest(replay, false), CellDelta::scope, null, Types.STRING)) {
      scopes.open();
      scopes.processBothWatermarks(new Watermark(MONDAY_9AM));
      StreamRecord<CellDelta> late =
          new StreamRecord<>(new CellDelta("REP:ann", "2026-Q1", MONDAY_9AM, change), MONDAY_9AM);
      scopes.processElement1(late);
      passSeconds(scopes, 0, 9);
      // While there is a backlog, stream time only waits for its turn.
      scopes.processElement1(late);
      passSeconds(scopes, 9, 19);
      assertThat(scopes.extractOutputValues()).isEmpty();
      passSeconds(scopes, 19, 21);
      assertThat(scopes.extractOutputValues())
          .extracting(PipelineSnapshot::getAsOf)
          .containsExactly(Instant.ofEpochMilli(MONDAY_9AM + 250));
    }
  }

  @Test
  void putsALateDefinitionInForceWhereNoLaterRecordMovesTime() throws Exception {
    Sums change = new Sums();
    change.add(Measure.OPEN_COUNT, 1);
    JobSettings replay =
        JobSettings.of(Map.of("schema.registry.url", "mock://behaviour", "clock", "data"));
    long standing = MONDAY_9AM + HOUR;
    try (KeyedTwoInputStreamOperatorTestHarness<String, CellDelta, PlanRecord, PipelineSnapshot>
        scopes =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                ScopeOperator.forTest(replay, false), CellDelta::scope, null, Types.STRING)) {
      scopes.open();
      scopes.processElement1(
          new StreamRecord<>(new CellDelta("REP:ann", "2026-Q1", MONDAY_9AM, change), MONDAY_9AM));
      scopes.processElement2(quotaOfAnn("2026-Q1", 10_000_00L, MONDAY_9AM));
      scopes.processElement2(quotaOfAnn("2026-Q2", 30_000_00L, standing + DAY));
      scopes.processBothWatermarks(new Watermark(standing));
      passSeconds(scopes, 0, 11);
      assertThat(scopes.extractOutputValues()).hasSize(1);

      scopes.processElement2(quotaOfAnn("2026-Q1", 20_000_00L, MONDAY_9AM));
      passSeconds(scopes, 11, 20);
      assertThat(scopes.extractOutputValues()).hasSize(1);
      passSeconds(scopes, 20, 23);
      assertThat(scopes.extractOutputValues())
          .extracting(PipelineSnapshot::getAsOf, PipelineSnapshot::getQuota)
          .containsExactly(
              tuple(Instant.ofEpochMilli(MONDAY_9AM), 10_000_00L),
              tuple(Instant.ofEpochMilli(standing + 250), 20_000_00L));
    }
  }

  private StreamRecord<PlanRecord> quotaOfAnn(String period, long amountMinor, long effectiveAt) {
    io.pipelinemonitor.schema.Quota quota =
        ContractRecords.quota(new Quota(Scope.rep("ann"), period, amountMinor, "USD"));
    RawRecord raw = contract.raw(Topics.QUOTAS, quota, effectiveAt);
    return new StreamRecord<>(
        new PlanRecord(Topics.QUOTAS.name(), raw.keyText(), "", effectiveAt, raw.value()));
  }

  private static void passSeconds(
      KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> operator, int from, int to)
      throws Exception {
    for (int second = from + 1; second <= to; second++) {
      operator.setProcessingTime(second * 1_000L);
    }
  }

  @Test
  void waitsForChangesOnTheirWayWhenBothInputsAreIdle() throws Exception {
    Sums change = new Sums();
    change.add(Measure.OPEN_COUNT, 1);
    try (KeyedTwoInputStreamOperatorTestHarness<String, CellDelta, PlanRecord, PipelineSnapshot>
        scopes =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                ScopeOperator.forTest(settings, false), CellDelta::scope, null, Types.STRING)) {
      scopes.open();
      scopes.processBothWatermarks(new Watermark(MONDAY_9AM));
      scopes.processWatermarkStatus1(WatermarkStatus.IDLE);
      scopes.processWatermarkStatus2(WatermarkStatus.IDLE);
      long next = MONDAY_9AM + 1_000;
      // The definitions' input hears of it first: theirs is the shorter way.
      scopes.processWatermarkStatus2(WatermarkStatus.ACTIVE);
      scopes.processWatermark2(new Watermark(next));
      scopes.processWatermarkStatus2(WatermarkStatus.IDLE);
      scopes.processElement1(
          new StreamRecord<>(new CellDelta("REP:ann", "2026-Q1", next - 250, change), next - 250));
      scopes.processWatermarkStatus1(WatermarkStatus.ACTIVE);
      scopes.processWatermark1(new Watermark(next));
      scopes.processWatermarkStatus1(WatermarkStatus.IDLE);
      assertThat(scopes.extractOutputValues())
          .extracting(PipelineSnapshot::getAsOf)
          .containsExactly(Instant.ofEpochMilli(next - 250));
    }
  }

  @Test
  void reportsWhatItCannotUseAndGoesOn() throws Exception {
    sendPlan(MONDAY_9AM);
    chain.send(contract.raw(Topics.DEAL_EVENTS, "A", "not avro".getBytes(UTF_8), MONDAY_9AM));
    chain.send(contract.raw(Topics.DEAL_EVENTS, "A", new byte[] {0, 0, 1, 0, 0, 7}, MONDAY_9AM));
    chain.send(contract.raw(Topics.DEAL_EVENTS, "A", null, MONDAY_9AM));
    byte[] unit =
        contract.raw(Topics.ORG_UNITS, ContractRecords.unit(unit("hq", null)), MONDAY_9AM).value();
    chain.send(contract.raw(Topics.DEAL_EVENTS, "A", unit, MONDAY_9AM));
    byte[] deal =
        contract
            .raw(
                Topics.DEAL_EVENTS,
                ContractRecords.event(deal("A", "ann", 1L, "2026-03-20", MONDAY_9AM)),
                MONDAY_9AM)
            .value();
    chain.send(contract.raw(Topics.DEAL_EVENTS, "B", deal, MONDAY_9AM));
    send(deal("A", "ann", 1L, "2026-03-20", MONDAY_9AM + 2 * DAY), MONDAY_9AM);
    send(deal("A", "ann", Long.MAX_VALUE, "2026-03-20", MONDAY_9AM), MONDAY_9AM);
    chain.send(
        contract.raw(
            Topics.QUOTAS,
            ContractRecords.quota(new Quota(Scope.rep("ann"), "2026-M01", 1L, "USD")),
            MONDAY_9AM));
    chain.send(
        contract.raw(
            Topics.QUOTAS,
            ContractRecords.quota(
                new Quota(new Scope(ScopeType.COMPANY, "acme"), "2026-Q1", 1L, "USD")),
            MONDAY_9AM));
    sendDeal("C", "ann", 5_00L, "2026-03-20", MONDAY_9AM);
    chain.watermark(MONDAY_9AM + HOUR);

    assertThat(chain.deadLetters)
        .extracting(DeadLetter::getReason)
        .containsExactly(
            DeadLetterReason.UNDECODABLE,
            DeadLetterReason.UNKNOWN_SCHEMA,
            DeadLetterReason.UNEXPECTED_TOMBSTONE,
            DeadLetterReason.WRONG_SCHEMA,
            DeadLetterReason.KEY_MISMATCH,
            DeadLetterReason.IMPLAUSIBLE_TIME,
            DeadLetterReason.INVALID_VALUE,
            DeadLetterReason.INVALID_VALUE,
            DeadLetterReason.INVALID_VALUE);
    assertThat(chain.deadLetters.get(0).getValue().array()).isEqualTo("not avro".getBytes(UTF_8));
    assertThat(latest(TEAM_A).getOpenAmount()).isEqualTo(5_00L);
  }

  private PipelineSnapshot latest(String key) {
    PipelineSnapshot latest = chain.latest().get(key);
    assertThat(latest).as(key).isNotNull();
    return java.util.Objects.requireNonNull(latest);
  }

  private void sendPlan(long at) throws Exception {
    for (OrgUnit unit : List.of(unit("hq", null), unit("team-a", "hq"), unit("team-b", "hq"))) {
      chain.send(contract.raw(Topics.ORG_UNITS, ContractRecords.unit(unit), at));
    }
    sendMember("ann", "team-a", at);
    sendMember("bob", "team-b", at);
    sendQuota("ann", 30_000_00L, at);
    sendQuota("bob", 50_000_00L, at);
    SalesProcess process =
        new SalesProcess(
            "new",
            List.of(
                new Stage("new", "lead", 1, DealStatus.OPEN, 100_000, ForecastCategory.PIPELINE),
                new Stage("new", "offer", 2, DealStatus.OPEN, 400_000, ForecastCategory.BEST_CASE),
                new Stage("new", "won", 3, DealStatus.WON, 1_000_000, ForecastCategory.CLOSED)));
    chain.send(contract.raw(Topics.SALES_PROCESSES, ContractRecords.process(process), at));
  }

  private static OrgUnit unit(String unitId, @org.jspecify.annotations.Nullable String parent) {
    return new OrgUnit(unitId, unitId, parent, null);
  }

  private void sendMember(String memberId, String unitId, long at) throws Exception {
    chain.send(
        contract.raw(
            Topics.ORG_MEMBERS,
            ContractRecords.member(new OrgMember(memberId, memberId, unitId)),
            at));
  }

  private void sendQuota(String memberId, long amount, long at) throws Exception {
    sendQuota(Scope.rep(memberId), amount, at);
  }

  private void sendQuota(Scope scope, long amount, long at) throws Exception {
    chain.send(
        contract.raw(
            Topics.QUOTAS, ContractRecords.quota(new Quota(scope, "2026-Q1", amount, "USD")), at));
  }

  private void sendRate(String rate, String from, long at) throws Exception {
    chain.send(
        contract.raw(
            Topics.FX_RATES,
            io.pipelinemonitor.schema.FxRate.newBuilder()
                .setCurrency("EUR")
                .setRate(rate)
                .setEffectiveFrom(LocalDate.parse(from))
                .build(),
            at));
  }

  private void sendDeal(String dealId, String ownerId, long amount, String closeDate, long at)
      throws Exception {
    send(deal(dealId, ownerId, amount, closeDate, at), at);
  }

  private void send(DealEvent event, long at) throws Exception {
    chain.send(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(event), at));
  }

  private static DealEvent deal(
      String dealId, String ownerId, long amount, String closeDate, long at) {
    return new DealEvent(dealId + "-created", dealId, DealEventType.CREATED, micros(at), 0)
        .with(DealField.PIPELINE_ID, "new")
        .with(DealField.STAGE_ID, "offer")
        .with(DealField.AMOUNT, amount)
        .with(DealField.CURRENCY, "USD")
        .with(DealField.CLOSE_DATE, LocalDate.parse(closeDate).toEpochDay())
        .with(DealField.OWNER_ID, ownerId)
        .with(DealField.SEGMENT, "large");
  }

  private static long micros(long millis) {
    return millis * 1_000;
  }
}
