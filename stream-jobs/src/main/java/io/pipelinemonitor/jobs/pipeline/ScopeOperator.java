package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.Reporting;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the figures of scopes and publishes each at the end of a tick in which it changed, and at
 * midnight. It runs twice: for the scopes that deals count in by themselves, of which the reps also
 * tell what they add to the units above; and for the units and the company.
 *
 * <p>State of a scope: its sums by period, what it has told the units above, changes whose tick is
 * not over. A period's part ends when the period is no longer reported, or holds no deal and no
 * quota.
 */
final class ScopeOperator extends TimedPlanOperator<CellDelta, PipelineSnapshot> {

  private static final long serialVersionUID = 1L;

  static final String LEAF_UID = "scope-figures";
  static final String ROLLED_UP_UID = "unit-figures";

  /** What reps add to the units above them. */
  static final OutputTag<CellDelta> ROLL_UPS =
      new OutputTag<>("roll-ups", CodecType.of(new CellDeltaCodec()));

  private static final long MICROS_PER_MILLI = 1_000;
  private static final TypeInformation<Sums> SUMS = CodecType.of(new SumsCodec());

  private static final MapStateDescriptor<String, Sums> FIGURES =
      new MapStateDescriptor<>("figures", Types.STRING, SUMS);
  private static final MapStateDescriptor<String, Sums> ROLLED_UP =
      new MapStateDescriptor<>("rolled-up", Types.STRING, SUMS);
  private static final ValueStateDescriptor<List<String>> ANCESTORS =
      new ValueStateDescriptor<>("ancestors", Types.LIST(Types.STRING));
  private static final MapStateDescriptor<Long, PeriodSums> PENDING =
      new MapStateDescriptor<>("pending", Types.LONG, CodecType.of(new PeriodSumsCodec()));
  private static final ValueStateDescriptor<Long> LAST_TICK =
      new ValueStateDescriptor<>("last-tick", Types.LONG);

  private final JobSettings settings;
  private final boolean forUnits;
  private transient SchemaRegistryClient registry;
  private transient Policy policy;
  private transient PlanReader planReader;
  private transient Plan plan;
  private transient Reporting reporting;
  private transient MapState<String, Sums> figures;
  private transient MapState<String, Sums> rolledUp;
  private transient ValueState<List<String>> ancestors;
  private transient MapState<Long, PeriodSums> pending;
  private transient ValueState<Long> lastTick;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private ScopeOperator(JobSettings settings, boolean forUnits) {
    super(settings.tick());
    this.settings = settings;
    this.forUnits = forUnits;
  }

  static SingleOutputStreamOperator<PipelineSnapshot> connect(
      KeyedStream<CellDelta, String> deltas,
      DataStream<PlanRecord> plan,
      JobSettings settings,
      boolean forUnits) {
    return connect(
        deltas,
        plan,
        forTest(settings, forUnits),
        new AvroTypeInfo<>(PipelineSnapshot.class),
        forUnits ? ROLLED_UP_UID : LEAF_UID);
  }

  /** The operator by itself, for a test harness. */
  static ScopeOperator forTest(JobSettings settings, boolean forUnits) {
    return new ScopeOperator(settings, forUnits);
  }

  @Override
  protected void onOpen(List<PlanRecord> records) throws Exception {
    requireSameSettings(settings.figuresFingerprint());
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    policy = settings.policy();
    planReader = new PlanReader(policy.calendar(), registry);
    plan = new Plan(settings.reportingCurrency());
    records.forEach(record -> plan.apply(planReader.read(record)));
    reporting = new Reporting(policy, plan);
    figures = keyed(FIGURES);
    rolledUp = keyed(ROLLED_UP);
    ancestors = keyed(ANCESTORS);
    pending = keyed(PENDING);
    lastTick = keyed(LAST_TICK);
  }

  @Override
  protected void onElement(CellDelta delta, long streamTime) throws Exception {
    schedule(delta.period(), delta.sums(), Math.max(delta.tick(), tick().endOf(streamTime() + 1)));
  }

  /** Notes a change of the current scope for the end of a tick, one not yet published. */
  private void schedule(String period, Sums change, long tickEnd) throws Exception {
    Long last = lastTick.value();
    long end = last == null || tickEnd > last ? tickEnd : last + tick().millis();
    expect(end);
    PeriodSums waiting = pending.get(end);
    if (waiting == null) {
      waiting = new PeriodSums(new HashMap<>());
      setTimer(end);
    }
    waiting.byPeriod().computeIfAbsent(period, name -> new Sums()).add(change);
    pending.put(end, waiting);
  }

  @Override
  protected void onPlan(List<PlanRecord> changes, long tickEnd) throws Exception {
    Map<Scope, Set<String>> concerned = new HashMap<>();
    for (PlanRecord change : changes) {
      plan.apply(planReader.read(change))
          .forEach(
              (scope, periods) ->
                  concerned.computeIfAbsent(scope, key -> new HashSet<>()).addAll(periods));
    }
    reporting.forget(concerned.keySet());
    for (Map.Entry<Scope, Set<String>> entry : concerned.entrySet()) {
      Scope scope = entry.getKey();
      if (scope.type().isRolledUp() == forUnits && enter(scope.key())) {
        Set<String> periods = entry.getValue();
        figures.keys().forEach(periods::add);
        for (String period : periods) {
          schedule(period, new Sums(), tickEnd);
        }
      }
    }
  }

