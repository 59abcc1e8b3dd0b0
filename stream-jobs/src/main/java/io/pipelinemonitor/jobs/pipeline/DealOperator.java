package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.Fact;
import io.pipelinemonitor.jobs.domain.metrics.DealFootprint;
import io.pipelinemonitor.jobs.domain.metrics.DealLedger;
import io.pipelinemonitor.jobs.domain.metrics.DealMovement;
import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import io.pipelinemonitor.jobs.domain.metrics.WaterfallMovement;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the facts of each deal and says what each change of them, of the plan or of the day does to
 * the figures.
 *
 * <p>State: one entry a deal. It ends when the deal is closed, deleted or merged and the period in
 * which that happened is no longer reported. Activities that are about no deal have an entry each,
 * which ends when they are counted no more. Events that were read ahead of stream time are held
 * back until it comes to them: folded at once, they would be folded by the exchange rates,
 * processes and lessons of before, and what a change is said to have moved would depend on how far
 * each partition happened to be read.
 */
final class DealOperator extends TimedPlanOperator<RawRecord, DealMovement> {

  private static final long serialVersionUID = 1L;

  static final String UID = "deal-state";

  /** The state of each deal that changed. */
  static final OutputTag<DealState> DEALS =
      new OutputTag<>("deals", new AvroTypeInfo<>(DealState.class));

  /** Every movement of an open amount, and the withdrawal of those that no longer hold. */
  static final OutputTag<PipelineChange> CHANGES =
      new OutputTag<>("changes", new AvroTypeInfo<>(PipelineChange.class));

  /** What the accounts of open deals are to know. */
  static final OutputTag<AccountChange> ACCOUNTS =
      new OutputTag<>("accounts", CodecType.of(new AccountChangeCodec()));

  static final TypeInformation<DealMovement> OUTPUT_TYPE = Types.POJO(DealMovement.class);

  private static final ValueStateDescriptor<DealEntry> ENTRY =
      new ValueStateDescriptor<>("deal", CodecType.of(new DealEntryCodec()));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient RecordDecoder<io.pipelinemonitor.schema.DealEvent> decoder;
  private transient RecordDecoder<ActivityEvent> activityDecoder;
  private transient PlanReader planReader;
  private transient DealLedger ledger;
  private transient SalesProcesses processes;
  private transient FxRates rates;
  private transient ValueState<DealEntry> entries;
  private transient FootprintCache footprints;
  private transient HeldRecords held;
  private transient Counter lateRecords;
  private transient Counter deadLetters;
  private transient Counter duplicates;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private DealOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  static SingleOutputStreamOperator<DealMovement> connect(
      KeyedStream<RawRecord, String> events, DataStream<PlanRecord> plan, JobSettings settings) {
    return connect(events, plan, new DealOperator(settings), OUTPUT_TYPE, UID);
  }

  /** The operator by itself, for a test harness. */
  static DealOperator forTest(JobSettings settings) {
    return new DealOperator(settings);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    held = HeldRecords.restored(getOperatorStateBackend(), this::keeps);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    held.save();
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    requireSameSettings(settings.figuresFingerprint());
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    decoder = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
    activityDecoder = new RecordDecoder<>(Topics.ACTIVITY_EVENTS, registry);
    planReader = new PlanReader(settings.policy().calendar(), registry);
    ledger = new DealLedger(settings.policy());
    processes = new SalesProcesses();
    rates = new FxRates(settings.reportingCurrency());
    plan.forEach(record -> putInForce(planReader.read(record)));
    entries = keyed(ENTRY);
    footprints = new FootprintCache();
    lateRecords = getMetricGroup().counter("lateRecords");
    deadLetters = getMetricGroup().counter("deadLetters");
    duplicates = getMetricGroup().counter("duplicateEvents");
  }

  /** To be taken when stream time comes to it, by the definitions that hold then. */
  @Override
  protected void onElement(RawRecord record, long streamTime) throws Exception {
    if (streamTime <= streamTime()) {
      lateRecords.inc();
    }
    long moment = Math.max(tick().endOf(Math.max(streamTime, streamTime() + 1)), planTime());
    held.add(record, moment);
    expect(moment);
  }

  @Override
  protected long heldUntil() {
    return held.until();
  }

  @Override
  protected void onHeld() throws Exception {
    long moment = held.until();
    for (RawRecord record : held.release()) {
      setCurrentKey(record.keyText());
      take(record, moment);
    }
  }

  private void take(RawRecord record, long moment) throws Exception {
    try {
      if (record.topic().equals(Topics.ACTIVITY_EVENTS.name())) {
        Activity activity = activity(record);
        take(moment, null, entry -> ledger.add(activity, entry.activities));
      } else {
        DealEvent event = dealEvent(record);
        take(moment, event, entry -> entry.facts.add(event));
      }
    } catch (UnusableRecordException e) {
      refuse(record, e);
    }
  }

  /** Adds something to what is known; false if it was known already. */
  private interface Addition {
    boolean addTo(DealEntry entry);
  }

