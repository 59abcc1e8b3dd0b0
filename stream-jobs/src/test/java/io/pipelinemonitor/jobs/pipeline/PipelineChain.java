package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.metrics.DealMovement;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** The operators of the job, wired by hand in one thread: the same ones, without a cluster. */
final class PipelineChain implements AutoCloseable {

  private final JobSettings settings;
  private final PlanReader planReader;
  private final KeyedTwoInputStreamOperatorTestHarness<String, RawRecord, PlanRecord, DealMovement>
      deals;
  private final OneInputStreamOperatorTestHarness<DealMovement, CellDelta> movements;
  private final KeyedTwoInputStreamOperatorTestHarness<
          String, CellDelta, PlanRecord, PipelineSnapshot>
      scopes;
  private final OneInputStreamOperatorTestHarness<CellDelta, CellDelta> rollUps;
  private final KeyedTwoInputStreamOperatorTestHarness<
          String, CellDelta, PlanRecord, PipelineSnapshot>
      units;
  private final KeyedOneInputStreamOperatorTestHarness<String, AccountChange, CellDelta> accounts;
  private final ActivityKeys activityKeys;
  private final Map<OutputTag<?>, Integer> taken = new HashMap<>();

  final List<PipelineSnapshot> snapshots = new ArrayList<>();
  final List<DealState> dealStates = new ArrayList<>();
  final List<PipelineChange> changes = new ArrayList<>();
  final List<PipelineSnapshot> history = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();

  /** The state of all operators between two records. */
  record Checkpoint(
      OperatorSubtaskState deals,
      OperatorSubtaskState accounts,
      OperatorSubtaskState scopes,
      OperatorSubtaskState units) {}

  /** With state on the heap. */
  PipelineChain(JobSettings settings, SchemaRegistryClient registry, @Nullable Checkpoint from)
      throws Exception {
    this(settings, registry, from, new HashMapStateBackend());
  }