  @Override
  protected void onTimer(long time) throws Exception {
    Scope scope = Scope.ofKey(currentKey());
    FiscalCalendar calendar = policy.calendar();
    long today = calendar.epochDay(time * MICROS_PER_MILLI);
    Set<String> changed = new HashSet<>();
    PeriodSums due = pending.get(time);
    if (due != null) {
      for (Map.Entry<String, Sums> change : due.byPeriod().entrySet()) {
        add(change.getKey(), change.getValue());
        changed.add(change.getKey());
      }
      pending.remove(time);
    }
    if (calendar.startOfDay(today) == time * MICROS_PER_MILLI) {
      beginDay(calendar, today, changed);
    }
    List<Scope> above = plan.organisation().ancestors(scope);
    if (scope.type() == ScopeType.REP) {
      moveIfReorganised(above, time, changed);
    }
    for (String period : changed) {
      publish(scope, period, above, today, time);
    }
    lastTick.update(time);
    if (figures.isEmpty()) {
      endIfIdle();
    } else {
      setTimer(calendar.startOfDay(today + 1) / MICROS_PER_MILLI);
    }
  }

  private void add(String period, Sums change) throws Exception {
    if (!change.isZero()) {
      Sums sums = figures.get(period);
      Sums next = sums == null ? new Sums() : sums;
      next.add(change);
      figures.put(period, next);
    }
  }

  /** Lets go of periods that are no longer reported, and adds those whose elapsed part changes. */
  private void beginDay(FiscalCalendar calendar, long today, Set<String> changed) throws Exception {
    for (String period : periods()) {
      FiscalPeriod known = period(period);
      if (!policy.isReported(known, today)) {
        figures.remove(period);
        rolledUp.remove(period);
      }
    }
    for (long day = today - 1; day <= today; day++) {
      String period = calendar.periodOf(day).name();
      if (figures.contains(period)) {
        changed.add(period);
      }
    }
  }

  private List<String> periods() throws Exception {
    List<String> periods = new ArrayList<>();
    figures.keys().forEach(periods::add);
    return periods;
  }

  /** Takes back from units that are no longer above this rep all that it has told them. */
  private void moveIfReorganised(List<Scope> above, long time, Set<String> changed)
      throws Exception {
    List<String> now = above.stream().map(Scope::key).toList();
    List<String> before = ancestors.value();
    if (now.equals(before)) {
      return;
    }
    if (before != null) {
      for (Map.Entry<String, Sums> told : rolledUp.entries()) {
        for (String ancestor : before) {
          Sums takenBack = new Sums();
          takenBack.subtract(told.getValue());
          tell(ancestor, told.getKey(), takenBack, time);
        }
        changed.add(told.getKey());
      }
      rolledUp.clear();
    }
    ancestors.update(now);
  }

  private void publish(Scope scope, String periodName, List<Scope> above, long today, long time)
      throws Exception {
    FiscalPeriod period = period(periodName);
    Sums deals = figures.get(periodName);
    Sums held = deals == null ? new Sums() : deals;
    if (!policy.isReported(period, today)) {
      figures.remove(periodName);
      rolledUp.remove(periodName);
      return;
    }
    Sums published = reporting.published(scope, period, held, today);
    boolean nothingLeft = held.isZero() && reporting.quota(scope, period) == null;
    boolean neverPublished = nothingLeft && deals == null;
    if (!neverPublished && !scope.equals(Scope.UNOWNED)) {
      emit(
          ToContract.snapshot(
              reporting.snapshot(scope, period, published, time), settings.reportingCurrency()),
          time);
    }
    if (nothingLeft) {
      figures.remove(periodName);
    } else {
      figures.put(periodName, held);
    }
    if (scope.type() == ScopeType.REP) {
      rollUp(periodName, reporting.rolledUp(scope, published), above, time);
    }
  }

  private void rollUp(String period, Sums added, List<Scope> above, long time) throws Exception {
    Sums told = rolledUp.get(period);
    Sums change = added.copy();
    if (told != null) {
      change.subtract(told);
    }
    if (!change.isZero()) {
      for (Scope ancestor : above) {
        tell(ancestor.key(), period, change, time);
      }
    }
    if (added.isZero()) {
      rolledUp.remove(period);
    } else {
      rolledUp.put(period, added.copy());
    }
  }

  private void tell(String ancestor, String period, Sums change, long time) {
    output.collect(
        ROLL_UPS, new StreamRecord<>(new CellDelta(ancestor, period, time, change), time));
  }

  private void endIfIdle() throws Exception {
    if (pending.isEmpty() && rolledUp.isEmpty()) {
      ancestors.clear();
      lastTick.clear();
    }
  }

  private FiscalPeriod period(String name) {
    FiscalPeriod period = policy.calendar().periodNamed(name);
    if (period == null) {
      throw new IllegalStateException(
          "there is no fiscal period '"
              + name
              + "': was fiscal.period changed? Start afresh, the"
              + " input topics hold everything");
    }
    return period;
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