  private void take(long tickEnd, @Nullable DealEvent event, Addition addition) throws Exception {
    DealEntry known = entries.value();
    DealEntry entry = known == null ? nothingKnown(tickEnd) : known;
    long moment = Math.max(tickEnd, entry.asOf);
    DealFootprint before = footprint(entry, moment);
    if (!addition.addTo(entry)) {
      duplicates.inc();
      return;
    }
    settle(entry, before, event, moment);
  }

  /** What the deal was last said to add. */
  private DealFootprint footprint(DealEntry entry, long moment) {
    DealFootprint known = footprints.get(currentKey(), entry.asOf);
    return known != null
        ? known
        : ledger.footprint(entry.facts, entry.activities, processes, rates, entry.asOf, moment);
  }

  private static DealEntry nothingKnown(long moment) {
    return new DealEntry(new DealFacts(), new ActivityFacts(), moment, DealEntry.NO_TIMER);
  }

  private DealEvent dealEvent(RawRecord record) throws UnusableRecordException {
    DealEvent event =
        FromContract.dealEvent(
            UnusableRecordException.orThrow(decoder.decode(record.value())),
            record.kafkaTimestamp());
    checkKey(event.dealId());
    return event;
  }

  private Activity activity(RawRecord record) throws UnusableRecordException {
    Activity activity =
        FromContract.activity(
            UnusableRecordException.orThrow(activityDecoder.decode(record.value())),
            record.kafkaTimestamp());
    if (activity.dealId() != null) {
      checkKey(activity.dealId());
    }
    return activity;
  }

