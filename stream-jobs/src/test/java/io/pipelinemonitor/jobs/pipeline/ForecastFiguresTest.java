package io.pipelinemonitor.jobs.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.PeriodCurve;
import io.pipelinemonitor.jobs.domain.forecast.WinChance;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the job makes of commits and of what was learnt, and of where earlier periods stood. */
class ForecastFiguresTest {

  private static final String COMPANY = "COMPANY:company|2026-Q1";
  private static final long MONDAY = at("2026-02-02T09:00:00Z");

  private final JobSettings settings =
      JobSettings.of(Map.of("schema.registry.url", "mock://forecast-figures"));
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
  void goesByTheCrmUntilParametersOfAScopeAboveAreInForce() throws Exception {
    sendPlan(MONDAY);
    sendDeal("A", 100_00, "2026-03-20", MONDAY);
    sendModel(Scope.COMPANY, "2026-02-03T00:00:00Z", MONDAY + 1);
    chain.watermark(at("2026-02-02T23:59:00Z"));
    assertThat(latest(COMPANY).getProjectedAmount()).isEqualTo(40_00);
    assertThat(latest(COMPANY).getProjectionLearnt()).isFalse();
    assertThat(latest(COMPANY).getProjectedLow()).isNull();

    chain.watermark(at("2026-02-03T09:00:00Z"));
    for (String scope : List.of("COMPANY:company", "UNIT:team", "REP:ann", "SEGMENT:large")) {
      PipelineSnapshot snapshot = latest(scope + "|2026-Q1");
      assertThat(snapshot.getProjectionLearnt()).as(scope).isTrue();
      assertThat(snapshot.getProjectedAmount()).as(scope).isEqualTo(50_00);
      assertThat(snapshot.getProjectedLow()).as(scope).isZero();
      assertThat(snapshot.getProjectedHigh()).as(scope).isGreaterThan(50_00);
    }
  }

  @Test
  void expectsOfAScopeNoPeriodLikeThatOfTheScopeAbove() throws Exception {
    sendPlan(MONDAY);
    sendDeal("A", 100_00, "2026-06-20", MONDAY);
    sendModel(Scope.COMPANY, "2026-02-01T00:00:00Z", MONDAY + 1);
    chain.watermark(MONDAY + 1_000);
    assertThat(latest("COMPANY:company|2026-Q2").getProjectedAmount()).isEqualTo(250_00);
    assertThat(latest("REP:ann|2026-Q2").getProjectedAmount()).isEqualTo(50_00);
  }

  @Test
  void takesTheCommitThatWasMadeLastWhicheverComesLast() throws Exception {
    sendPlan(MONDAY);
    sendDeal("A", 100_00, "2026-03-20", MONDAY);
    sendCommit(50_00, "2026-02-02T08:00:00Z", MONDAY);
    chain.watermark(MONDAY + 60_000);
    sendCommit(30_00, "2026-02-02T07:00:00Z", MONDAY + 90_000);
    chain.watermark(MONDAY + 120_000);
    PipelineChain restored = new PipelineChain(settings, registry, chain.checkpoint(1));
    chain.close();
    chain = restored;
    sendDeal("B", 100_00, "2026-03-20", MONDAY + 150_000);
    chain.watermark(MONDAY + 180_000);

    assertThat(latest(COMPANY).getSubmittedCommit()).isEqualTo(50_00);
    assertThat(latest(COMPANY).getSubmittedCommitBy()).isEqualTo("zoe");
    assertThat(latest(COMPANY).getSubmittedCommitAt()).isEqualTo("2026-02-02T08:00:00Z");
    assertThat(latest(COMPANY).getProjectedAmount()).isEqualTo(80_00);
    assertThat(latest(COMPANY).getForecastDrift()).isEqualTo(0.6);
  }

  @Test
  void comparesWhatWasCommittedToAtTheStartWithWhatIsBookedAtTheEnd() throws Exception {
    sendPlan(MONDAY);
    sendCommit(100_00, "2025-12-30T08:00:00Z", MONDAY);
    sendCommit(70_00, "2026-01-30T08:00:00Z", MONDAY);
    send(
        deal("A", 80_00, "2026-03-20", MONDAY)
            .with(DealField.STATUS, StatusFact.of(DealStatus.WON)),
        MONDAY);
    chain.watermark(at("2026-03-31T23:00:00Z"));
    assertThat(latest(COMPANY).getForecastVariance()).isNull();
    assertThat(latest(COMPANY).getSubmittedCommit()).isEqualTo(70_00);

    chain.watermark(at("2026-04-01T00:00:00Z"));
    assertThat(latest(COMPANY).getForecastVariance()).isEqualTo(0.25);
  }

  @Test
  void refusesToTakeBackWhatWasSaid() throws Exception {
    chain.send(contract.raw(Topics.FORECASTS, "COMPANY:company|2026-Q1|COMMIT", null, MONDAY));
    assertThat(chain.deadLetters)
        .singleElement()
        .satisfies(
            letter ->
                assertThat(letter.getReason()).isEqualTo(DeadLetterReason.UNEXPECTED_TOMBSTONE));
  }

