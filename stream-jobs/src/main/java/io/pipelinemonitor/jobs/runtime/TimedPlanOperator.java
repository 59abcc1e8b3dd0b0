package io.pipelinemonitor.jobs.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A keyed operator that works by a plan (definitions on a second, broadcast input) and applies each
 * definition exactly when stream time reaches it, between the timers before and after.
 *
 * <p>Flink's own broadcast functions apply a definition when it happens to arrive. A replay reads a
 * small topic in one go, so it would judge last January by today's organisation.
 *
 * <p>State: the definitions in force and those still to come, as broadcast state; it is bounded by
 * the number of definitions. What subclasses keep per key they end themselves.
 *
 * @param <I> what is keyed (by text)
 * @param <O> what comes out
 */
public abstract class TimedPlanOperator<I, O> extends AbstractStreamOperator<O>
    implements TwoInputStreamOperator<I, PlanRecord, O>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1L;

  private static final MapStateDescriptor<String, PlanRecord> IN_FORCE =
      new MapStateDescriptor<>("plan-in-force", Types.STRING, Types.POJO(PlanRecord.class));
  private static final MapStateDescriptor<String, PlanRecord> TO_COME =
      new MapStateDescriptor<>("plan-to-come", Types.STRING, Types.POJO(PlanRecord.class));

  private static final MapStateDescriptor<String, String> SETTINGS =
      new MapStateDescriptor<>("settings", Types.STRING, Types.STRING);
  private static final String FIGURES = "figures";
  private static final String PLAN_TIME = "plan-time";
  private static final long STANDSTILL_CHECK_MILLIS = 1_000;

  private final Tick tick;
  private transient BroadcastState<String, String> settings;
  private transient BroadcastState<String, PlanRecord> inForce;
  private transient BroadcastState<String, PlanRecord> toComeState;
  private transient TreeMap<Long, Map<String, PlanRecord>> toCome;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient StreamRecord<O> reused;
  private transient long expected;
  private transient long stirredAt;
  private transient boolean stirred;
  private transient long keyedTime;
  private transient long planTime;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before anything else.
  protected TimedPlanOperator(Tick tick) {
    this.tick = tick;
  }

  /** Connects {@code keyed} with the plan, which every task sees. */
  protected static <I, O> SingleOutputStreamOperator<O> connect(
      KeyedStream<I, String> keyed,
      DataStream<PlanRecord> plan,
      TimedPlanOperator<I, O> operator,
      TypeInformation<O> outputType,
      String uid) {
    TwoInputTransformation<I, PlanRecord, O> transformation =
        new TwoInputTransformation<>(
            keyed.getTransformation(),
            plan.broadcast().getTransformation(),
            uid,
            operator,
            outputType,
            keyed.getExecutionEnvironment().getParallelism(),
            false);
    transformation.setStateKeySelectors(keyed.getKeySelector(), null);
    transformation.setStateKeyType(Types.STRING);
    transformation.setUid(uid);
    keyed.getExecutionEnvironment().addOperator(transformation);
    return new Outlet<>(keyed.getExecutionEnvironment(), transformation);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    settings = getOperatorStateBackend().getBroadcastState(SETTINGS);
    inForce = getOperatorStateBackend().getBroadcastState(IN_FORCE);
    toComeState = getOperatorStateBackend().getBroadcastState(TO_COME);
  }

  @Override
  public void open() throws Exception {
    super.open();
    reused = new StreamRecord<>(null);
    keyedTime = Long.MIN_VALUE;
    planTime = Long.MIN_VALUE;
    expected = Long.MIN_VALUE;
    watchForStandstill();
    timers = getInternalTimerService("timers", VoidNamespaceSerializer.INSTANCE, this);
    toCome = new TreeMap<>();
    for (Map.Entry<String, PlanRecord> entry : toComeState.entries()) {
      schedule(entry.getValue());
    }
    List<PlanRecord> restored = new ArrayList<>();
    for (Map.Entry<String, PlanRecord> entry : inForce.entries()) {
      restored.add(entry.getValue());
    }
    onOpen(restored);
  }

  /**
   * Sets the operator up.
   *
   * @param plan the definitions in force in the checkpoint that it starts from
   */
  protected abstract void onOpen(List<PlanRecord> plan) throws Exception;

  /**
   * Refuses state that was made with other settings: what was added to a figure could no longer be
   * taken back. For {@link #onOpen}.
   *
   * @param current all settings that the state depends on, as text
   */
  protected final void requireSameSettings(String current) throws Exception {
    String before = settings.get(FIGURES);
    if (before != null && !before.equals(current)) {
      throw new SuppressRestartsException(
          new IllegalStateException(
              "the checkpoint was made with other settings ("
                  + before
                  + ", now "
                  + current
                  + "): go back to them, or start the job without its checkpoints"));
    }
    settings.put(FIGURES, current);
  }

  /** Takes one element; its key is current. */
  protected abstract void onElement(I element, long streamTime) throws Exception;

  /** A timer of the current key has come. */
  protected abstract void onTimer(long time) throws Exception;

  /**
   * Definitions change. No key is current.
   *
   * @param changes one for each identity
   * @param tickEnd the moment of the change: timers before it have fired, its own have not
   */
  protected abstract void onPlan(List<PlanRecord> changes, long tickEnd) throws Exception;

  @Override
  public final void processElement1(StreamRecord<I> element) throws Exception {
    stirred = true;
    long streamTime = element.hasTimestamp() ? element.getTimestamp() : Long.MIN_VALUE;
    onElement(element.getValue(), streamTime);
  }

  @Override
  public final void processElement2(StreamRecord<PlanRecord> element) throws Exception {
    stirred = true;
    PlanRecord change = element.getValue();
    long effectiveAt = Math.max(change.effectiveAt(), timers.currentWatermark() + 1);
    if (effectiveAt > change.effectiveAt()) {
      // Late, and perhaps nothing comes after it. What was learnt last always is.
      expect(tick.endOf(effectiveAt));
    }
    if (change.withdrawsAllItems()) {
      dropToCome(change);
    }
    // Kafka has the definitions of a key in order; none overtakes an earlier one that was late.
    PlanRecord scheduled = change.effectiveAt(notBefore(change, effectiveAt));
    PlanRecord known =
        toCome
            .getOrDefault(tick.endOf(scheduled.effectiveAt()), Map.of())
            .get(scheduled.identity());
    if (known == null || !holdsAgainst(known, scheduled)) {
      schedule(scheduled);
      toComeState.put(toComeKey(scheduled), scheduled);
    }
  }

  /** The items of a key that are still to come are withdrawn together with those in force. */
  private void dropToCome(PlanRecord withdrawal) throws Exception {
    for (Map<String, PlanRecord> ofTick : toCome.values()) {
      List<PlanRecord> dropped = ofTick.values().stream().filter(withdrawal::withdraws).toList();
      for (PlanRecord change : dropped) {
        ofTick.remove(change.identity());
        toComeState.remove(toComeKey(change));
      }
    }
  }

  private long notBefore(PlanRecord change, long effectiveAt) {
    long latest = effectiveAt;
    for (Map<String, PlanRecord> ofTick : toCome.tailMap(tick.endOf(effectiveAt)).values()) {
      PlanRecord same = ofTick.get(change.identity());
      PlanRecord withdrawal = ofTick.get(change.withdrawalOfAllItems());
      latest = Math.max(latest, same == null ? latest : same.effectiveAt());
      latest = Math.max(latest, withdrawal == null ? latest : withdrawal.effectiveAt());
    }
    return latest;
  }

  private void schedule(PlanRecord change) {
    Map<String, PlanRecord> ofTick =
        toCome.computeIfAbsent(tick.endOf(change.effectiveAt()), end -> new LinkedHashMap<>());
    PlanRecord replaced = ofTick.put(change.identity(), change);
    if (replaced != null && replaced.effectiveAt() != change.effectiveAt()) {
      forget(replaced);
    }
  }

  private void forget(PlanRecord change) {
    try {
      toComeState.remove(toComeKey(change));
    } catch (Exception e) {
      throw new IllegalStateException("broadcast state cannot be changed", e);
    }
  }

  /** By its moment, not its tick: ticks may have another length after a restart. */
  private static String toComeKey(PlanRecord change) {
    return change.effectiveAt() + "|" + change.identity();
  }

  /**
   * Both inputs come from the same sources, so stream time is never past that of either. Flink
   * would leave an idle input out of account: definitions have the shorter way, so after a pause
   * they would take stream time past changes that are still on theirs.
   */
  @Override
  public final void processWatermark1(Watermark watermark) throws Exception {
    keyedTime = Math.max(keyedTime, watermark.getTimestamp());
    advance();
  }

  @Override
  public final void processWatermark2(Watermark watermark) throws Exception {
    planTime = Math.max(planTime, watermark.getTimestamp());
    advance();
  }

  private void advance() throws Exception {
    long time = Math.min(keyedTime, planTime);
    if (time > timers.currentWatermark()) {
      processWatermark(new Watermark(time));
    }
  }

  /**
   * Where only the data move time on, a record or a definition that comes late belongs to a tick
   * that no later record may close. When stream time has stood still and nothing has come for so
   * long, in wall time, it moves on to what is expected by itself. While something comes, there is
   * a backlog, and time only has to wait for its turn. {@link #NEVER}: something else is sure to
   * move it.
   */
  protected long standstillMillis() {
    return NEVER;
  }

  /** For {@link #standstillMillis}. */
  protected static final long NEVER = Long.MAX_VALUE;

  /** Notes that something waits for stream time to reach this moment. */
  protected final void expect(long moment) {
    expected = Math.max(expected, moment);
  }

  private void watchForStandstill() {
    stirredAt = getProcessingTimeService().getCurrentProcessingTime();
    if (standstillMillis() != NEVER) {
      checkForStandstillLater();
    }
  }

  private void checkForStandstillLater() {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    getProcessingTimeService()
        .registerTimer(
            now + STANDSTILL_CHECK_MILLIS,
            time -> {
              if (stirred) {
                stirred = false;
                stirredAt = time;
              }
              boolean begun = timers.currentWatermark() != Long.MIN_VALUE;
              boolean standsStill = time - stirredAt >= standstillMillis();
              if (begun && standsStill && expected > timers.currentWatermark()) {
                processWatermark(new Watermark(expected));
              }
              checkForStandstillLater();
            });
  }

  /**
   * The end of the input is not the end of time: what waits for the end of a tick goes on, what
   * waits for another day stays in state.
   */
  private void drain() throws Exception {
    while (expected > timers.currentWatermark()) {
      processWatermark(new Watermark(expected));
    }
    output.emitWatermark(Watermark.MAX_WATERMARK);
  }

  @Override
  public final void processWatermark(Watermark watermark) throws Exception {
    if (watermark.equals(Watermark.MAX_WATERMARK)) {
      drain();
      return;
    }
    stirred = true;
    while (!toCome.isEmpty() && toCome.firstKey() <= watermark.getTimestamp()) {
      Map.Entry<Long, Map<String, PlanRecord>> next = toCome.pollFirstEntry();
      timeServiceManager.advanceWatermark(new Watermark(next.getKey() - 1));
      List<PlanRecord> changes = new ArrayList<>();
      for (PlanRecord change : inOrder(next.getValue().values())) {
        toComeState.remove(toComeKey(change));
        if (changesAnything(change)) {
          putInForce(change);
          changes.add(change);
        }
      }
      if (!changes.isEmpty()) {
        settings.put(PLAN_TIME, Long.toString(next.getKey()));
        onPlan(changes, next.getKey());
      }
    }
    super.processWatermark(watermark);
  }

  /** Withdrawals of whole keys first: what came before them in this tick has been dropped. */
  private static List<PlanRecord> inOrder(Collection<PlanRecord> changes) {
    return changes.stream()
        .sorted(Comparator.comparing((PlanRecord change) -> !change.withdrawsAllItems()))
        .toList();
  }

  /** Whether it differs from what is in force: many sources send everything again every night. */
  private boolean changesAnything(PlanRecord change) throws Exception {
    PlanRecord current = inForce.get(change.identity());
    return change.withdrawsAllItems()
        || current == null
        || (!Arrays.equals(current.value(), change.value()) && !holdsAgainst(current, change));
  }

  /**
   * Whether a definition stays in force when a later record of its identity comes. Of most the
   * later record holds.
   */
  protected boolean holdsAgainst(PlanRecord known, PlanRecord later) {
    return false;
  }

  private void putInForce(PlanRecord change) throws Exception {
    if (change.value() != null) {
      inForce.put(change.identity(), change);
      return;
    }
    if (!change.withdrawsAllItems()) {
      inForce.remove(change.identity());
      return;
    }
    List<String> withdrawn = new ArrayList<>();
    for (Map.Entry<String, PlanRecord> entry : inForce.entries()) {
      if (change.withdraws(entry.getValue())) {
        withdrawn.add(entry.getKey());
      }
    }
    for (String identity : withdrawn) {
      inForce.remove(identity);
    }
  }

  @Override
  public final void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    onTimer(timer.getTimestamp());
  }

  @Override
  public final void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the wall clock is ever set here");
  }

  /**
   * The moment of the latest definition in force. A restart forgets how far stream time had come,
   * but nothing may be judged as of before what it is judged by.
   */
  protected final long planTime() throws Exception {
    String planTime = settings.get(PLAN_TIME);
    return planTime == null ? Long.MIN_VALUE : Long.parseLong(planTime);
  }

  /** The ticks that stream time is cut into. */
  protected final Tick tick() {
    return tick;
  }

  /** Stream time: everything up to it has been seen, milliseconds. */
  protected final long streamTime() {
    return timers.currentWatermark();
  }

  /** Sets a timer for the current key. */
  protected final void setTimer(long time) {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  /** Takes back a timer of the current key. */
  protected final void cancelTimer(long time) {
    timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, time);
  }

  /** Sends on, stamped with stream time in milliseconds. */
  protected final void emit(O value, long streamTime) {
    output.collect(reused.replace(value, streamTime));
  }

  /** State of the current key. */
  protected final <S extends State> S keyed(StateDescriptor<S, ?> descriptor) throws Exception {
    return getPartitionedState(descriptor);
  }

  /** The current key. */
  protected final String currentKey() {
    return (String) getCurrentKey();
  }

  /** Makes {@code key} current if this task is the one that keeps it. */
  protected final boolean enter(String key) {
    TaskInfo task = getContainingTask().getEnvironment().getTaskInfo();
    int keeper =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            key, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
    if (keeper != task.getIndexOfThisSubtask()) {
      return false;
    }
    setCurrentKey(key);
    return true;
  }

  /** Visits every key of this task that has such a state. */
  protected final <S extends State, T> void forEachKey(
      StateDescriptor<S, T> descriptor, KeyVisitor<S> visitor) throws Exception {
    getKeyedStateBackend()
        .<VoidNamespace, S, T>applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            descriptor,
            (key, state) -> visitor.visit(state));
  }

  /** The operator's output, which has side outputs like that of any other. */
  private static final class Outlet<O> extends SingleOutputStreamOperator<O> {
    Outlet(StreamExecutionEnvironment env, Transformation<O> transformation) {
      super(env, transformation);
    }
  }

  /** What is done for each key; the key is current. */
  @FunctionalInterface
  protected interface KeyVisitor<S> {
    void visit(S state) throws Exception;
  }
}
