package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.DriftLooks;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMoves;
import io.pipelinemonitor.jobs.domain.incident.CaseFile;
import io.pipelinemonitor.jobs.domain.incident.CaseWork;
import io.pipelinemonitor.jobs.domain.incident.Command;
import io.pipelinemonitor.jobs.domain.incident.Incident;
import io.pipelinemonitor.jobs.domain.incident.IncidentEvent;
import io.pipelinemonitor.jobs.domain.incident.RuleChange;
import io.pipelinemonitor.jobs.domain.incident.Silence;
import io.pipelinemonitor.jobs.domain.incident.Standing;
import io.pipelinemonitor.jobs.domain.rules.Baseline;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.Reading;
import io.pipelinemonitor.jobs.domain.rules.RuleBook;
import io.pipelinemonitor.jobs.domain.rules.RuleMode;
import io.pipelinemonitor.jobs.domain.rules.SilentSource;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the figures of each scope and period, and single deals, by the rules, and tells of every
 * step of an incident, with the deals behind it.
 *
 * <p>State of a scope and period: its {@link CaseFile}, and the one timer that it waits for. Both
 * end two days after the period, or when the scope is withdrawn. The records of commands that wait
 * for their time are kept until it has come, for the dead letter of one that is refused. What its
 * deals did lately ({@link ScopeMoves}), and what midnights say of its drift ({@link DriftLooks}),
 * end two days after the period.
 */
final class IncidentOperator extends TimedPlanOperator<ScopeNews, AlertEvent> {

  private static final long serialVersionUID = 1L;

  static final String UID = "alert-incidents";

  /** Steps of rules in SHADOW mode. */
  static final OutputTag<AlertEvent> SHADOW =
      new OutputTag<>("shadow-events", new AvroTypeInfo<>(AlertEvent.class));

  /** How long after a period's end its open incidents may still recover. */
  static final Duration PERIOD_GRACE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(IncidentOperator.class);

  static final ValueStateDescriptor<CaseFile> FILE =
      new ValueStateDescriptor<>("case-file", CodecType.of(new CaseFileCodec()));
  static final ValueStateDescriptor<Long> WAKE_AT =
      new ValueStateDescriptor<>("wake-at", Types.LONG);
  static final ValueStateDescriptor<ScopeMoves> MOVES =
      new ValueStateDescriptor<>("scope-moves", CodecType.of(new ScopeMovesCodec()));

  static final ValueStateDescriptor<DriftLooks> LOOKS =
      new ValueStateDescriptor<>("drift-looks", CodecType.of(new DriftLooksCodec()));

  static final MapStateDescriptor<String, RawRecord> COMMANDS =
      new MapStateDescriptor<>("commands-to-come", Types.STRING, Types.POJO(RawRecord.class));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient FiscalCalendar calendar;
  private transient SnapshotReader snapshots;
  private transient RuleReader rules;
  private transient CommandReader commands;
  private transient SilenceReader silences;
  private transient CaseWork work;
  private transient ValueState<CaseFile> files;
  private transient ValueState<Long> wakeAt;
  private transient MapState<String, RawRecord> waiting;
  private transient ValueState<ScopeMoves> moves;
  private transient ValueState<DriftLooks> looks;
  private transient Horizon horizon;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private IncidentOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  static SingleOutputStreamOperator<AlertEvent> connect(
      KeyedStream<ScopeNews, String> news,
      DataStream<PlanRecord> rulesAndSilences,
      JobSettings settings) {
    return connect(
        news, rulesAndSilences, forTest(settings), new AvroTypeInfo<>(AlertEvent.class), UID);
  }

  /** The operator by itself, for a test harness. */
  static IncidentOperator forTest(JobSettings settings) {
    return new IncidentOperator(settings);
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    calendar = settings.policy().calendar();
    snapshots = new SnapshotReader(registry);
    rules = new RuleReader(registry, settings.reportingCurrency());
    work =
        new CaseWork(
            calendar, PERIOD_GRACE.toMillis() * StreamTime.MICROS_PER_MILLI, new RuleBook());
    commands = new CommandReader(registry, calendar);
    silences = new SilenceReader(commands);
    plan.forEach(record -> putInForce(record, new ArrayList<>()));
    files = keyed(FILE);
    wakeAt = keyed(WAKE_AT);
    waiting = keyed(COMMANDS);
    moves = keyed(MOVES);
    looks = keyed(LOOKS);
    horizon = new Horizon(calendar);
  }

  /** Puts a rule or a silence in force, or out of it; rules that change anything are noted. */
  private void putInForce(PlanRecord record, List<RuleChange> changes) {
    if (SilenceReader.isOne(record)) {
      silence(record);
      return;
    }
    RuleChange change = change(record);
    if (change != null) {
      changes.add(change);
    }
  }

