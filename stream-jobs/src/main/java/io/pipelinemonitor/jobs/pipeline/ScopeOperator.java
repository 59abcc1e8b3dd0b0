package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.forecast.Pacing;
import io.pipelinemonitor.jobs.domain.metrics.Bucket;
import io.pipelinemonitor.jobs.domain.metrics.Pace;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.metrics.Reporting;
import io.pipelinemonitor.jobs.domain.metrics.ScopeSnapshot;
import io.pipelinemonitor.jobs.domain.metrics.Sums;
import io.pipelinemonitor.jobs.domain.metrics.Trailing;
import io.pipelinemonitor.jobs.domain.metrics.Windows;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.plan.PlanChange;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps the figures of scopes and publishes each at the end of a tick in which it changed, and at
 * midnight. It runs twice: for the scopes that deals count in by themselves, of which the reps also
 * tell what they add to the units above; and for the units and the company.
 *
 * <p>State of a scope: its sums by period and by day, those of its trailing windows, what it has
 * told the units above, changes whose tick is not over, and where its periods stood at midnights. A
 * period's part ends when the period is no longer reported, or holds nothing and has no quota; a
 * day's when no window needs it; its midnights when no later period is compared with them, or the
 * scope holds nothing at all.
 */
final class ScopeOperator extends TimedPlanOperator<CellDelta, PipelineSnapshot> {

  private static final long serialVersionUID = 1L;

  static final String LEAF_UID = "scope-figures";
  static final String ROLLED_UP_UID = "unit-figures";

  /** What reps add to the units above them. */
  static final OutputTag<CellDelta> ROLL_UPS =
      new OutputTag<>("roll-ups", CodecType.of(new CellDeltaCodec()));

  /** Every snapshot as it stood at midnight. */
  static final OutputTag<PipelineSnapshot> HISTORY =
      new OutputTag<>("history", new AvroTypeInfo<>(PipelineSnapshot.class));

  private static final long MICROS_PER_MILLI = 1_000;
  private static final TypeInformation<Sums> SUMS = CodecType.of(new SumsCodec());

