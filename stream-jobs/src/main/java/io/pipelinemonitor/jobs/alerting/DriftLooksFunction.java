package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.drift.ScopeMidnights;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the projections of a unit or the company at each midnight, beside those of its earlier
 * periods, and tells the scope and period what it saw. What is said of a midnight depends on those
 * up to it, in whatever order they came.
 *
 * <p>Projections that were not learnt are no forecast and left out. At its end a period has what
 * was booked.
 *
 * <p>State of a scope: the projections of its latest periods, until no later one is compared with
 * them.
 */
final class DriftLooksFunction extends KeyedProcessFunction<String, RawRecord, ScopeNews> {

  private static final long serialVersionUID = 1L;

  static final String UID = "drift-looks";

  private static final ValueStateDescriptor<ScopeMidnights> MIDNIGHTS =
      new ValueStateDescriptor<>("scope-midnights", CodecType.of(new ScopeMidnightsCodec()));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient SnapshotReader snapshots;
  private transient FiscalCalendar calendar;
  private transient ValueState<ScopeMidnights> midnights;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  DriftLooksFunction(JobSettings settings) {
    this.settings = settings;
  }

  static SingleOutputStreamOperator<ScopeNews> connect(
      KeyedStream<RawRecord, String> midnights, JobSettings settings) {
    return midnights
        .transform(
            UID,
            Types.POJO(ScopeNews.class),
            new NeverIdleOperator<>(new DriftLooksFunction(settings)))
        .uid(UID);
  }

  /** Whether drift is told of the scope. Single reps have too few deals, and there are many. */
  static boolean isLookedAt(RawRecord record) {
    String key = record.keyText();
    return key.startsWith(ScopeType.UNIT.name() + ':')
        || key.startsWith(ScopeType.COMPANY.name() + ':');
  }

  /** The scope of figures. */
  static String scopeOf(RawRecord record) {
    String key = record.keyText();
    int end = key.lastIndexOf('|');
    return end < 0 ? key : key.substring(0, end);
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    snapshots = new SnapshotReader(registry);
    calendar = settings.policy().calendar();
    midnights = getRuntimeContext().getState(MIDNIGHTS);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<ScopeNews> out)
      throws Exception {
    if (record.value() == null) {
      return;
    }
    try {
      take(snapshots.snapshot(record), context);
    } catch (UnusableRecordException e) {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record,
              e,
              AlertRulesJob.NAME + "/" + UID,
              context.timerService().currentProcessingTime()));
    }
  }

  private void take(PipelineSnapshot snapshot, Context context) throws Exception {
    FiscalPeriod period = calendar.periodNamed(snapshot.getPeriod());
    long at = FromContract.micros(snapshot.getAsOf());
    long day = calendar.epochDay(at);
    Long projected = period == null ? null : projected(snapshot, period, day);
    if (period == null || projected == null || calendar.startOfDay(day) != at) {
      return;
    }
    ScopeMidnights known = midnights.value();
    ScopeMidnights taken = known == null ? new ScopeMidnights() : known;
    taken.take(period, day, projected);
    midnights.update(taken);
    wake(day, context);
    wake(ScopeMidnights.forgottenFrom(period, calendar), context);
  }

  private @Nullable Long projected(PipelineSnapshot snapshot, FiscalPeriod period, long day) {
    if (day == period.endDay()) {
      return snapshot.getBookedAmount();
    }
    return period.contains(day) && snapshot.getProjectionLearnt()
        ? snapshot.getProjectedAmount()
        : null;
  }

  private void wake(long day, Context context) {
    context
        .timerService()
        .registerEventTimeTimer(StreamTime.millisNotBefore(calendar.startOfDay(day)));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<ScopeNews> out)
      throws Exception {
    ScopeMidnights known = midnights.value();
    if (known == null) {
      return;
    }
    long day = calendar.epochDay(time * StreamTime.MICROS_PER_MILLI);
    // Of a midnight that came late, what was said of later ones is to be said again.
    long reached =
        Math.min(
            context.timerService().currentWatermark(),
            Long.MAX_VALUE / StreamTime.MICROS_PER_MILLI);
    long through = Math.max(day, calendar.epochDay(reached * StreamTime.MICROS_PER_MILLI));
    for (FiscalPeriod period : known.periodsAt(day)) {
      out.collect(
          ScopeNews.of(
              context.getCurrentKey() + '|' + period.name(),
              known.looks(period, through, calendar)));
    }
    known.forgetBefore(day, calendar);
    if (known.isEmpty()) {
      midnights.clear();
    } else {
      midnights.update(known);
    }
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