  private void silence(PlanRecord record) {
    long from = tick().endOf(record.effectiveAt()) * StreamTime.MICROS_PER_MILLI;
    Silence silence = silences.read(record, from);
    if (silence == null) {
      work.endSilence(record.identity(), from);
    } else {
      work.silence(record.identity(), silence);
    }
  }

  /** Puts a checked rule in force, or out of it; null if that changes nothing. */
  private @Nullable RuleChange change(PlanRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return work.delete(record.key());
    }
    try {
      return work.change(rules.read(record.key(), value));
    } catch (UnusableRecordException e) {
      // It was fit when it came, so the settings have changed since; the rest goes on.
      LOG.warn("rule '{}' is left out: {}", record.key(), e.text());
      return null;
    }
  }

  @Override
  protected void onElement(ScopeNews news, long streamTime) throws Exception {
    if (news.move() != null) {
      take(news.move());
    }
    if (news.looks() != null) {
      take(news.looks());
    }
    if (news.snapshot() != null) {
      take(news.snapshot());
    }
    if (news.deal() != null) {
      take(news.deal());
    }
    if (news.command() != null) {
      expectCommand(news.command());
    }
    if (news.source() != null) {
      take(news.source());
    }
  }

  /** Notes what a deal did, to count from its moment on. */
  private void take(ScopeMove move) throws Exception {
    long end = horizon.endOf(move.period());
    if (move.asOf() >= end) {
      return;
    }
    ScopeMoves known = moves.value();
    ScopeMoves taken = known == null ? new ScopeMoves() : known;
    taken.take(move);
    moves.update(taken);
    // A moment after the file's own last timer, so that neither is taken back with the other.
    setTimer(StreamTime.millisNotBefore(end) + 1);
  }

  /** Notes what midnights say, for the figures of their moments and after. */
  private void take(DriftLooks seen) throws Exception {
    long end = horizon.endOf(currentPeriod());
    if (seen.looks().isEmpty()) {
      return;
    }
    looks.update(seen);
    // A moment after the look, and after the file's own timers, which may be taken back.
    setTimer(StreamTime.millisNotBefore(seen.looks().get(seen.looks().size() - 1).at()) + 1);
    setTimer(StreamTime.millisNotBefore(end) + 1);
  }

  private String currentPeriod() {
    String key = currentKey();
    return key.substring(key.lastIndexOf('|') + 1);
  }

  private DriftLooks looks() throws Exception {
    DriftLooks known = looks.value();
    return known == null ? DriftLooks.NONE : known;
  }

  private void take(RawRecord record) throws Exception {
    CaseFile file = files.value();
    if (record.value() == null) {
      if (file != null) {
        keep(work.withdraw(file, record.streamTime() * StreamTime.MICROS_PER_MILLI), streamTime());
      }
      return;
    }
    try {
      Observation observation = snapshots.read(record);
      CaseFile.Outcome outcome = work.expect(file, period(observation), observation);
      if (outcome != null) {
        keep(outcome, streamTime());
      }
    } catch (UnusableRecordException e) {
      refuse(record, e);
    }
  }

  private void take(SourceNews source) throws Exception {
    CaseFile file = files.value();
    long at = source.at() * StreamTime.MICROS_PER_MILLI;
    CaseFile.Outcome outcome;
    if (source.isGone()) {
      outcome = file == null ? null : work.withdraw(file, at);
    } else {
      FiscalPeriod period = Objects.requireNonNull(calendar.periodNamed(source.period()));
      String currency = settings.reportingCurrency();
      outcome =
          work.expect(
              file,
              period,
              SilentSource.observation(source.source(), period, at, currency, calendar));
    }
    if (outcome != null) {
      keep(outcome, streamTime());
    }
  }

  /** Notes how a deal stands, to be judged at its moment. */
  private void take(Observation deal) throws Exception {
    FiscalPeriod period = calendar.periodNamed(deal.period());
    CaseFile.Outcome outcome = period == null ? null : work.expect(files.value(), period, deal);
    if (outcome != null) {
      keep(outcome, streamTime());
    }
  }

  /** The same command twice is one. */
  private void expectCommand(RawRecord record) throws Exception {
    byte[] value = record.value();
    if (value == null || !(commands.readAgain(value, 0) instanceof Asked.OfIncident asked)) {
      throw new IllegalStateException("a command that was checked is none any more");
    }
    Command command = asked.command();
    if (!waiting.contains(command.commandId())) {
      waiting.put(command.commandId(), CommandCheckFunction.under(command.incidentId(), record));
      long at = record.streamTime() * StreamTime.MICROS_PER_MILLI;
      keep(
          work.expect(files.value(), asked.scope(), asked.period(), new Command.Timed(command, at)),
          streamTime());
    }
  }

  private FiscalPeriod period(Observation observation) throws UnusableRecordException {
    FiscalPeriod period = calendar.periodNamed(observation.period());
    if (period == null) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE,
          "period is '"
              + observation.period()
              + "', which this job's fiscal calendar does not have; give both jobs the same"
              + " fiscal.* settings");
    }
    return period;
  }

  private void refuse(RawRecord record, UnusableRecordException reason) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    output.collect(
        DeadLetters.TAG,
        new StreamRecord<>(
            DeadLetters.of(record, reason, AlertRulesJob.NAME + "/" + UID, now),
            record.streamTime()));
  }

  /**
   * Idleness ends here. An idle channel would be left out of account by {@link InhibitionOperator},
   * and what one task tells could be overtaken by the time of the others.
   */
  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {}

  @Override
  protected void onTimer(long time) throws Exception {
    CaseFile file = files.value();
    if (file != null) {
      keep(work.advance(file, looks(), time * StreamTime.MICROS_PER_MILLI), time);
    }
    if (moves.value() != null || looks.value() != null) {
      endPeriod(time);
    }
  }

  private void endPeriod(long time) throws Exception {
    if (time > StreamTime.millisNotBefore(horizon.endOf(currentPeriod()))) {
      moves.clear();
      looks.clear();
    }
  }

  @Override
  protected void onPlan(List<PlanRecord> records, long tickEnd) throws Exception {
    List<RuleChange> changes = new ArrayList<>();
    records.forEach(record -> putInForce(record, changes));
    if (records.stream().allMatch(BurstSilence::isBegun)) {
      // Its end is not known, so nothing falls due because of it. A burst spreads tick by tick.
      return;
    }
    long at = tickEnd * StreamTime.MICROS_PER_MILLI;
    forEachKey(FILE, state -> keep(work.applyRules(state.value(), looks(), changes, at), tickEnd));
    work.forgetSilencesBefore(at);
  }

  /**
   * Tells what is to be told, and keeps the rest until it is time again.
   *
   * @param now everything up to then has been decided, milliseconds
   */
  private void keep(CaseFile.Outcome outcome, long now) throws Exception {
    ScopeMoves known = moves.value();
    for (IncidentEvent event : outcome.events()) {
      tell(explained(event, known));
    }
    if (known != null && now != Long.MIN_VALUE) {
      forget(known, outcome.file(), now * StreamTime.MICROS_PER_MILLI);
    }
    for (Command.Answer answer : outcome.answers()) {
      RawRecord record = waiting.get(answer.commandId());
      waiting.remove(answer.commandId());
      if (answer.refusal() != null) {
        refuse(
            record, new UnusableRecordException(DeadLetterReason.INVALID_VALUE, answer.refusal()));
      }
    }
    if (outcome.file() == null) {
      files.clear();
      wakeAt.clear();
      return;
    }
    files.update(outcome.file());
    long timer = StreamTime.millisNotBefore(outcome.wakeAt());
    Long set = wakeAt.value();
    if (set != null && set == timer && set > streamTime()) {
      return;
    }
    if (set != null && set != timer) {
      cancelTimer(set);
    }
    setTimer(timer);
    expect(timer);
    wakeAt.update(timer);
  }

  private IncidentEvent explained(IncidentEvent event, @Nullable ScopeMoves known) {
    Money money = event.rule().metric().money();
    if (money == null || event.transition().isAuditOnly()) {
      return event;
    }
    ScopeMoves moves = known == null ? new ScopeMoves() : known;
    moves.advance(event.at(), horizon);
    return event.explained(moves.explain(money, sinceDay(event), horizon));
  }

  /** A change is explained from where it was counted, drift from its first day. */
  private long sinceDay(IncidentEvent event) {
    Reading.Drift drift = event.reading().drift();
    if (drift != null) {
      return drift.isOver()
          ? horizon.sinceDay(event.at(), event.incident().activeAt())
          : drift.onsetDay();
    }
    Baseline baseline = event.baseline();
    return baseline == null || baseline.at() == null
        ? horizon.sinceDay(event.at(), event.incident().activeAt())
        : horizon.sinceDay(baseline.at());
  }

  private void forget(ScopeMoves known, @Nullable CaseFile file, long now) throws Exception {
    known.advance(now, horizon);
    if (file == null) {
      known.forgetBefore(horizon.keptFrom(now, List.of(), now));
    } else {
      // What the earliest of them needs is enough for all.
      List<Long> activeAt =
          file.standings().values().stream()
              .map(Standing::incident)
              .filter(Objects::nonNull)
              .map(Incident::activeAt)
              .min(Long::compare)
              .map(List::of)
              .orElse(List.of());
      known.forgetBefore(horizon.keptFrom(now, activeAt, work.lookedBackTo(file, looks(), now)));
    }
    moves.update(known);
  }

  private void tell(IncidentEvent event) {
    AlertEvent record = ToContract.alertEvent(event);
    long time = Math.floorDiv(event.at(), StreamTime.MICROS_PER_MILLI);
    if (event.rule().mode() == RuleMode.SHADOW) {
      output.collect(SHADOW, new StreamRecord<>(record, time));
    } else {
      emit(record, time);
    }
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
