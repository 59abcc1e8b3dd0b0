package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertContributor;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.AlertState;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.RiskBand;
import io.pipelinemonitor.schema.RiskFactor;
import io.pipelinemonitor.schema.RiskFactorName;
import io.pipelinemonitor.schema.RuleDirection;
import io.pipelinemonitor.schema.RuleLevel;
import io.pipelinemonitor.schema.RuleMode;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import io.pipelinemonitor.schema.StageTotal;
import io.pipelinemonitor.schema.SuppressionCause;
import io.pipelinemonitor.schema.Waterfall;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A company with two teams and two people, in memory: one team is short, one of its deals has a
 * hostile name, and one incident is open. What is asked of it is kept, and obeyed when told to.
 */
final class CompanyOfFour implements ConsoleData, Asking {

  static final String HOSTILE =
      "<script>document.title='hacked'</script><img src=x onerror=alert(1)>";
  static final Instant THURSDAY = Instant.parse("2026-02-12T14:44:00Z");
  static final String PERIOD = "2026-Q1";

  final Map<String, PipelineSnapshot> figures = new ConcurrentHashMap<>();
  final Map<String, AlertEvent> steps = new ConcurrentHashMap<>();
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  final List<AlertCommand> asked = new CopyOnWriteArrayList<>();
  private final FiguresHistory history = new FiguresHistory(10, 10);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  volatile boolean current = true;
  volatile boolean obeys = true;
  volatile boolean kafkaIsAway;

  CompanyOfFour() {
    Instant midnight = Instant.parse("2026-01-01T00:00:00Z");
    for (int day = 0; day < 43; day++) {
      Instant at = midnight.plusSeconds(86_400L * day);
      history.midnight(snapshot(ScopeKey.unit("emea"), 300_000_000L, at));
      history.midnight(snapshot(ScopeKey.COMPANY, 900_000_000L, at));
    }
    put(snapshot(ScopeKey.COMPANY, 812_345_678L, THURSDAY));
    put(snapshot(ScopeKey.unit("emea"), 212_345_678L, THURSDAY));
    put(snapshot(ScopeKey.unit("apac"), 600_000_000L, THURSDAY));
    put(snapshot(ScopeKey.rep("ann"), 112_345_678L, THURSDAY));
    steps.put("i-1", incident("i-1", "emea", AlertTransition.FIRED, 1));
  }

  void put(PipelineSnapshot snapshot) {
    figures.put(
        snapshot.getScopeType() + ":" + snapshot.getScopeId() + '|' + snapshot.getPeriod(),
        snapshot);
    history.now(snapshot);
    tell();
  }

  void put(AlertEvent step) {
    steps.put(step.getIncidentId(), step);
    tell();
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  /** In minor units of USD. */
  static PipelineSnapshot snapshot(ScopeKey scope, long open, Instant asOf) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(scope.type())
        .setScopeId(scope.id())
        .setPeriod(PERIOD)
        .setAsOf(asOf)
        .setPeriodStart(LocalDate.parse("2026-01-01"))
        .setPeriodEnd(LocalDate.parse("2026-04-01"))
        .setPeriodElapsed(0.4667)
        .setCurrency("USD")
        .setOpenCount(12)
        .setOpenAmount(open)
        .setBookedCount(3)
        .setBookedAmount(61_234_567L)
        .setQuota(200_000_000L)
        .setAttainment(0.306)
        .setCoverageToGo(open / 138_765_433.0)
        .setPipelineNeeded(1_000_000L)
        .setProjectedAmount(86_900_000L)
        .setProjectedLow(55_000_000L)
        .setProjectedHigh(134_000_000L)
        .setProjectionLearnt(true)
        .setSubmittedCommit(190_000_000L)
        .setForecastDrift(-0.5426)
        .setAtRiskAmount(30_000_000L)
        .setAtRiskCount(2)
        .setRiskShare(0.14)
        .setWaterfall(
            Waterfall.newBuilder()
                .setOpening(open - 10_000_000L)
                .setCreated(25_000_000L)
                .setLost(15_000_000L)
                .build())
        .setStages(
            List.of(
                StageTotal.newBuilder()
                    .setPipelineId("new-business")
                    .setStageId("proposal")
                    .setCount(12)
                    .setAmount(open)
                    .build()))
        .build();
  }

  static AlertEvent incident(String id, String unit, AlertTransition step, long sequence) {
    return AlertEvent.newBuilder()
        .setAlertEventId(id + '-' + sequence)
        .setIncidentId(id)
        .setDedupKey("coverage-to-go|UNIT:" + unit + "|2026-Q1")
        .setSequence(sequence)
        .setTransition(step)
        .setState(AlertState.FIRING)
        .setSeverity(Severity.WARNING)
        .setRuleId("coverage-to-go")
        .setRuleVersion(1)
        .setRuleName("Coverage of what is left to sell")
        .setRuleType(RuleType.THRESHOLD)
        .setScopeType(ScopeType.UNIT)
        .setScopeId(unit)
        .setScopeName(unit.toUpperCase(Locale.ROOT))
        .setScopePath(List.of("acme"))
        .setOwnerId("ann")
        .setPeriod(PERIOD)
        .setMetric("coverageToGo")
        .setValue(1.53)
        .setUnit(MetricUnit.RATIO)
        .setCurrency("USD")
        .setFireThreshold(3.0)
        .setClearThreshold(3.3)
        .setFiredAt(THURSDAY)
        .setEvaluatedAt(THURSDAY.plusSeconds(sequence))
        .setSummary(
            "Coverage of " + unit + " fell below the warning line; " + HOSTILE + " was lost.")
        .setContributors(
            List.of(
                AlertContributor.newBuilder()
                    .setDealId("d-1")
                    .setName(HOSTILE)
                    .setCause(Movement.LOST)
                    .setDelta(-91_100_000L)
                    .build()))
        .setOtherDelta(1_100_001L)
        .setTotalDelta(-89_999_999L)
        .setDeltaSince(Instant.parse("2026-02-06T00:00:00Z"))
        .build();
  }

