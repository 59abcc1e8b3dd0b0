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
import org.jspecify.annotations.Nullable;

/**
 * The operators of the job, wired by hand in one thread: the same ones, in as many tasks as wanted,
 * without a cluster.
 */
final class PipelineChain implements AutoCloseable {

  private final JobSettings settings;
  private final PlanReader planReader;
  private final Tasks<
          KeyedTwoInputStreamOperatorTestHarness<String, RawRecord, PlanRecord, DealMovement>>
      deals;
  private final OneInputStreamOperatorTestHarness<DealMovement, CellDelta> movements;
  private final Tasks<ScopeHarness> scopes;
  private final OneInputStreamOperatorTestHarness<CellDelta, CellDelta> rollUps;
  private final Tasks<ScopeHarness> units;
  private final Tasks<KeyedOneInputStreamOperatorTestHarness<String, AccountChange, CellDelta>>
      accounts;
  private final ActivityKeys activityKeys;

  final List<PipelineSnapshot> snapshots = new ArrayList<>();
  final List<DealState> dealStates = new ArrayList<>();
  final List<PipelineChange> changes = new ArrayList<>();
  final List<PipelineSnapshot> history = new ArrayList<>();
  final List<DeadLetter> deadLetters = new ArrayList<>();

  /** The state of all operators between two records. */
  record Checkpoint(
      Tasks.State deals, Tasks.State accounts, Tasks.State scopes, Tasks.State units) {}

  /** One task of each operator, with state on the heap. */
  PipelineChain(JobSettings settings, SchemaRegistryClient registry, @Nullable Checkpoint from)
      throws Exception {
    this(settings, registry, from, new HashMapStateBackend(), 1);
  }