  private void checkKey(String dealId) throws UnusableRecordException {
    if (!dealId.equals(currentKey())) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '"
              + currentKey()
              + "', but dealId is '"
              + dealId
              + "': Kafka orders events by key, so it must be the deal");
    }
  }

  private void refuse(RawRecord record, UnusableRecordException reason) {
    deadLetters.inc();
    long now = getProcessingTimeService().getCurrentProcessingTime();
    output.collect(
        DeadLetters.TAG,
        new StreamRecord<>(DeadLetters.of(record, reason, PipelineStateJob.NAME + "/" + UID, now)));
  }

  /** The entry after what the passing of time does at {@code moment}; a new one if it ends. */
  private DealEntry advance(DealEntry entry, long moment) throws Exception {
    if (entry.facts.lastStamp() == null) {
      return forgetActivities(entry, moment);
    }
    Deal deal = Deal.of(entry.facts, processes);
    DealFootprint before = footprint(entry, moment);
    if (ledger.isOver(deal, before.contribution(), entry.asOf, moment)) {
      return end(entry, moment);
    }
    settle(entry, before, null, moment);
    return entry;
  }

  private DealEntry end(DealEntry entry, long moment) throws Exception {
    setDealTimer(entry, DealEntry.NO_TIMER);
    entries.clear();
    footprints.remove(currentKey());
    return nothingKnown(moment);
  }

  /** Activities of which no deal is known last until no figure needs them. */
  private DealEntry forgetActivities(DealEntry entry, long moment) throws Exception {
    if (!ledger.foldActivities(entry.activities, moment)) {
      return end(entry, moment);
    }
    setDealTimer(entry, tick().endOf(DealLedger.nextFold(entry.activities)));
    entries.update(entry);
    return entry;
  }

  /**
   * Sends on what has changed since {@code before}, and keeps the entry as of {@code moment}.
   *
   * @param before what the deal added before, by the definitions in force
   * @param added the event that was added since; null if none was
   */
  private void settle(DealEntry entry, DealFootprint before, @Nullable DealEvent added, long moment)
      throws Exception {
    if (entry.facts.lastStamp() == null) {
      DealFootprint after =
          ledger.footprint(entry.facts, entry.activities, processes, rates, moment, moment);
      tell(null, before, after, moment);
      entry.asOf = moment;
      forgetActivities(entry, moment);
      return;
    }
    ledger.foldActivities(entry.activities, moment);
    Deal deal = Deal.of(entry.facts, processes);
    settle(
        entry,
        deal,
        before,
        ledger.footprint(deal, entry.activities, rates, moment, before, entry.asOf, added),
        moment);
  }

  private void settle(
      DealEntry entry, Deal deal, DealFootprint before, DealFootprint after, long moment)
      throws Exception {
    tell(deal.facts().text(DealField.NAME), before, after, moment);
    output.collect(
        DEALS,
        new StreamRecord<>(
            ToContract.dealState(currentKey(), deal, after, settings.reportingCurrency(), moment),
            moment));
    entry.asOf = moment;
    footprints.put(currentKey(), moment, after);
    long next = ledger.nextChange(deal, entry.activities, after, moment);
    setDealTimer(entry, next == DealLedger.NEVER ? DealEntry.NO_TIMER : tick().endOf(next));
    entries.update(entry);
  }

  private void tell(@Nullable String name, DealFootprint before, DealFootprint after, long moment) {
    DealMovement movement = ledger.movement(before, after, moment);
    if (!movement.isEmpty()) {
      emit(movement, moment);
      movement.forEachMovement((moved, withdrawn) -> tellOf(name, moved, withdrawn, moment));
      expect(moment);
    }
    if (!before.isOfAccountAs(after)) {
      tellAccount(before, null, moment);
      tellAccount(after, after.ofAccount(), moment);
      expect(moment);
    }
  }

  private void tellAccount(DealFootprint of, @Nullable OpenDealOfAccount deal, long moment) {
    String accountId = of.accountId();
    if (of.ofAccount() != null && accountId != null) {
      output.collect(
          ACCOUNTS,
          new StreamRecord<>(new AccountChange(accountId, currentKey(), deal, moment), moment));
    }
  }

  private void tellOf(
      @Nullable String name, WaterfallMovement movement, boolean withdrawn, long moment) {
    output.collect(
        CHANGES,
        new StreamRecord<>(
            ToContract.change(
                currentKey(), name, movement, withdrawn, settings.reportingCurrency(), moment),
            moment));
  }

  private void setDealTimer(DealEntry entry, long timer) {
    if (entry.timer == timer) {
      return;
    }
    if (entry.timer != DealEntry.NO_TIMER) {
      cancelTimer(entry.timer);
    }
    if (timer != DealEntry.NO_TIMER) {
      setTimer(timer);
    }
    entry.timer = timer;
  }

  @Override
  protected void onTimer(long time) throws Exception {
    DealEntry entry = entries.value();
    if (entry != null && entry.timer == time) {
      advance(entry, time);
    }
  }

  @Override
  protected void onPlan(List<PlanRecord> changes, long tickEnd) throws Exception {
    SalesProcesses processesBefore = processes;
    FxRates ratesBefore = rates;
    Set<String> pipelines = new HashSet<>();
    Set<String> currencies = new HashSet<>();
    for (PlanRecord record : changes) {
      PlanChange change = planReader.read(record);
      putInForce(change);
      if (change instanceof PlanChange.Process process) {
        pipelines.add(process.pipelineId());
      } else if (change instanceof PlanChange.Rate rate) {
        currencies.add(rate.currency());
      }
    }
    footprints.clear();
    forEachKey(
        ENTRY,
        state -> {
          DealEntry entry = state.value();
          if (entry != null
              && entry.facts.lastStamp() != null
              && (isConcerned(entry.facts, pipelines, currencies)
                  || isOtherwiseLearnt(entry.facts, processesBefore))) {
            Deal before = Deal.of(entry.facts, processesBefore);
            long moment = Math.max(tickEnd, entry.asOf);
            settleIfChanged(
                entry,
                before,
                ledger.footprint(before, entry.activities, ratesBefore, entry.asOf, moment),
                moment);
          }
        });
  }

  private void settleIfChanged(DealEntry entry, Deal dealBefore, DealFootprint before, long moment)
      throws Exception {
    Deal deal = Deal.of(entry.facts, processes);
    DealFootprint after = ledger.footprint(deal, entry.activities, rates, moment, moment);
    if (!before.equals(after)
        || deal.status() != dealBefore.status()
        || deal.forecastCategory() != dealBefore.forecastCategory()) {
      settle(entry, deal, before, after, moment);
    }
  }

  /** Whether something else than before was learnt of the stage that the deal is in. */
  private boolean isOtherwiseLearnt(DealFacts facts, SalesProcesses before) {
    String pipelineId = facts.text(DealField.PIPELINE_ID);
    String stageId = facts.text(DealField.STAGE_ID);
    return !before
        .statistics(pipelineId, stageId)
        .equals(processes.statistics(pipelineId, stageId));
  }

  private static boolean isConcerned(
      DealFacts facts, Set<String> pipelines, Set<String> currencies) {
    return hasEverBeen(facts, DealField.CURRENCY, currencies)
        || hasEverBeen(facts, DealField.PIPELINE_ID, pipelines);
  }

  private static boolean hasEverBeen(DealFacts facts, DealField field, Set<String> values) {
    if (!values.isEmpty()) {
      for (Fact fact : facts.history(field)) {
        if (fact.value() != null && values.contains((String) fact.value())) {
          return true;
        }
      }
    }
    return false;
  }

  private void putInForce(PlanChange change) {
    if (change instanceof PlanChange.Process process) {
      SalesProcess definition = process.definition();
      processes =
          definition == null ? processes.without(process.pipelineId()) : processes.with(definition);
    } else if (change instanceof PlanChange.Rate rate) {
      FxRate definition = rate.definition();
      rates = definition == null ? rates.without(rate.currency()) : rates.with(definition);
    } else if (change instanceof PlanChange.Model model && model.scope().equals(Scope.COMPANY)) {
      processes = processes.learning(model.stages());
    }
  }

  @Override
  protected long standstillMillis() {
    return settings.standstillMillis();
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