  @Test
  void remembersWhatItProjectedAWeekAgo() throws Exception {
    sendPlan(MONDAY);
    sendDeal("A", 100_00, "2026-03-20", MONDAY);
    chain.watermark(at("2026-02-05T09:00:00Z"));
    sendDeal("B", 100_00, "2026-03-20", at("2026-02-05T09:00:01Z"));
    chain.watermark(at("2026-02-09T23:00:00Z"));
    assertThat(latest(COMPANY).getProjectedWeekAgo()).isNull();

    chain.watermark(at("2026-02-10T09:00:00Z"));
    assertThat(latest(COMPANY).getProjectedWeekAgo()).isEqualTo(40_00);
    assertThat(latest(COMPANY).getForecastDriftWeek()).isEqualTo(1.0);
  }

  @Test
  void comparesWithEarlierPeriodsWhenTheSamePartOfThemHadPassed() throws Exception {
    long november = at("2025-11-03T09:00:00Z");
    sendPlan(november);
    sendDeal("A", 100_00, "2025-12-20", november);
    sendDeal("B", 300_00, "2026-03-20", november);
    chain.watermark(at("2026-02-10T09:00:00Z"));

    assertThat(latest(COMPANY).getPacing())
        .containsExactly(
            new MetricPace("bookedAmount", 1, 0.0, 0.0, 0.0, null),
            new MetricPace("projectedAmount", 1, 40_00.0, 40_00.0, 40_00.0, 3.0));
    assertThat(latest("COMPANY:company|2025-Q4").getPacing()).isEmpty();
  }

  private PipelineSnapshot latest(String key) {
    return Objects.requireNonNull(chain.latest().get(key), key);
  }

  private void sendPlan(long at) throws Exception {
    for (OrgUnit unit :
        List.of(new OrgUnit("hq", "Acme", null, null), new OrgUnit("team", "Team", "hq", null))) {
      chain.send(contract.raw(Topics.ORG_UNITS, ContractRecords.unit(unit), at));
    }
    OrgMember member = new OrgMember("ann", "Ann", "team");
    chain.send(contract.raw(Topics.ORG_MEMBERS, ContractRecords.member(member), at));
    SalesProcess process =
        new SalesProcess(
            "new", List.of(new Stage("new", "offer", 1, DealStatus.OPEN, 400_000, null)));
    chain.send(contract.raw(Topics.SALES_PROCESSES, ContractRecords.process(process), at));
  }

  private void sendCommit(long amount, String submittedAt, long at) throws Exception {
    ForecastCall call =
        new ForecastCall(
            Scope.COMPANY,
            "2026-Q1",
            ForecastCategory.COMMIT,
            amount,
            "USD",
            "zoe",
            at(submittedAt) * 1_000,
            false);
    chain.send(contract.raw(Topics.FORECASTS, ContractRecords.call(call), at));
  }

  /** Every offer is won in one case of two; half of a period of 400.00 comes later. */
  private void sendModel(Scope scope, String effectiveFrom, long at) throws Exception {
    TreeMap<DealClass, WinChance> chances = new TreeMap<>();
    for (DealAge age : DealAge.values()) {
      PeriodCurve half = PeriodCurve.falling(stretch -> 0.5);
      chances.put(new DealClass("new", "offer", age), new WinChance(half, half));
    }
    Expectation expectation =
        new Expectation(
            chances,
            PeriodCurve.lasting(stretch -> 1),
            PeriodCurve.falling(stretch -> stretch == 0 ? 0.5 : 0),
            400_00,
            0,
            0);
    ModelParameters model =
        new ModelParameters(
            scope, at(effectiveFrom) * 1_000, expectation, PeriodCurve.lasting(stretch -> 0));
    chain.send(contract.raw(Topics.MODEL_PARAMETERS, ContractRecords.model(model), at));
  }

  private void sendDeal(String dealId, long amount, String closeDate, long at) throws Exception {
    send(deal(dealId, amount, closeDate, at), at);
  }

  private void send(DealEvent event, long at) throws Exception {
    chain.send(contract.raw(Topics.DEAL_EVENTS, ContractRecords.event(event), at));
  }

  private static DealEvent deal(String dealId, long amount, String closeDate, long at) {
    return new DealEvent(dealId + "-created", dealId, DealEventType.CREATED, at * 1_000, 0)
        .with(DealField.PIPELINE_ID, "new")
        .with(DealField.STAGE_ID, "offer")
        .with(DealField.AMOUNT, amount)
        .with(DealField.CURRENCY, "USD")
        .with(DealField.CLOSE_DATE, LocalDate.parse(closeDate).toEpochDay())
        .with(DealField.OWNER_ID, "ann")
        .with(DealField.SEGMENT, "large");
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }
}
