package io.pipelinemonitor.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.local.MonitorCommand;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.local.publish.TimestampSource;
import io.pipelinemonitor.local.stack.FreePorts;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import io.pipelinemonitor.local.topics.TopicCounts;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Rules on a recorded quarter, from a real broker with a real registry, without jobs. */
class BacktestCommandTest {
  private static final String COVERAGE =
      """
      ruleId: coverage
      name: Coverage
      type: THRESHOLD
      scope: {types: [UNIT]}
      metric: coverageToGo
      direction: BELOW
      levels:
        - {severity: WARNING, fire: 3.0, clear: 3.3, for: 1d}
      """;

  private static final String SILENCE =
      """
      ruleId: silent
      name: Source silent
      type: STALE
      scope: {types: [SOURCE]}
      metric: silentHours
      direction: ABOVE
      levels:
        - {severity: WARNING, fire: 24, clear: 1}
      """;

  private static final String AT_RISK =
      """
      ruleId: at-risk
      name: Deal at risk
      type: DEAL
      scope: {include: ["UNIT:emea"]}
      deals: {categories: [COMMIT], topShare: 0.5}
      metric: riskScore
      direction: ABOVE
      levels:
        - {severity: WARNING, fire: 59, clear: 49, for: 4h}
      """;

  private static final InstantSource BEFORE =
      InstantSource.fixed(Instant.parse("2026-01-02T00:00:00Z"));
  private static final Instant END = Instant.parse("2026-04-03T00:00:00Z");

  @TempDir Path directory;

  private final Ports ports = FreePorts.find();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void triesRulesOnWhatAStackHasRecorded() throws Exception {
    try (Stack stack =
        Stack.start(
            StackSettings.embedded(
                    directory.resolve("data"),
                    List.of(),
                    Path.of(System.getProperty("monitor.registry")))
                .withPorts(ports)
                .withClock(StackClock.DATA),
            what -> {})) {
      saysThatThereIsNothingYet();
      record(stack.connection());
      scoresARule();
      comparesTwoRuleSets();
      judgesOnlyFromTheDayThatWasGiven();
      comparesWithTheRulesInForce();
      recordDeals(stack.connection());
      judgesSingleDeals();
      namesEachProblemWithItsLine();
      judgesSilenceByWhatSourcesReported(stack.connection());
      assertThat(counts(stack)).as("it tells nobody").allMatch(count -> count.offsets() == 0);
    }
  }

  private void saysThatThereIsNothingYet() throws IOException {
    assertThat(run("--rules", file("rule.yaml", COVERAGE))).isEqualTo(1);
    assertThat(err.toString()).contains("There are no figures on pipeline.history yet");
  }