  private static final MapStateDescriptor<String, Sums> FIGURES =
      new MapStateDescriptor<>("figures", Types.STRING, SUMS);
  private static final MapStateDescriptor<String, Sums> WINDOWS =
      new MapStateDescriptor<>("windows", Types.STRING, SUMS);
  private static final ValueStateDescriptor<Long> WINDOWS_OF =
      new ValueStateDescriptor<>("windows-of-day", Types.LONG);
  private static final MapStateDescriptor<String, Sums> ROLLED_UP =
      new MapStateDescriptor<>("rolled-up", Types.STRING, SUMS);
  private static final ValueStateDescriptor<List<String>> ANCESTORS =
      new ValueStateDescriptor<>("ancestors", Types.LIST(Types.STRING));
  private static final MapStateDescriptor<Long, BucketSums> PENDING =
      new MapStateDescriptor<>("pending", Types.LONG, CodecType.of(new BucketSumsCodec()));
  private static final MapStateDescriptor<String, Midnights> MIDNIGHTS =
      new MapStateDescriptor<>("midnights", Types.STRING, CodecType.of(new MidnightsCodec()));
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
  private transient Windows windows;
  private transient MapState<String, Sums> windowSums;
  private transient ValueState<Long> windowsOf;
  private transient MapState<String, Sums> rolledUp;
  private transient ValueState<List<String>> ancestors;
  private transient MapState<Long, BucketSums> pending;
  private transient MapState<String, Midnights> midnights;
  private transient ValueState<Long> lastTick;
  private transient Map<String, Pace> paces;
  private transient long pacesOf;

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
    windows = new Windows(policy);
    windowSums = keyed(WINDOWS);
    windowsOf = keyed(WINDOWS_OF);
    rolledUp = keyed(ROLLED_UP);
    ancestors = keyed(ANCESTORS);
    pending = keyed(PENDING);
    midnights = keyed(MIDNIGHTS);
    lastTick = keyed(LAST_TICK);
    paces = new HashMap<>();
  }

  @Override
  protected void onElement(CellDelta delta, long streamTime) throws Exception {
    schedule(delta.bucket(), delta.sums(), Math.max(delta.tick(), tick().endOf(streamTime() + 1)));
  }

  /** Notes a change of the current scope for the end of a tick, one not yet published. */
  private void schedule(String bucket, Sums change, long tickEnd) throws Exception {
    Long last = lastTick.value();
    long end = last == null || tickEnd > last ? tickEnd : last + tick().millis();
    expect(end);
    BucketSums waiting = pending.get(end);
    if (waiting == null) {
      waiting = new BucketSums(new HashMap<>());
      setTimer(end);
    }
    waiting.byBucket().computeIfAbsent(bucket, name -> new Sums()).add(change);
    pending.put(end, waiting);
  }

  @Override
  protected void onPlan(List<PlanRecord> changes, long tickEnd) throws Exception {
    Map<Scope, Set<String>> concerned = new HashMap<>();
    boolean everyScope = false;
    for (PlanRecord change : changes) {
      PlanChange read = planReader.read(change);
      Map<Scope, Set<String>> changed = plan.apply(read);
      changed.forEach(
          (scope, periods) ->
              concerned.computeIfAbsent(scope, key -> new HashSet<>()).addAll(periods));
      everyScope |= read.concernsEveryScope() && !changed.isEmpty();
    }
    if (everyScope) {
      forEachKey(FIGURES, state -> scheduleAll(new HashSet<>(), tickEnd));
    }
    reporting.forget(concerned.keySet());
    for (Map.Entry<Scope, Set<String>> entry : concerned.entrySet()) {
      Scope scope = entry.getKey();
      if (scope.type().isRolledUp() == forUnits && enter(scope.key())) {
        scheduleAll(entry.getValue(), tickEnd);
      }
    }
  }

  /** Lets the periods, and all of which the current scope has figures, be published anew. */
  private void scheduleAll(Set<String> periods, long tickEnd) throws Exception {
    buckets().stream().filter(Bucket::isPeriod).forEach(periods::add);
    for (String period : periods) {
      schedule(period, new Sums(), tickEnd);
    }
  }

  /** Of two calls the one that was made later holds, whichever comes first. */
  @Override
  protected boolean holdsAgainst(PlanRecord known, PlanRecord later) {
    return known.topic().equals(Topics.FORECASTS.name())
        && planReader.read(known) instanceof PlanChange.Call knownCall
        && planReader.read(later) instanceof PlanChange.Call call
        && knownCall.definition().holdsAgainst(call.definition());
  }

  @Override
  protected void onTimer(long time) throws Exception {
    Scope scope = Scope.ofKey(currentKey());
    FiscalCalendar calendar = policy.calendar();
    long today = calendar.epochDay(time * MICROS_PER_MILLI);
    Set<String> changed = new HashSet<>();
    slideTo(today, changed);
    List<Scope> above = plan.organisation().ancestors(scope);
    if (scope.type() == ScopeType.REP) {
      moveIfReorganised(above, time, changed);
    }
    BucketSums due = pending.get(time);
    if (due != null) {
      for (Map.Entry<String, Sums> change : due.byBucket().entrySet()) {
        add(change.getKey(), change.getValue(), today, changed);
        if (scope.type() == ScopeType.REP && !Bucket.isPeriod(change.getKey())) {
          tellAll(above, change.getKey(), change.getValue(), time);
        }
      }
      pending.remove(time);
    }
    boolean midnight = calendar.startOfDay(today) == time * MICROS_PER_MILLI;
    if (midnight) {
      beginDay(calendar, today, changed);
    }
    for (String period : changed) {
      publish(scope, period, above, today, time);
    }
    if (midnight && !scope.equals(Scope.UNOWNED)) {
      record(scope, today, time);
    }
    lastTick.update(time);
    if (figures.isEmpty()) {
      midnights.clear();
      endIfIdle();
    } else {
      setTimer(calendar.startOfDay(today + 1) / MICROS_PER_MILLI);
    }
  }

  /** Takes a change into the sums of its bucket and of the window that this belongs to. */
  private void add(String bucket, Sums change, long today, Set<String> changed) throws Exception {
    if (!windows.isKept(bucket, today)) {
      return;
    }
    changed.add(periodOf(bucket, today));
    if (change.isZero()) {
      return;
    }
    addTo(figures, bucket, change, 1, Bucket.isPeriod(bucket));
    String window = windows.windowOf(bucket, today);
    if (window != null) {
      addTo(windowSums, window, change, 1, false);
    }
  }

  private static void addTo(
      MapState<String, Sums> state, String name, Sums change, int sign, boolean keepZero)
      throws Exception {
    Sums known = state.get(name);
    Sums sums = known == null ? new Sums() : known;
    if (sign > 0) {
      sums.add(change);
    } else {
      sums.subtract(change);
    }
    if (sums.isZero() && !keepZero) {
      state.remove(name);
    } else {
      state.put(name, sums);
    }
  }

  /** The period whose snapshot shows the bucket. */
  private String periodOf(String bucket, long today) {
    String period = Bucket.period(bucket);
    return period.isEmpty() ? policy.calendar().periodOf(today).name() : period;
  }

  /** Lets days enter and leave the windows. */
  private void slideTo(long today, Set<String> changed) throws Exception {
    Long before = windowsOf.value();
    if (before != null && before == today) {
      return;
    }
    windowsOf.update(today);
    if (before == null) {
      return;
    }
    for (String bucket : buckets()) {
      String left = windows.windowOf(bucket, before);
      String entered = windows.windowOf(bucket, today);
      if (!Objects.equals(left, entered)) {
        Sums sums = figures.get(bucket);
        if (left != null) {
          addTo(windowSums, left, sums, -1, false);
        }
        if (entered != null) {
          addTo(windowSums, entered, sums, 1, false);
        }
        changed.add(periodOf(bucket, today));
      }
      if (!windows.isKept(bucket, today)) {
        figures.remove(bucket);
      }
    }
  }

  /** Lets go of periods that are no longer reported, and adds those whose elapsed part changes. */
  private void beginDay(FiscalCalendar calendar, long today, Set<String> changed) throws Exception {
    for (String bucket : buckets()) {
      if (Bucket.isPeriod(bucket) && !policy.isReported(period(bucket), today)) {
        figures.remove(bucket);
        rolledUp.remove(bucket);
      }
    }
    int oldest = calendar.periodOf(today).index() - Pacing.MOST_PERIODS;
    for (String name : periodsWithMidnights()) {
      if (period(name).index() < oldest) {
        midnights.remove(name);
      }
    }
    for (long day = today - 1; day <= today; day++) {
      String period = calendar.periodOf(day).name();
      if (figures.contains(period)) {
        changed.add(period);
      }
    }
    if (!trailing().isZero()) {
      changed.add(calendar.periodOf(today).name());
    }
  }

  private List<String> buckets() throws Exception {
    List<String> buckets = new ArrayList<>();
    figures.keys().forEach(buckets::add);
    return buckets;
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
      moveDays(before, above, time);
    }
    ancestors.update(now);
  }

  /** Days are told upwards as they are: what is kept here is what the units above were told. */
  private void moveDays(List<String> before, List<Scope> above, long time) throws Exception {
    for (String bucket : buckets()) {
      if (!Bucket.isPeriod(bucket)) {
        Sums told = figures.get(bucket);
        Sums takenBack = new Sums();
        takenBack.subtract(told);
        for (String ancestor : before) {
          tell(ancestor, bucket, takenBack, time);
        }
        tellAll(above, bucket, told.copy(), time);
      }
    }
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
    Sums week = window(Windows.week(periodName));
    Trailing trailing = trailing(period, today);
    boolean nothingLeft =
        held.isZero()
            && week.isZero()
            && (trailing == null || trailing.isZero())
            && reporting.quota(scope, period) == null;
    boolean neverPublished = nothingLeft && deals == null;
    if (!neverPublished && !scope.equals(Scope.UNOWNED)) {
      ScopeSnapshot snapshot =
          reporting.snapshot(
              scope, period, published, week, trailing, pace(scope, period, today), time);
      emit(ToContract.snapshot(snapshot, policy), time);
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

  /** Keeps what was known at midnight of every period that is not over, or has just ended. */
  private void record(Scope scope, long today, long time) throws Exception {
    for (String bucket : buckets()) {
      if (Bucket.isPeriod(bucket) && period(bucket).endDay() >= today) {
        FiscalPeriod period = period(bucket);
        Sums published = reporting.published(scope, period, sums(bucket), today);
        ScopeSnapshot snapshot =
            reporting.snapshot(
                scope,
                period,
                published,
                window(Windows.week(bucket)),
                trailing(period, today),
                pace(scope, period, today),
                time);
        output.collect(HISTORY, new StreamRecord<>(ToContract.snapshot(snapshot, policy), time));
        Midnights kept = midnights.get(bucket);
        Midnights known = kept == null ? new Midnights() : kept;
        known.record(period, today, snapshot.standing());
        midnights.put(bucket, known);
      }
    }
  }

  /** It changes at midnight only, and is read from a good deal of state: once a day. */
  private Pace pace(Scope scope, FiscalPeriod period, long today) throws Exception {
    if (pacesOf != today) {
      paces.clear();
      pacesOf = today;
    }
    String key = scope.key(period.name());
    Pace known = paces.get(key);
    if (known == null) {
      boolean current = period.contains(today);
      List<FiscalPeriod> earlier = current ? earlier(period) : List.of();
      known = Pace.of(period, earlier, before -> midnights.get(before.name()), today);
      paces.put(key, known);
    }
    return known;
  }

  /** The latest first. */
  private List<FiscalPeriod> earlier(FiscalPeriod period) {
    List<FiscalPeriod> earlier = new ArrayList<>();
    long dayBefore = period.startDay() - 1;
    for (int i = 0; i < Pacing.MOST_PERIODS; i++) {
      FiscalPeriod before = policy.calendar().periodOf(dayBefore);
      earlier.add(before);
      dayBefore = before.startDay() - 1;
    }
    return earlier;
  }

  private List<String> periodsWithMidnights() throws Exception {
    List<String> periods = new ArrayList<>();
    midnights.keys().forEach(periods::add);
    return periods;
  }

  /** What only the snapshot of the period that today lies in shows; null for any other. */
  private @Nullable Trailing trailing(FiscalPeriod period, long today) throws Exception {
    return period.contains(today) ? trailing() : null;
  }

  private Trailing trailing() throws Exception {
    return new Trailing(
        window(Windows.TRAILING),
        window(Windows.TRAILING_BEFORE),
        window(Windows.TOUCHES_WEEK),
        window(Windows.TOUCHES_BEFORE),
        window(Bucket.UNDATED));
  }

  private Sums sums(String bucket) throws Exception {
    Sums sums = figures.get(bucket);
    return sums == null ? new Sums() : sums;
  }

  private void rollUp(String period, Sums added, List<Scope> above, long time) throws Exception {
    Sums told = rolledUp.get(period);
    Sums change = added.copy();
    if (told != null) {
      change.subtract(told);
    }
    if (!change.isZero()) {
      tellAll(above, period, change, time);
    }
    if (added.isZero()) {
      rolledUp.remove(period);
    } else {
      rolledUp.put(period, added.copy());
    }
  }

  private Sums window(String name) throws Exception {
    Sums sums = windowSums.get(name);
    return sums == null ? new Sums() : sums;
  }

  private void tellAll(List<Scope> above, String bucket, Sums change, long time) {
    for (Scope ancestor : above) {
      tell(ancestor.key(), bucket, change, time);
    }
  }

  private void tell(String ancestor, String bucket, Sums change, long time) {
    output.collect(
        ROLL_UPS, new StreamRecord<>(new CellDelta(ancestor, bucket, time, change), time));
  }

  private void endIfIdle() throws Exception {
    if (pending.isEmpty() && rolledUp.isEmpty()) {
      ancestors.clear();
      windowsOf.clear();
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
