package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.ActivityKind;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.MetricUnit;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments are hours since the first of January 2026, a Thursday. */
class StaleRuleTest {

  private static final JobSettings SETTINGS =
      JobSettings.of(Map.of("schema.registry.url", "mock://stale"));
  private static final double FIRST_OF_APRIL = 90 * 24;
  static final String STALE =
      "{'ruleId': 'silent', 'version': 1, 'name': 'Source silent', 'type': 'STALE', 'scope':"
          + " {'types': ['SOURCE']}, 'metric': 'silentHours', 'direction': 'ABOVE', 'levels':"
          + " [{'severity': 'WARNING', 'fire': 24, 'clear': 1}, {'severity': 'CRITICAL', 'fire':"
          + " 48, 'clear': 1}], 'keepFiringFor': '15m', 'updatedAt': '2026-01-01T00:00:00Z'}";

  private SchemaRegistryClient registry;
  private AlertInputs inputs;
  private RecordEncoder<DealEvent> deals;
  private RecordEncoder<ActivityEvent> activities;
  private SourceChain chain;

  @SuppressWarnings("NullAway.Init") // set up below
  StaleRuleTest() {}

  @BeforeEach
  void setUp() throws Exception {
    registry = RegistryConnection.open(SETTINGS.schemaRegistryUrl(), Map.of());
    inputs = new AlertInputs(registry);
    deals = RecordEncoder.open(Topics.DEAL_EVENTS, registry);
    activities = RecordEncoder.open(Topics.ACTIVITY_EVENTS, registry);
    chain = new SourceChain(null);
  }

  @AfterEach
  void tearDown() throws Exception {
    chain.close();
    registry.close();
  }

  /** The operators that follow sources, and those of incidents behind them. */
  private static final class SourceChain implements AutoCloseable {

    record Checkpoint(OperatorSubtaskState sources, AlertChain.Checkpoint alerts) {}

    private final OneInputStreamOperatorTestHarness<RawRecord, SourceReport> reports;
    private final KeyedOneInputStreamOperatorTestHarness<String, SourceReport, ScopeNews> sources;
    private final AlertChain alerts;
    private int reportsTaken;
    private int newsTaken;