  @Override
  public CompletionStage<?> write(AlertCommand command) {
    if (kafkaIsAway) {
      return CompletableFuture.failedStage(new IllegalStateException("Kafka is away"));
    }
    asked.add(command);
    if (obeys) {
      obey(command);
    }
    return CompletableFuture.completedStage(null);
  }

  /** As the job does: with the next step of the incident. */
  private void obey(AlertCommand command) {
    AlertEvent before = Objects.requireNonNull(steps.get(command.getIncidentId()));
    switch (command.getCommand()) {
      case ACK -> {
        acknowledged.add(before.getIncidentId());
        put(
            AlertEvent.newBuilder(before)
                .setSequence(before.getSequence() + 1)
                .setTransition(AlertTransition.ACKNOWLEDGED)
                .build());
      }
      case SNOOZE ->
          put(
              AlertEvent.newBuilder(before)
                  .setSequence(before.getSequence() + 1)
                  .setTransition(AlertTransition.SNOOZED)
                  .setSuppressedBy(List.of(SuppressionCause.SNOOZE))
                  .build());
      case UNSNOOZE, RESOLVE, SILENCE, UNKNOWN ->
          throw new IllegalStateException("no test asks for " + command.getCommand());
    }
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public Set<String> periods() {
    Set<String> periods = new HashSet<>();
    figures.values().forEach(snapshot -> periods.add(snapshot.getPeriod()));
    return periods;
  }

  @Override
  public Optional<PipelineSnapshot> snapshot(ScopeKey scope, String period) {
    return Optional.ofNullable(figures.get(scope + "|" + period));
  }

  @Override
  public NavigableMap<Instant, PastFigures> past(ScopeKey scope, String period) {
    return new TreeMap<>(history.of(scope, period));
  }

  @Override
  public Collection<AlertEvent> incidents() {
    return List.copyOf(steps.values());
  }

  @Override
  public boolean isAcknowledged(AlertEvent incident) {
    return acknowledged.contains(incident.getIncidentId());
  }

  @Override
  public Collection<DealState> dealsAtRisk() {
    return List.of(
        DealState.newBuilder()
            .setDealId("d-1")
            .setName(HOSTILE)
            .setStatus(DealStatus.OPEN)
            .setOwnerId("ann")
            .setPipelineId("new-business")
            .setStageId("proposal")
            .setConvertedAmount(20_000_000L)
            .setReportingCurrency("USD")
            .setPeriod(PERIOD)
            .setCloseDate(LocalDate.parse("2026-02-01"))
            .setOverdue(true)
            .setRiskScore(70)
            .setRiskBand(RiskBand.AT_RISK)
            .setRiskFactors(
                List.of(
                    RiskFactor.newBuilder()
                        .setFactor(RiskFactorName.CLOSE_DATE_OVERDUE)
                        .setPoints(25)
                        .setDetail(HOSTILE)
                        .build()))
            .setAsOf(THURSDAY)
            .build());
  }

  @Override
  public Map<String, OrgUnit> units() {
    return Map.of(
        "acme", unit("acme", "Acme", null),
        "emea", unit("emea", "EMEA", "acme"),
        "apac", unit("apac", "APAC", "acme"));
  }

  private static OrgUnit unit(String id, String name, @Nullable String parent) {
    return OrgUnit.newBuilder().setUnitId(id).setName(name).setParentUnitId(parent).build();
  }

  @Override
  public Map<String, OrgMember> members() {
    return Map.of(
        "ann",
        OrgMember.newBuilder().setMemberId("ann").setName("Ann").setUnitId("emea").build(),
        "bob",
        OrgMember.newBuilder().setMemberId("bob").setName("Bob").setUnitId("apac").build());
  }

  @Override
  public Collection<AlertRule> rules() {
    return List.of(
        AlertRule.newBuilder()
            .setRuleId("coverage-to-go")
            .setVersion(1)
            .setName("Coverage of what is left to sell")
            .setMode(RuleMode.LIVE)
            .setType(RuleType.THRESHOLD)
            .setMetric("coverageToGo")
            .setDirection(RuleDirection.BELOW)
            .setLevels(
                List.of(level(Severity.WARNING, 3.0, 3.3), level(Severity.CRITICAL, 2.0, 2.2)))
            .setUpdatedAt(Instant.EPOCH)
            .build());
  }

  private static RuleLevel level(Severity severity, double fire, double clear) {
    return RuleLevel.newBuilder().setSeverity(severity).setFire(fire).setClear(clear).build();
  }

  @Override
  public Collection<SalesProcess> processes() {
    return List.of(
        SalesProcess.newBuilder()
            .setPipelineId("new-business")
            .setName("New business")
            .setUpdatedAt(Instant.EPOCH)
            .setStages(
                List.of(
                    SalesStage.newBuilder()
                        .setStageId("proposal")
                        .setName("Proposal")
                        .setOrder(2)
                        .setProbability(0.5)
                        .build()))
            .build());
  }

  @Override
  public Collection<DeliveryRecord> deliveries(String incidentId) {
    return List.of();
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }
}
