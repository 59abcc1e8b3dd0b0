package io.pipelinemonitor.alerts.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pipelinemonitor.alerts.SettableClock;
import io.pipelinemonitor.alerts.live.LiveChange;
import io.pipelinemonitor.alerts.live.LiveChanges;
import io.pipelinemonitor.alerts.live.LiveTopic;
import io.pipelinemonitor.schema.ActivityTotals;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.CategoryTotal;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.MetricPace;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskBand;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.Waterfall;
import io.pipelinemonitor.schema.topic.Topics;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final Instant MONDAY_9AM = Instant.parse("2026-02-02T09:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SettableClock clock = new SettableClock(MONDAY_9AM);
  private final Map<String, PipelineSnapshot> topic = new HashMap<>();

  @Test
  void showsFiguresInBaseUnitsUnderStableLabels() {
    Board board = board(settings());
    PipelineSnapshot snapshot = snapshot(ScopeType.UNIT, "emea", "2026-Q1", 1_250_050);
    snapshot.setScopeName("Europe");
    snapshot.setCoverageToGo(2.5);
    snapshot.setCycleDays(2.0);
    snapshot.setStages(
        List.of(
            StageTotal.newBuilder()
                .setPipelineId("new")
                .setStageId("offer")
                .setCount(3)
                .setDaysMedian(0.5)
                .build()));
    snapshot.setCategories(
        List.of(
            CategoryTotal.newBuilder()
                .setCategory(ForecastCategory.COMMIT)
                .setAmount(5_00)
                .build()));
    snapshot.setActivityWeek(ActivityTotals.newBuilder().setCalls(7).build());
    snapshot.setPacing(
        List.of(
            MetricPace.newBuilder()
                .setMetric("bookedAmount")
                .setMedian(80_000)
                .setPaceIndex(0.9)
                .build(),
            MetricPace.newBuilder().setMetric("coverageToGo").setP10(1.5).build()));
    publish(board, snapshot);

    String emea = "period=2026-Q1,scope=emea,scope_name=Europe,scope_type=unit";
    assertThat(shown(board))
        .containsEntry("pipeline_open_amount{currency=EUR," + emea + "}", 12_500.5)
        .containsEntry("pipeline_coverage_to_go_ratio{" + emea + "}", 2.5)
        .containsEntry("pipeline_cycle_mean_seconds{" + emea + "}", 172_800.0)
        .containsEntry(
            "pipeline_stage_open_deals{period=2026-Q1,process=new,scope=emea,scope_name=Europe,scope_type=unit,stage=offer}",
            3.0)
        .containsEntry(
            "pipeline_stage_stay_median_seconds{period=2026-Q1,process=new,scope=emea,scope_name=Europe,scope_type=unit,stage=offer}",
            43_200.0)
        .containsEntry(
            "pipeline_category_open_amount{category=commit,currency=EUR," + emea + "}", 5.0)
        .containsEntry("pipeline_activities{kind=call,over=week," + emea + "}", 7.0)
        .containsEntry("pipeline_pace_ratio{figure=booked_amount," + emea + "}", 0.9)
        .containsEntry(
            "pipeline_earlier_amount{currency=EUR,figure=booked_amount,percentile=50,period=2026-Q1,scope=emea,scope_name=Europe,scope_type=unit}",
            800.0)
        .containsEntry(
            "pipeline_earlier_ratio{figure=coverage_to_go,percentile=10,period=2026-Q1,scope=emea,scope_name=Europe,scope_type=unit}",
            1.5)
        .doesNotContainKey("pipeline_win_rate_ratio{" + emea + "}");
  }

  @Test
  void theWaterfallAddsUpToTheOpenAmount() {
    Board board = board(settings());
    PipelineSnapshot snapshot = snapshot(ScopeType.COMPANY, "company", "2026-Q1", 70_00);
    snapshot.setWaterfall(
        Waterfall.newBuilder()
            .setOpening(50_00)
            .setCreated(40_00)
            .setPulledIn(9_00)
            .setPushedIn(8_00)
            .setIncreased(7_00)
            .setReopened(6_00)
            .setRestored(5_00)
            .setTransferredIn(4_00)
            .setDecreased(1_00)
            .setPushedOut(2_00)
            .setPulledOut(3_00)
            .setWon(30_00)
            .setLost(10_00)
            .setDeleted(5_00)
            .setMerged(4_00)
            .setTransferredOut(5_00)
            .setFxEffect(1_00)
            .build());
    publish(board, snapshot);

    assertThat(
            shown(board).entrySet().stream()
                .filter(series -> series.getKey().startsWith("pipeline_waterfall_amount"))
                .mapToDouble(Map.Entry::getValue)
                .sum())
        .isEqualTo(70.0);
  }

  @Test
  void showsThePeriodsThatAreAskedForAndLetsThemGoAsTimePasses() {
    Board board = board(settings());
    publish(board, snapshot(ScopeType.COMPANY, "company", "2025-Q4", 1));
    publish(board, snapshot(ScopeType.COMPANY, "company", "2026-Q1", 1));
    publish(board, snapshot(ScopeType.COMPANY, "company", "2026-Q2", 1));
    publish(board, snapshot(ScopeType.COMPANY, "company", "2026-Q3", 1));

    assertThat(shownPeriods(board)).containsExactlyInAnyOrder("2026-Q1", "2026-Q2");
    assertThat(shown(board))
        .containsEntry("pipeline_period_role{period=2026-Q1,role=current}", 1.0)
        .containsEntry("pipeline_period_role{period=2026-Q2,role=next}", 1.0)
        .containsEntry("pipeline_period_elapsed_ratio{period=2026-Q1}", 32 / 90.0);

    PipelineSnapshot later = snapshot(ScopeType.COMPANY, "company", "2026-Q2", 1);
    later.setAsOf(Instant.parse("2026-04-01T00:00:00Z"));
    publish(board, later);

    assertThat(shownPeriods(board)).containsExactlyInAnyOrder("2026-Q2", "2026-Q3");
  }

  @Test
  void aScopeThatGoesTakesItsSeriesWithIt() {
    Board board = board(settings());
    publish(board, snapshot(ScopeType.UNIT, "emea", "2026-Q1", 1));
    assertThat(shownScopes(board)).containsExactly("emea");

    topic.clear();
    hear(board, LiveTopic.SNAPSHOTS, new LiveChange<>("UNIT:emea|2026-Q1", null, MONDAY_9AM));

    assertThat(shownScopes(board)).isEmpty();
  }

  @Test
  void showsTheRepsWithTheMostOpenPipeline() {
    Board board =
        board(
            new BoardSettings(
                List.of(ScopeType.COMPANY),
                2,
                Set.of(BoardPeriod.CURRENT),
                10_000,
                10,
                ZoneOffset.UTC));
    publish(board, snapshot(ScopeType.REP, "ann", "2026-Q1", 5));
    publish(board, snapshot(ScopeType.REP, "bob", "2026-Q1", 7));
    publish(board, snapshot(ScopeType.REP, "cleo", "2026-Q1", 6));
    publish(board, snapshot(ScopeType.UNIT, "emea", "2026-Q1", 9));

    assertThat(shownScopes(board)).containsExactlyInAnyOrder("bob", "cleo");
    assertThat(shown(board)).containsEntry("pipeline_board_scopes_left_out{}", 0.0);
  }

  @Test
  void leavesOutTheLastKindAndTheSmallestWhereThereIsNoRoom() {
    Board all = board(settings());
    publish(all, snapshot(ScopeType.COMPANY, "company", "2026-Q1", 1));
    int seriesOfOne = Objects.requireNonNull(shown(all).get("pipeline_board_series{}")).intValue();
    Board board =
        board(
            new BoardSettings(
                List.of(ScopeType.COMPANY, ScopeType.UNIT),
                0,
                Set.of(BoardPeriod.CURRENT),
                2 * seriesOfOne,
                10,
                ZoneOffset.UTC));
    publish(board, snapshot(ScopeType.UNIT, "small", "2026-Q1", 5));
    publish(board, snapshot(ScopeType.UNIT, "large", "2026-Q1", 7));
    publish(board, snapshot(ScopeType.UNIT, "smallest", "2026-Q1", 4));
    publish(board, snapshot(ScopeType.COMPANY, "company", "2026-Q1", 1));

    assertThat(shownScopes(board)).containsExactlyInAnyOrder("company", "large");
    assertThat(shown(board))
        .containsEntry("pipeline_board_scopes{}", 2.0)
        .containsEntry("pipeline_board_scopes_left_out{}", 2.0);
  }

  @Test
  void countsIncidentsThatAreOpenAndMeasuresWhatHappensToThem() {
    Board board = board(settings());
    hear(board, LiveTopic.ALERTS, alert("emea", AlertTransition.FIRED, MONDAY_9AM));
    hear(board, LiveTopic.ALERTS, alert("apac", AlertTransition.FIRED, MONDAY_9AM));
    hear(
        board,
        LiveTopic.ALERTS,
        alert("apac", AlertTransition.ACKNOWLEDGED, MONDAY_9AM.plus(Duration.ofHours(2))));
    hear(
        board,
        LiveTopic.ALERTS,
        alert("emea", AlertTransition.RESOLVED, MONDAY_9AM.plus(Duration.ofDays(2))));

    assertThat(shown(board))
        .containsEntry(
            "pipeline_incidents_open{rule=coverage,scope_type=unit,severity=warning}", 1.0)
        .containsEntry(
            "pipeline_incident_fired_timestamp_seconds{period=2026-Q1,rule=coverage,scope=apac,scope_name=apac,scope_type=unit,severity=warning}",
            (double) MONDAY_9AM.getEpochSecond());
    assertThat(meters.get("pipeline.incidents.opened").counter().count()).isEqualTo(2);
    assertThat(meters.get("pipeline.incidents.resolved").counter().count()).isEqualTo(1);
    assertThat(meters.get("pipeline.incident.acknowledge.time").timer().totalTime(TimeUnit.HOURS))
        .isEqualTo(2);
    assertThat(meters.get("pipeline.incident.resolve.time").timer().totalTime(TimeUnit.HOURS))
        .isEqualTo(48);
  }

  @Test
  void doesNotCountWhatHappenedBeforeItWasThere() {
    Board board = board(settings());
    LiveChanges history = new LiveChanges(false);
    history.add(LiveTopic.ALERTS, alert("emea", AlertTransition.FIRED, MONDAY_9AM));

    board.changed(history);

    assertThat(meters.find("pipeline.incidents.opened").counter()).isNull();
    assertThat(meters.get("pipeline.alert.latency").timer().count()).isZero();
    assertThat(shown(board))
        .containsEntry(
            "pipeline_incidents_open{rule=coverage,scope_type=unit,severity=warning}", 1.0);
  }

  @Test
  void measuresHowLongFiguresTakeToArrive() {
    Board board = board(settings());
    clock.advance(Duration.ofSeconds(3));

    publish(board, snapshot(ScopeType.UNIT, "emea", "2026-Q1", 1));

    assertThat(meters.get("pipeline.snapshot.latency").timer().totalTime(TimeUnit.SECONDS))
        .isEqualTo(3);
  }

  @Test
  void saysWhyDealsAreAtRisk() {
    Board board = board(settings());
    publish(board, snapshot(ScopeType.COMPANY, "company", "2026-Q1", 1));
    hear(board, LiveTopic.DEALS_AT_RISK, deal("d-1", 1_00));
    hear(board, LiveTopic.DEALS_AT_RISK, deal("d-2", 2_50));

    String factor = RiskFactorName.values()[0].name().toLowerCase(Locale.ROOT);
    assertThat(shown(board))
        .containsEntry("pipeline_risk_factor_deals{factor=" + factor + ",period=2026-Q1}", 2.0)
        .containsEntry(
            "pipeline_risk_factor_amount{currency=EUR,factor=" + factor + ",period=2026-Q1}", 3.5);

    hear(board, LiveTopic.DEALS_AT_RISK, new LiveChange<>("d-1", null, MONDAY_9AM));

    assertThat(shown(board))
        .containsEntry("pipeline_risk_factor_deals{factor=" + factor + ",period=2026-Q1}", 1.0);
  }

  private Board board(BoardSettings settings) {
    return new Board(settings, meters, clock);
  }

  private static BoardSettings settings() {
    return new BoardSettings(
        List.of(ScopeType.COMPANY, ScopeType.UNIT, ScopeType.SEGMENT),
        0,
        Set.of(BoardPeriod.CURRENT, BoardPeriod.NEXT),
        20_000,
        500,
        ZoneOffset.UTC);
  }

  private void publish(Board board, PipelineSnapshot snapshot) {
    String key = Objects.requireNonNull(Topics.SNAPSHOTS.key(snapshot));
    topic.put(key, snapshot);
    hear(board, LiveTopic.SNAPSHOTS, new LiveChange<>(key, snapshot, MONDAY_9AM));
  }

  private static <T extends SpecificRecord> void hear(
      Board board, LiveTopic<T> topic, LiveChange<T> change) {
    LiveChanges changes = new LiveChanges(true);
    changes.add(topic, change);
    board.changed(changes);
  }

  /** What is shown, by name and labels in alphabetical order. */
  private Map<String, Double> shown(Board board) {
    Map<String, Double> shown = new TreeMap<>();
    board
        .families(key -> Optional.ofNullable(topic.get(key)))
        .snapshots()
        .forEach(
            family ->
                ((GaugeSnapshot) family)
                    .getDataPoints()
                    .forEach(
                        point ->
                            shown.put(
                                StreamSupport.stream(point.getLabels().spliterator(), false)
                                    .map(BoardTest::text)
                                    .collect(
                                        Collectors.joining(
                                            ",", family.getMetadata().getName() + "{", "}")),
                                point.getValue())));
    return shown;
  }

  private static String text(Label label) {
    return label.getName() + "=" + label.getValue();
  }

  private Set<String> shownScopes(Board board) {
    return shownLabels(board, "scope=");
  }

  private Set<String> shownPeriods(Board board) {
    return shownLabels(board, "period=");
  }

  private Set<String> shownLabels(Board board, String label) {
    return shown(board).keySet().stream()
        .filter(series -> series.startsWith("pipeline_open_deals"))
        .flatMap(series -> List.of(series.split("[{,}]")).stream())
        .filter(part -> part.startsWith(label))
        .map(part -> part.substring(label.length()))
        .collect(Collectors.toSet());
  }

  private static PipelineSnapshot snapshot(
      ScopeType type, String id, String period, long openAmount) {
    int year = Integer.parseInt(period.substring(0, 4));
    int quarter = Integer.parseInt(period.substring(6));
    LocalDate start = LocalDate.of(year, 3 * quarter - 2, 1);
    return PipelineSnapshot.newBuilder()
        .setScopeType(type)
        .setScopeId(id)
        .setPeriod(period)
        .setAsOf(MONDAY_9AM)
        .setPeriodStart(start)
        .setPeriodEnd(start.plusMonths(3))
        .setCurrency("EUR")
        .setOpenAmount(openAmount)
        .build();
  }

  private static LiveChange<AlertEvent> alert(String unit, AlertTransition transition, Instant at) {
    boolean over = transition == AlertTransition.RESOLVED;
    return new LiveChange<>(
        "coverage|UNIT:" + unit + "|2026-Q1",
        AlertEvent.newBuilder()
            .setAlertEventId(unit + transition)
            .setIncidentId(unit)
            .setDedupKey("coverage|UNIT:" + unit + "|2026-Q1")
            .setSequence(1)
            .setTransition(transition)
            .setState(over ? AlertState.RESOLVED : AlertState.FIRING)
            .setSeverity(Severity.WARNING)
            .setRuleId("coverage")
            .setRuleVersion(1)
            .setScopeType(ScopeType.UNIT)
            .setScopeId(unit)
            .setPeriod("2026-Q1")
            .setMetric("coverageToGo")
            .setFiredAt(MONDAY_9AM)
            .setResolvedAt(over ? at : null)
            .setEvaluatedAt(at)
            .build(),
        MONDAY_9AM);
  }

  private static LiveChange<DealState> deal(String id, long amount) {
    return new LiveChange<>(
        id,
        DealState.newBuilder()
            .setDealId(id)
            .setStatus(DealStatus.OPEN)
            .setExistence(DealExistence.EXISTS)
            .setPeriod("2026-Q1")
            .setConvertedAmount(amount)
            .setReportingCurrency("EUR")
            .setRiskBand(RiskBand.AT_RISK)
            .setRiskFactors(
                List.of(RiskFactor.newBuilder().setFactor(RiskFactorName.values()[0]).build()))
            .setAsOf(MONDAY_9AM)
            .build(),
        MONDAY_9AM);
  }
}