    SourceChain(@Nullable Checkpoint from) throws Exception {
      reports =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(new SourceReportFunction(SETTINGS)),
              JobEnvironment.MAX_PARALLELISM,
              1,
              0);
      sources =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new NeverIdleOperator<>(new SourceWatchFunction(SETTINGS)),
              SourceReport::source,
              Types.STRING,
              JobEnvironment.MAX_PARALLELISM,
              1,
              0);
      if (from != null) {
        sources.initializeState(from.sources());
      }
      reports.open();
      sources.open();
      alerts = new AlertChain(SETTINGS, from == null ? null : from.alerts());
    }

    void send(RawRecord record) throws Exception {
      reports.processElement(record, record.streamTime());
      List<SourceReport> said = reports.extractOutputValues();
      for (; reportsTaken < said.size(); reportsTaken++) {
        sources.processElement(said.get(reportsTaken), record.streamTime());
      }
    }

    void timePassesTo(double hours) throws Exception {
      sources.processWatermark(AlertInputs.millis(hours));
      List<StreamRecord<? extends ScopeNews>> news = sources.extractOutputStreamRecords();
      for (; newsTaken < news.size(); newsTaken++) {
        alerts.send(news.get(newsTaken).getValue());
      }
      alerts.timePassesTo(hours);
    }

    List<SourceReport> reports() {
      return reports.extractOutputValues();
    }

    /** Each step. */
    List<String> steps() {
      return alerts.events().stream().map(StaleRuleTest::step).toList();
    }

    int left() {
      return sources.numKeyedStateEntries() + sources.numEventTimeTimers() + alerts.left();
    }

    Checkpoint checkpoint() throws Exception {
      return new Checkpoint(sources.snapshot(1, 1), alerts.checkpoint());
    }

    @Override
    public void close() throws Exception {
      reports.close();
      sources.close();
      alerts.close();
    }
  }

  /** As {@code minute source period TRANSITION SEVERITY REASON}. */
  static String step(AlertEvent event) {
    return event.getEvaluatedAt().truncatedTo(ChronoUnit.MINUTES)
        + " "
        + event.getScopeId()
        + " "
        + event.getPeriod()
        + " "
        + event.getTransition()
        + " "
        + event.getSeverity()
        + " "
        + event.getReason();
  }

  private RawRecord deal(double hours, String source) {
    DealEvent event =
        DealEvent.newBuilder()
            .setEventId("e" + hours)
            .setDealId("d1")
            .setSource(source)
            .setType(DealEventType.UPDATED)
            .setOccurredAt(AlertInputs.START)
            .build();
    return inputs.raw(Topics.DEAL_EVENTS, "d1", deals.encode(event), hours);
  }

  private RawRecord activity(double hours, String source) {
    ActivityEvent event =
        ActivityEvent.newBuilder()
            .setEventId("e" + hours)
            .setActivityId("a" + hours)
            .setOwnerId("ann")
            .setSource(source)
            .setKind(ActivityKind.CALL)
            .setOccurredAt(AlertInputs.START)
            .build();
    return inputs.raw(Topics.ACTIVITY_EVENTS, "d1", activities.encode(event), hours);
  }

  @Test
  void tellsWhenNothingHasComeForHoursOfWorkingDays() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(33.9);
    assertThat(chain.steps()).isEmpty();
    chain.timePassesTo(128);
    chain.send(deal(129, "salesforce"));
    chain.timePassesTo(140);
    assertThat(chain.steps())
        .containsExactly(
            "2026-01-02T10:01:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED",
            "2026-01-05T10:01:00Z salesforce 2026-Q1 ESCALATED CRITICAL THRESHOLD_CROSSED",
            "2026-01-06T09:00:00Z salesforce 2026-Q1 RECOVERING CRITICAL THRESHOLD_CLEARED",
            "2026-01-06T09:15:00Z salesforce 2026-Q1 RESOLVED CRITICAL HELD_LONG_ENOUGH");
    assertThat(chain.alerts.events())
        .extracting(AlertEvent::getSummary)
        .containsExactly(
            "Nothing has come from salesforce since Thursday 1 January, 10:00, for 24 working"
                + " hours: figures of every team may be out of date.",
            "Nothing has come from salesforce since Thursday 1 January, 10:00, for 48 working"
                + " hours: figures of every team may be out of date.",
            "salesforce reports again; the alert is resolved if that lasts 15 minutes.",
            "salesforce reports again; the alert lasted 3 days 23 hours.");
    AlertEvent fired = chain.alerts.events().get(0);
    assertThat(fired.getDedupKey()).isEqualTo("silent|SOURCE:salesforce|2026-Q1");
    assertThat(fired.getMetric()).isEqualTo("silentHours");
    assertThat(fired.getUnit()).isEqualTo(MetricUnit.HOURS);
    assertThat(fired.getCurrency()).isNull();
    assertThat(fired.getDataAsOf()).isEqualTo(AlertInputs.START.plus(Duration.ofHours(10)));
  }

  @Test
  void whereTimeStandsStillUntilSomethingComesTheSilenceIsToldThen() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(10.1);
    assertThat(chain.steps()).isEmpty();
    // On the data's clock nothing moves time on before the next record, of whatever source.
    chain.send(deal(60, "mail"));
    chain.timePassesTo(60);
    assertThat(chain.steps())
        .containsExactly("2026-01-02T10:01:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED");
  }

  @Test
  void timeDoesNotComePastWhatIsToldOfSourcesWhileNothingComes() throws Exception {
    chain.send(deal(10, "salesforce"));
    chain.sources.processWatermarkStatus(WatermarkStatus.IDLE);
    chain.timePassesTo(11);
    assertThat(chain.sources.getOutput()).doesNotContain(WatermarkStatus.IDLE);
  }

  @Test
  void saysOfALineThatWasMovedThatItWasAndNotThatTheSourceReports() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(35);
    chain.alerts.send(
        inputs.rule(
            36,
            STALE
                .replace("'version': 1", "'version': 2")
                .replace("'fire': 24", "'fire': 40")
                .replace("'clear': 1}", "'clear': 30}")));
    chain.timePassesTo(37);
    assertThat(chain.alerts.events())
        .extracting(AlertEvent::getSummary)
        .endsWith(
            "The silence of salesforce is 26 working hours, past the clear line of 30 working hours"
                + " since the rule 'Source silent' was changed; the alert is resolved if that lasts"
                + " 15 minutes.",
            "The silence of salesforce recovered to 26 working hours and stayed past the clear line"
                + " of 30 working hours for 15 minutes; the alert lasted 2 hours 14 minutes.");
  }

  @Test
  void remindsOfASilenceThatLasts() throws Exception {
    chain.alerts.send(
        inputs.rule(0, STALE.replace("'keepFiringFor'", "'remindEvery': '12h', 'keepFiringFor'")));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(46.5);
    assertThat(chain.alerts.events())
        .extracting(AlertEvent::getSummary)
        .last(as(STRING))
        .isEqualTo(
            "Still open after 12 hours: nothing has come from salesforce since Thursday 1 January,"
                + " 10:00, for 36 working hours: figures of every team may be out of date.");
  }

  @Test
  void countsAShortSilenceInMinutes() throws Exception {
    chain.alerts.send(
        inputs.rule(0, STALE.replace("'fire': 24, 'clear': 1", "'fire': 0.5, 'clear': 0")));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(11);
    assertThat(chain.alerts.events())
        .extracting(AlertEvent::getSummary)
        .last(as(STRING))
        .startsWith("Nothing has come from salesforce since Thursday 1 January, 10:00, for 31")
        .contains("31 working minutes:");
  }

  @Test
  void bothTopicsCountAndEachSourceByItself() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(10, "salesforce"));
    chain.send(activity(10, "mail"));
    chain.send(activity(30, "mail"));
    chain.send(inputs.raw(Topics.DEAL_EVENTS, "d1", new byte[] {9}, 31));
    chain.send(inputs.raw(Topics.DEAL_EVENTS, "d1", null, 31));
    chain.timePassesTo(36);
    assertThat(chain.steps())
        .containsExactly("2026-01-02T10:01:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED");
  }

  @Test
  void ofManyReportsOneTickIsSaidOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      chain.send(deal(10 + i / 3_600_000.0, "salesforce"));
    }
    assertThat(chain.reports()).hasSizeBetween(1, 2);
  }

  @Test
  void silenceOverThePeriodsEndIsToldAgainForTheNewOne() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(FIRST_OF_APRIL - 36, "salesforce"));
    chain.timePassesTo(FIRST_OF_APRIL + 50);
    chain.send(deal(FIRST_OF_APRIL + 51, "salesforce"));
    chain.timePassesTo(FIRST_OF_APRIL + 60);
    assertThat(chain.steps())
        .containsExactly(
            "2026-03-31T12:01:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED",
            "2026-04-01T00:00:00Z salesforce 2026-Q2 FIRED WARNING THRESHOLD_CROSSED",
            "2026-04-01T12:01:00Z salesforce 2026-Q2 ESCALATED CRITICAL THRESHOLD_CROSSED",
            "2026-04-02T00:00:00Z salesforce 2026-Q1 RESOLVED WARNING PERIOD_CLOSED",
            "2026-04-03T03:00:00Z salesforce 2026-Q2 RECOVERING CRITICAL THRESHOLD_CLEARED",
            "2026-04-03T03:15:00Z salesforce 2026-Q2 RESOLVED CRITICAL HELD_LONG_ENOUGH");
  }

  @Test
  void onTheFirstDayOfAPeriodTheIncidentBeforeCanRecover() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(FIRST_OF_APRIL - 36, "salesforce"));
    chain.timePassesTo(FIRST_OF_APRIL + 2);
    chain.send(deal(FIRST_OF_APRIL + 3, "salesforce"));
    chain.timePassesTo(FIRST_OF_APRIL + 10);
    assertThat(chain.steps().stream().filter(step -> step.contains("RESOLVED")))
        .containsExactlyInAnyOrder(
            "2026-04-01T03:15:00Z salesforce 2026-Q1 RESOLVED WARNING HELD_LONG_ENOUGH",
            "2026-04-01T03:15:00Z salesforce 2026-Q2 RESOLVED WARNING HELD_LONG_ENOUGH");
  }

  @Test
  void sourceIsForgottenAfterThirtyDaysAndKnownAgainWhenItReports() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(31 * 24);
    assertThat(chain.steps())
        .endsWith("2026-01-31T10:00:00Z salesforce 2026-Q1 RESOLVED CRITICAL SCOPE_GONE");
    assertThat(chain.alerts.events())
        .extracting(AlertEvent::getSummary)
        .last(as(STRING))
        .startsWith("The alert on the silence of salesforce was closed after 28 days 23 hours")
        .contains(" because salesforce is taken to be gone after 30 days;");
    assertThat(chain.left()).isZero();
    chain.send(deal(40 * 24, "salesforce"));
    chain.timePassesTo(42 * 24);
    assertThat(chain.steps())
        .endsWith("2026-02-11T00:01:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED");
  }

  @Test
  void sourceThatReportsByTheClockIsHeardEachTimeInABacklog() throws Exception {
    chain.alerts.send(inputs.rule(0, STALE));
    for (int day = 0; day <= 120; day++) {
      chain.send(deal(day * 24, "nightly-import"));
    }
    chain.timePassesTo(120 * 24 + 12);
    assertThat(chain.steps()).isEmpty();
    chain.timePassesTo(125 * 24);
    assertThat(chain.steps().get(0)).contains("nightly-import 2026-Q2 FIRED");
  }

  @Test
  void ruleThatComesLaterJudgesTheSilenceSoFar() throws Exception {
    chain.alerts.send(inputs.rule(36, STALE));
    chain.send(deal(10, "salesforce"));
    chain.timePassesTo(37);
    assertThat(chain.steps())
        .containsExactly("2026-01-02T12:00:00Z salesforce 2026-Q1 FIRED WARNING THRESHOLD_CROSSED");
  }

  private List<RawRecord> anyReports(Random random) {
    List<RawRecord> records = new ArrayList<>();
    for (String source : List.of("salesforce", "mail", "calendar")) {
      double hours = random.nextInt(100);
      while (hours < 200 * 24) {
        records.add(random.nextBoolean() ? deal(hours, source) : activity(hours, source));
        boolean pauses = random.nextInt(8) == 0;
        hours += pauses ? random.nextInt(40 * 24) : 1 + random.nextInt(20);
      }
    }
    records.sort(Comparator.comparingLong(RawRecord::streamTime));
    return records;
  }

  private static List<AlertEvent> inOrder(List<AlertEvent> events) {
    return events.stream()
        .sorted(
            Comparator.comparing(AlertEvent::getDedupKey)
                .thenComparing(AlertEvent::getEvaluatedAt)
                .thenComparing(AlertEvent::getSequence))
        .toList();
  }

  @Test
  void tellsTheSameInAnyOrderOfArrivalAndAfterARestartWithRepetitions() throws Exception {
    Random random = new Random(5);
    List<RawRecord> records = anyReports(random);
    double end = 220 * 24;
    chain.alerts.send(inputs.rule(0, STALE));
    for (RawRecord record : records) {
      // As they come in life: time is just behind them.
      chain.timePassesTo((record.streamTime() - AlertInputs.millis(0)) / 3_600_000.0 - 0.1);
      chain.send(record);
    }
    chain.timePassesTo(end);
    List<AlertEvent> expected = inOrder(chain.alerts.events());
    assertThat(expected).hasSizeGreaterThan(30);
    assertThat(chain.steps()).anyMatch(step -> step.endsWith("SCOPE_GONE"));

    List<RawRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);
    List<AlertEvent> told;
    SourceChain.Checkpoint checkpoint;
    try (SourceChain before = new SourceChain(null)) {
      before.alerts.send(inputs.rule(0, STALE));
      for (RawRecord record : shuffled) {
        before.send(record);
      }
      before.timePassesTo(50 * 24);
      before.timePassesTo(100 * 24 + 7.7);
      told = new ArrayList<>(before.alerts.events());
      checkpoint = before.checkpoint();
    }
    try (SourceChain after = new SourceChain(checkpoint)) {
      for (RawRecord record : records.subList(records.size() / 2, records.size())) {
        after.send(record);
      }
      after.timePassesTo(150 * 24);
      after.timePassesTo(end);
      told.addAll(after.alerts.events());
    }
    assertThat(inOrder(told)).isEqualTo(expected);
  }

  private static String problem(String rule) throws NaturalJsonException {
    AlertRule record = NaturalJson.of(AlertRule.class).read(rule.replace('\'', '"'), 1);
    return RuleReader.check(record, "USD") instanceof RuleCheck.Refused refused
        ? refused.message()
        : "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'silentHours' | 'openCount' | metric: STALE rules watch how long nothing has come; write"
            + " silentHours",
        "'ABOVE' | 'ABOVE', 'minObservations': 3 | minObservations: has no meaning for STALE rules:"
            + " a source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'minQuota': 1000, 'currency': 'USD' | minQuota: has no meaning for"
            + " STALE rules: a source has no figures; leave it out; currency: has no meaning for"
            + " STALE rules: a source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'minOpenAmount': 1, 'currency': 'USD' | minOpenAmount: has no meaning"
            + " for STALE rules: a source has no figures; leave it out; currency: has no meaning"
            + " for STALE rules: a source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'mOfN': {'m': 1, 'n': 2} | mOfN: has no meaning for STALE rules: a"
            + " source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'staleAfter': '1d' | staleAfter: has no meaning for STALE rules: a"
            + " source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'materiality': {'absolute': 2} | materiality: has no meaning for STALE"
            + " rules: a source has no figures; leave it out",
        "'ABOVE' | 'ABOVE', 'over': '7d' | over: has no meaning for STALE rules; leave it out, or"
            + " write type CHANGE",
        "'ABOVE' | 'ABOVE', 'periods': ['NEXT'] | periods: nothing comes from a source in the NEXT"
            + " period yet; write [\"CURRENT\"]",
        "['SOURCE'] | ['UNIT'] | scope.types: STALE rules watch sources; write [\"SOURCE\"]",
        "['SOURCE'] | [] | scope.types: STALE rules watch sources; write [\"SOURCE\"]",
        "'fire': 48 | 'fire': 480 | levels[1].fire: after 30 days a source is forgotten; write less"
            + " than 480 hours",
        "'fire': 24, 'clear': 1 | 'fire': 24, 'clear': -1 | levels[0].clear: no silence is shorter"
            + " than 0 hours; write 0 or more",
        "'STALE' | 'THRESHOLD' | metric: silentHours is for STALE rules; write another metric, or"
            + " type STALE; scope.types: a SOURCE has no figures; remove it, or write type STALE",
      })
  void namesEachFieldWithoutMeaningAndWhatToDo(String from, String to, String problem)
      throws NaturalJsonException {
    assertThat(STALE).contains(from);
    assertThat(problem(STALE.replace(from, to))).isEqualTo(problem);
  }

  @Test
  void acceptsARuleThatIsInOrder() throws NaturalJsonException {
    assertThat(problem(STALE)).isEmpty();
  }
}