  PipelineChain(
      JobSettings settings,
      SchemaRegistryClient registry,
      @Nullable Checkpoint from,
      StateBackend backend)
      throws Exception {
    this.settings = settings;
    this.planReader = new PlanReader(settings.policy().calendar(), registry);
    deals =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            DealOperator.forTest(settings),
            RawRecord::keyText,
            null,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    scopes = scopeHarness(false);
    units = scopeHarness(true);
    accounts =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AccountFunction()),
            AccountChange::accountId,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            1,
            0);
    accounts.setup(
        CodecType.of(new CellDeltaCodec())
            .createSerializer(accounts.getExecutionConfig().getSerializerConfig()));
    activityKeys = new ActivityKeys(settings);
    activityKeys.open(DefaultOpenContext.INSTANCE);
    movements = combiner(new MovementCombiner());
    rollUps = combiner(new RollUpCombiner());
    // A state type that would fall back to Kryo fails here.
    for (AbstractStreamOperatorTestHarness<?> harness : List.of(deals, accounts, scopes, units)) {
      harness.setStateBackend(backend);
      ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
          .setGenericTypes(false);
    }
    if (from != null) {
      deals.initializeState(from.deals());
      accounts.initializeState(from.accounts());
      scopes.initializeState(from.scopes());
      units.initializeState(from.units());
    }
    deals.open();
    accounts.open();
    scopes.open();
    units.open();
    movements.open();
    rollUps.open();
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, CellDelta, PlanRecord, PipelineSnapshot>
      scopeHarness(boolean forUnits) throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        ScopeOperator.forTest(settings, forUnits),
        CellDelta::scope,
        null,
        Types.STRING,
        JobEnvironment.MAX_PARALLELISM,
        1,
        0);
  }

  private static <I> OneInputStreamOperatorTestHarness<I, CellDelta> combiner(
      OneInputStreamOperator<I, CellDelta> operator) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(operator);
  }

  /** Lets a record in. */
  void send(RawRecord record) throws Exception {
    if (record.topic().equals(Topics.DEAL_EVENTS.name())
        || record.topic().equals(Topics.ACTIVITY_EVENTS.name())) {
      deals.processElement1(new StreamRecord<>(activityKeys.map(record), record.streamTime()));
    } else {
      sendPlan(record);
    }
    passOn();
  }

  private void sendPlan(RawRecord record) throws Exception {
    PlanRecord checked;
    try {
      checked = planReader.check(record);
    } catch (UnusableRecordException e) {
      deadLetters.add(DeadLetters.of(record, e.reason(), e.text(), "test", 0));
      return;
    }
    StreamRecord<PlanRecord> change = new StreamRecord<>(checked, record.streamTime());
    deals.processElement2(change);
    scopes.processElement2(change);
    units.processElement2(change);
  }

  /** Moves stream time on. */
  void watermark(long time) throws Exception {
    Watermark watermark = new Watermark(time);
    deals.processBothWatermarks(watermark);
    passOn();
    movements.processWatermark(watermark);
    passOn();
    scopes.processBothWatermarks(watermark);
    passOn();
    rollUps.processWatermark(watermark);
    passOn();
    units.processBothWatermarks(watermark);
    passOn();
  }

  /** What a checkpoint would hold now. */
  Checkpoint checkpoint(long id) throws Exception {
    movements.prepareSnapshotPreBarrier(id);
    passOn();
    rollUps.prepareSnapshotPreBarrier(id);
    passOn();
    return new Checkpoint(
        deals.snapshot(id, id),
        accounts.snapshot(id, id),
        scopes.snapshot(id, id),
        units.snapshot(id, id));
  }

  private void passOn() throws Exception {
    for (StreamRecord<? extends DealMovement> movement : deals.extractOutputStreamRecords()) {
      movements.processElement(movement.getValue(), movement.getTimestamp());
    }
    deals.getOutput().clear();
    for (AccountChange change :
        sideOutput(deals.getSideOutput(DealOperator.ACCOUNTS), DealOperator.ACCOUNTS)) {
      accounts.processElement(change, change.tick());
    }
    for (StreamRecord<? extends CellDelta> delta : accounts.extractOutputStreamRecords()) {
      scopes.processElement1(new StreamRecord<>(delta.getValue(), delta.getValue().tick()));
    }
    accounts.getOutput().clear();
    dealStates.addAll(sideOutput(deals.getSideOutput(DealOperator.DEALS), DealOperator.DEALS));
    changes.addAll(sideOutput(deals.getSideOutput(DealOperator.CHANGES), DealOperator.CHANGES));
    deadLetters.addAll(sideOutput(deals.getSideOutput(DeadLetters.TAG), DeadLetters.TAG));
    for (StreamRecord<? extends CellDelta> delta : movements.extractOutputStreamRecords()) {
      scopes.processElement1(new StreamRecord<>(delta.getValue(), delta.getTimestamp()));
    }
    movements.getOutput().clear();
    keepHistory(scopes, ScopeOperator.HISTORY);
    keepHistory(units, ScopeOperator.HISTORY);
    snapshots.addAll(scopes.extractOutputValues());
    scopes.getOutput().clear();
    for (CellDelta delta :
        sideOutput(scopes.getSideOutput(ScopeOperator.ROLL_UPS), ScopeOperator.ROLL_UPS)) {
      rollUps.processElement(delta, delta.tick());
    }
    for (StreamRecord<? extends CellDelta> delta : rollUps.extractOutputStreamRecords()) {
      units.processElement1(new StreamRecord<>(delta.getValue(), delta.getTimestamp()));
    }
    rollUps.getOutput().clear();
    snapshots.addAll(units.extractOutputValues());
    units.getOutput().clear();
  }

  private <T> List<T> sideOutput(
      java.util.@Nullable Queue<StreamRecord<T>> queue, OutputTag<T> tag) {
    if (queue == null) {
      return List.of();
    }
    List<T> all = queue.stream().map(StreamRecord::getValue).toList();
    int seen = taken.getOrDefault(tag, 0);
    taken.put(tag, all.size());
    return all.subList(seen, all.size());
  }

  private void keepHistory(
      KeyedTwoInputStreamOperatorTestHarness<String, CellDelta, PlanRecord, PipelineSnapshot>
          harness,
      OutputTag<PipelineSnapshot> tag) {
    java.util.Queue<StreamRecord<PipelineSnapshot>> queue = harness.getSideOutput(tag);
    if (queue != null) {
      queue.forEach(record -> history.add(record.getValue()));
      queue.clear();
    }
  }

  /** How many state entries and timers are left of deals. */
  int leftOfDeals() {
    return deals.numKeyedStateEntries()
        + deals.numEventTimeTimers()
        + accounts.numKeyedStateEntries();
  }

  /** How many state entries and timers are left of scopes and units. */
  int leftOfScopes() {
    return scopes.numKeyedStateEntries()
        + scopes.numEventTimeTimers()
        + units.numKeyedStateEntries()
        + units.numEventTimeTimers();
  }

  /** The latest snapshot of each scope and period. */
  Map<String, PipelineSnapshot> latest() {
    Map<String, PipelineSnapshot> latest = new HashMap<>();
    for (PipelineSnapshot snapshot : snapshots) {
      latest.put(String.valueOf(Topics.SNAPSHOTS.key(snapshot)), snapshot);
    }
    return latest;
  }

  @Override
  public void close() throws Exception {
    deals.close();
    accounts.close();
    activityKeys.close();
    movements.close();
    scopes.close();
    rollUps.close();
    units.close();
  }
}