  private void scoresARule() throws IOException {
    String rule = file("rule.yaml", COVERAGE);
    assertThat(run("--rules", rule)).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "9 figures, judged from 2026-01-05 00:00 to 2026-04-03 00:00;"
                + " 2 scopes and periods with a quota ended",
            "",
            "RULE|RULES OF|INCIDENTS|WORST|HOURS OPEN|MEDIAN|DAYS BEFORE END|RIGHT|FORETOLD"
                + "|MOST OFTEN",
            "coverage|"
                + rule
                + "|2|2 WARNING|2,016.0|1,008.0|66.5|1 of 2, 50 %|1 of 1, 100 %"
                + "|UNIT:apac 1, UNIT:emea 1");
  }

  private void comparesTwoRuleSets() throws IOException {
    String stricter =
        file("stricter.yaml", COVERAGE.replace("fire: 3.0", "fire: 2.6") + "mode: SHADOW\n");
    String[] arguments = {"--rules", file("rule.yaml", COVERAGE), "--against", stricter, "--json"};
    assertThat(run(arguments)).isZero();
    String first = out.toString();
    assertThat(run(arguments)).isZero();
    assertThat(out.toString()).as("the same again").isEqualTo(first).hasLineCount(1);
    assertThat(first)
        .contains(
            "\"mode\":\"SHADOW\",\"incidents\":1,",
            "{\"truth\":\"QUOTA_MISSED\",\"judged\":1,\"right\":1,\"precision\":1.0,\"missed\":1,\"foretold\":1,"
                + "\"recall\":1.0}",
            "\"onlyFirst\":[{\"ruleId\":\"coverage\",\"scope\":\"UNIT:apac\"",
            "\"onlySecond\":[],\"both\":[{\"earlierSeconds\":432000.0,");

    assertThat(run("--rules", arguments[1], "--against", stricter)).isZero();
    assertThat(out.toString().replaceAll(" {2,}", "|"))
        .contains(
            "coverage|"
                + stricter
                + "|1|1 WARNING|1,704.0|1,704.0|70.0|1 of 1, 100 %|1 of 1, 100 %|UNIT:emea 1",
            "coverage|UNIT:apac|2026-Q1|2026-02-02 00:00|2026-02-10 00:00|WARNING|only in",
            "coverage|UNIT:emea|2026-Q1|2026-01-16 00:00|2026-04-02 00:00|WARNING|5.0 days");
    assertThat(out.toString())
        .contains("coverage: 1 only in " + arguments[1] + ", 0 only in " + stricter + ", 1 in both")
        .contains("5.0 days earlier in " + arguments[1]);
  }

  private void judgesOnlyFromTheDayThatWasGiven() throws IOException {
    String rule = file("rule.yaml", COVERAGE);
    assertThat(run("--rules", rule, "--from", "2026-02-20", "--to", "2026-03-20", "--json"))
        .isZero();
    assertThat(out.toString())
        .contains("\"from\":\"2026-02-20T00:00:00Z\",\"until\":\"2026-03-21T00:00:00Z\"")
        .contains("\"endings\":0")
        .as("the breach counts from then")
        .contains("\"openedAt\":\"2026-02-21T00:00:00Z\",\"endedAt\":null")
        .doesNotContain("UNIT:apac");
    assertThat(run("--rules", rule, "--from", "2026-05-01")).isEqualTo(1);
    assertThat(err.toString()).contains("--from is not before the end, 2026-04-03T00:00:00Z");
  }

  private void comparesWithTheRulesInForce() throws IOException {
    String rule = file("rule.yaml", COVERAGE);
    assertThat(execute("rules", "apply", file("now.yaml", COVERAGE.replace("3.0", "2.0"))))
        .isZero();
    assertThat(run("--rules", rule, "--against", "current", "--rule", "coverage")).isZero();
    assertThat(out.toString()).contains("coverage: 2 only in " + rule + ", 0 only in current");
    assertThat(run("--rules", rule, "--rule", "pace")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no rule pace among those to try: coverage.");
  }

  private void judgesSingleDeals() throws IOException {
    String rule = file("deals.yaml", AT_RISK);
    assertThat(run("--rules", rule)).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "0 figures and 8 states of deals, judged from 2026-01-10 00:00 to 2026-04-03 00:00;"
                + " 0 scopes and periods with a quota ended",
            "at-risk|"
                + rule
                + "|3|3 WARNING|3,756.0|1,076.0|79.8|2 of 3, 67 %|-"
                + "|DEAL:large 1, DEAL:lost 1, DEAL:won 1");
    assertThat(run("--rules", rule, "--from", "2026-02-01", "--json")).isZero();
    assertThat(out.toString())
        .as("deals that are at risk by then are known")
        .contains("\"scope\":\"DEAL:large\"", "\"openedAt\":\"2026-02-01T04:00:00Z\"");
  }

  private void namesEachProblemWithItsLine() throws IOException {
    String bad = file("bad.yaml", COVERAGE.replace("3.3", "2.9"));
    assertThat(run("--rules", bad)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            bad
                + ":8: levels[0].clear: is 2.9, but with direction BELOW the clear line lies above"
                + " the fire line; write a number above 3\n");
    assertThat(run("--rules", file("worse.yaml", "ruleId: ["))).isEqualTo(2);
  }

  /** Nothing comes from Monday at ten to Thursday at noon, but every day else. */
  private void judgesSilenceByWhatSourcesReported(Connection connection) throws IOException {
    String rule = file("silent.yaml", SILENCE);
    assertThat(run("--rules", rule)).isEqualTo(1);
    assertThat(err.toString()).contains("no report and no deal, of what the rules watch");
    List<DealEvent> events = new ArrayList<>();
    events.add(reported("2026-03-02T10:00:00Z"));
    Instant noon = Instant.parse("2026-03-05T12:00:00Z");
    for (int day = 0; day <= 28; day++) {
      events.add(reported(noon.plus(Duration.ofDays(day)).toString()));
    }
    publish(connection, Topics.DEAL_EVENTS, DealEvent.class, TimestampSource.EVENT, events);
    assertThat(run("--rules", rule)).as(err.toString()).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .contains(
            "0 figures and 30 reports of sources, judged from 2026-03-02 00:00 to 2026-04-03"
                + " 00:00; 0 scopes and periods with a quota ended",
            "silent|"
                + rule
                + "|1|1 WARNING|50.0|50.0|28.6|not judged|not judged|SOURCE:salesforce 1");
  }

  private static DealEvent reported(String at) {
    return DealEvent.newBuilder()
        .setEventId("event-" + at)
        .setDealId("deal")
        .setSource("salesforce")
        .setType(DealEventType.UPDATED)
        .setOccurredAt(Instant.parse(at))
        .build();
  }

  /**
   * emea gets thin in January and misses its quota; apac is thin for nine days in February and
   * attains. Some figures are repeated, as after a restart.
   */
  private static void record(Connection connection) throws IOException {
    List<PipelineSnapshot> figures = new ArrayList<>();
    figures.add(figures("emea", "2026-01-05", 4.0).build());
    figures.add(figures("emea", "2026-01-15", 2.9).build());
    figures.add(figures("apac", "2026-01-05", 4.0).build());
    figures.add(figures("emea", "2026-01-05", 4.0).build());
    figures.add(figures("emea", "2026-01-20", 2.5).build());
    figures.add(figures("apac", "2026-02-01", 2.8).build());
    figures.add(figures("apac", "2026-02-10", 3.5).build());
    figures.add(figures("apac", "2026-03-25", 4.0).setAttained(true).build());
    figures.add(figures("emea", "2026-03-28", 2.7).build());
    figures.add(figures("emea", "2026-04-02", 4.0).setPeriod("2026-Q2").build());
    publish(connection, Topics.HISTORY, PipelineSnapshot.class, TimestampSource.NOW, figures);
    publish(
        connection,
        Topics.HEARTBEAT,
        Heartbeat.class,
        TimestampSource.NOW,
        List.of(
            Heartbeat.newBuilder()
                .setSource("pipeline-state")
                .setAt(Instant.parse("2026-04-03T00:00:00Z"))
                .build()));
  }

  private static PipelineSnapshot.Builder figures(String unitId, String day, double coverage) {
    return PipelineSnapshot.newBuilder()
        .setScopeType(ScopeType.UNIT)
        .setScopeId(unitId)
        .setPeriod("2026-Q1")
        .setAsOf(Instant.parse(day + "T00:00:00Z"))
        .setScopePath(List.of("root"))
        .setPeriodStart(LocalDate.parse("2026-01-01"))
        .setPeriodEnd(LocalDate.parse("2026-04-01"))
        .setPeriodElapsed(0.25)
        .setCurrency("USD")
        .setOpenAmount(400_00)
        .setBookedAmount(500_00)
        .setQuota(1_000_00L)
        .setCoverageToGo(coverage);
  }

  /**
   * Ann's deals: one that is won, one that is lost, one that is large and slips, and two that no
   * rule picks; and one of another unit.
   */
  private static void recordDeals(Connection connection) throws IOException {
    publish(
        connection,
        Topics.ORG_UNITS,
        OrgUnit.class,
        TimestampSource.NOW,
        List.of(unit("root", null), unit("emea", "root")),
        BEFORE);
    publish(
        connection,
        Topics.ORG_MEMBERS,
        OrgMember.class,
        TimestampSource.NOW,
        List.of(
            OrgMember.newBuilder().setMemberId("ann").setName("Ann").setUnitId("emea").build(),
            OrgMember.newBuilder().setMemberId("bob").setName("Bob").setUnitId("root").build()),
        BEFORE);
    publish(
        connection,
        Topics.CHANGES,
        PipelineChange.class,
        TimestampSource.NOW,
        List.of(created("large", 500_000_00), created("small", 10_000_00)));
    ForecastCategory pipeline = ForecastCategory.PIPELINE;
    publish(
        connection,
        Topics.DEALS,
        DealState.class,
        TimestampSource.NOW,
        List.of(
            deal("won", "2026-01-10", 65).build(),
            deal("large", "2026-01-10", 70)
                .setForecastCategory(pipeline)
                .setConvertedAmount(500_000_00L)
                .build(),
            deal("small", "2026-01-10", 90).setForecastCategory(pipeline).build(),
            deal("elsewhere", "2026-01-10", 90).setOwnerId("bob").build(),
            deal("calm", "2026-01-10", 20).build(),
            deal("lost", "2026-01-15", 65).build(),
            deal("won", "2026-02-10", 0).setStatus(DealStatus.WON).build(),
            deal("lost", "2026-03-01", 0).setStatus(DealStatus.LOST).build()));
  }

  private static OrgUnit unit(String unitId, @Nullable String parentId) {
    return OrgUnit.newBuilder().setUnitId(unitId).setName(unitId).setParentUnitId(parentId).build();
  }

  private static PipelineChange created(String dealId, long amount) {
    return PipelineChange.newBuilder()
        .setChangeId("created-" + dealId)
        .setDealId(dealId)
        .setMovement(Movement.CREATED)
        .setPeriod("2026-Q1")
        .setOwnerId("ann")
        .setAmountDelta(amount)
        .setCurrency("USD")
        .setEventId("event-" + dealId)
        .setOccurredAt(Instant.parse("2026-01-10T05:00:00Z"))
        .setAsOf(Instant.parse("2026-01-10T05:00:00Z"))
        .build();
  }

  private static DealState.Builder deal(String dealId, String day, int score) {
    return DealState.newBuilder()
        .setDealId(dealId)
        .setStatus(DealStatus.OPEN)
        .setAmountMinor(10_000_00L)
        .setCurrency("USD")
        .setConvertedAmount(10_000_00L)
        .setReportingCurrency("USD")
        .setCloseDate(LocalDate.parse("2026-03-20"))
        .setForecastCategory(ForecastCategory.COMMIT)
        .setOwnerId("ann")
        .setPeriod("2026-Q1")
        .setRiskScore(score)
        .setAsOf(Instant.parse(day + "T06:00:00Z"));
  }

  private static <T extends SpecificRecord> void publish(
      Connection connection,
      Topic<T> topic,
      Class<T> type,
      TimestampSource timestamps,
      List<T> records)
      throws IOException {
    publish(connection, topic, type, timestamps, records, InstantSource.fixed(END));
  }

  private static <T extends SpecificRecord> void publish(
      Connection connection,
      Topic<T> topic,
      Class<T> type,
      TimestampSource timestamps,
      List<T> records,
      InstantSource clock)
      throws IOException {
    NaturalJson<T> json = NaturalJson.of(type);
    List<String> refusals = new ArrayList<>();
    LinePublisher.to(
            connection, topic, timestamps, clock, true, (line, reason) -> refusals.add(reason))
        .publish(
            new ByteArrayInputStream(
                records.stream()
                    .map(json::write)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8)),
            bytes -> {});
    assertThat(refusals).isEmpty();
  }

  private static List<TopicCounts> counts(Stack stack) {
    try (Admin admin = Admin.create(stack.connection().kafkaClient())) {
      Map<String, TopicCounts> counts =
          TopicCounts.of(
              admin,
              List.of(
                  Topics.ALERT_EVENTS.name(),
                  Topics.ALERT_STATE.name(),
                  Topics.SHADOW_ALERT_EVENTS.name(),
                  Topics.RULES.deadLetters().name()));
      return List.copyOf(counts.values());
    }
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("backtest"));
    all.addAll(List.of(arguments));
    return execute(all.toArray(String[]::new));
  }

  /** Runs a command on the stack, from clean outputs. */
  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = MonitorCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--port-offset", Integer.toString(ports.offset())));
    return line.execute(all.toArray(String[]::new));
  }
}