  PipelineChain(
      JobSettings settings,
      SchemaRegistryClient registry,
      @Nullable Checkpoint from,
      StateBackend backend,
      int parallelism)
      throws Exception {
    this.settings = settings;
    this.planReader = new PlanReader(settings.policy().calendar(), registry);
    deals =
        new Tasks<>(
            parallelism,
            number ->
                new KeyedTwoInputStreamOperatorTestHarness<>(
                    DealOperator.forTest(settings),
                    RawRecord::keyText,
                    null,
                    Types.STRING,
                    JobEnvironment.MAX_PARALLELISM,
                    parallelism,
                    number));
    scopes =
        new Tasks<>(parallelism, number -> new ScopeHarness(settings, false, parallelism, number));
    units =
        new Tasks<>(parallelism, number -> new ScopeHarness(settings, true, parallelism, number));
    accounts = new Tasks<>(parallelism, number -> accountHarness(parallelism, number));
    activityKeys = new ActivityKeys(settings);
    activityKeys.open(DefaultOpenContext.INSTANCE);
    movements = combiner(new MovementCombiner());
    rollUps = combiner(new RollUpCombiner());
    for (Tasks<?> tasks : List.of(deals, accounts, scopes, units)) {
      tasks.forEach(
          harness -> {
            harness.setStateBackend(backend);
            // A state type that would fall back to Kryo fails here.
            ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
                .setGenericTypes(false);
          });
    }
    if (from != null) {
      deals.initialize(from.deals());
      accounts.initialize(from.accounts());
      scopes.initialize(from.scopes());
      units.initialize(from.units());
    }
    for (Tasks<?> tasks : List.of(deals, accounts, scopes, units)) {
      tasks.forEach(AbstractStreamOperatorTestHarness::open);
    }
    movements.open();
    rollUps.open();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AccountChange, CellDelta>
      accountHarness(int parallelism, int number) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, AccountChange, CellDelta> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new AccountFunction()),
            AccountChange::accountId,
            Types.STRING,
            JobEnvironment.MAX_PARALLELISM,
            parallelism,
            number);
    harness.setup(
        CodecType.of(new CellDeltaCodec())
            .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static final class ScopeHarness
      extends KeyedTwoInputStreamOperatorTestHarness<
          String, CellDelta, PlanRecord, PipelineSnapshot> {
    ScopeHarness(JobSettings settings, boolean forUnits, int parallelism, int number)
        throws Exception {
      super(
          ScopeOperator.forTest(settings, forUnits),
          CellDelta::scope,
          null,
          Types.STRING,
          JobEnvironment.MAX_PARALLELISM,
          parallelism,
          number);
    }
  }

  private static <I> OneInputStreamOperatorTestHarness<I, CellDelta> combiner(
      OneInputStreamOperator<I, CellDelta> operator) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(operator);
  }

  /** Lets a record in. */
  void send(RawRecord record) throws Exception {
    if (record.topic().equals(Topics.DEAL_EVENTS.name())
        || record.topic().equals(Topics.ACTIVITY_EVENTS.name())) {
      RawRecord keyed = activityKeys.map(record);
      deals
          .keeperOf(keyed.keyText())
          .processElement1(new StreamRecord<>(keyed, record.streamTime()));
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
      deadLetters.add(DeadLetters.of(record, e, "test", 0));
      return;
    }
    StreamRecord<PlanRecord> change = new StreamRecord<>(checked, record.streamTime());
    deals.forEach(task -> task.processElement2(change));
    scopes.forEach(task -> task.processElement2(change));
    units.forEach(task -> task.processElement2(change));
  }

  /** Moves stream time on. */
  void watermark(long time) throws Exception {
    Watermark watermark = new Watermark(time);
    deals.forEach(task -> task.processBothWatermarks(watermark));
    passOn();
    movements.processWatermark(watermark);
    passOn();
    scopes.forEach(task -> task.processBothWatermarks(watermark));
    passOn();
    rollUps.processWatermark(watermark);
    passOn();
    units.forEach(task -> task.processBothWatermarks(watermark));
    passOn();
  }

  /** What a checkpoint would hold now. */
  Checkpoint checkpoint(long id) throws Exception {
    movements.prepareSnapshotPreBarrier(id);
    passOn();
    rollUps.prepareSnapshotPreBarrier(id);
    passOn();
    return new Checkpoint(
        deals.snapshot(id), accounts.snapshot(id), scopes.snapshot(id), units.snapshot(id));
  }

  private void passOn() throws Exception {
    deals.forEach(
        task -> {
          for (StreamRecord<? extends DealMovement> movement : task.extractOutputStreamRecords()) {
            movements.processElement(movement.getValue(), movement.getTimestamp());
          }
          task.getOutput().clear();
        });
    for (AccountChange change : deals.take(DealOperator.ACCOUNTS)) {
      accounts.keeperOf(change.accountId()).processElement(change, change.tick());
    }
    accounts.forEach(
        task -> {
          for (CellDelta delta : task.extractOutputValues()) {
            send(delta, delta.tick(), scopes);
          }
          task.getOutput().clear();
        });
    dealStates.addAll(deals.take(DealOperator.DEALS));
    changes.addAll(deals.take(DealOperator.CHANGES));
    deadLetters.addAll(deals.take(DeadLetters.TAG));
    sendAll(movements, scopes);
    publish(scopes);
    for (CellDelta delta : scopes.take(ScopeOperator.ROLL_UPS)) {
      rollUps.processElement(delta, delta.tick());
    }
    sendAll(rollUps, units);
    publish(units);
  }

  private static void sendAll(
      OneInputStreamOperatorTestHarness<?, CellDelta> combiner, Tasks<ScopeHarness> to)
      throws Exception {
    for (StreamRecord<? extends CellDelta> delta : combiner.extractOutputStreamRecords()) {
      send(delta.getValue(), delta.getTimestamp(), to);
    }
    combiner.getOutput().clear();
  }

  private static void send(CellDelta delta, long streamTime, Tasks<ScopeHarness> to)
      throws Exception {
    to.keeperOf(delta.scope()).processElement1(new StreamRecord<>(delta, streamTime));
  }

  private void publish(Tasks<ScopeHarness> from) throws Exception {
    history.addAll(from.take(ScopeOperator.HISTORY));
    from.forEach(
        task -> {
          snapshots.addAll(task.extractOutputValues());
          task.getOutput().clear();
        });
  }

  /** How many state entries and timers are left of deals. */
  int leftOfDeals() {
    return deals.count(task -> task.numKeyedStateEntries() + task.numEventTimeTimers())
        + accounts.count(task -> task.numKeyedStateEntries());
  }

  /** How many state entries and timers are left of scopes and units. */
  int leftOfScopes() {
    return scopes.count(task -> task.numKeyedStateEntries() + task.numEventTimeTimers())
        + units.count(task -> task.numKeyedStateEntries() + task.numEventTimeTimers());
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
