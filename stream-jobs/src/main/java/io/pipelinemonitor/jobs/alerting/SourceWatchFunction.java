package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.rules.SilentSource;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Follows each source from its first report on, and takes it over into the next period.
 *
 * <p>State of a source: when it was last heard, and the ticks of its reports whose time has not
 * come. Both end after a silence of thirty days; then it is gone until it reports again.
 */
final class SourceWatchFunction extends KeyedProcessFunction<String, SourceReport, ScopeNews> {

  private static final long serialVersionUID = 1L;

  static final String UID = "source-watch";

  private static final ValueStateDescriptor<Long> HEARD_AT =
      new ValueStateDescriptor<>("heard-at", Types.LONG);
  private static final MapStateDescriptor<Long, Boolean> TO_COME =
      new MapStateDescriptor<>("reports-to-come", Types.LONG, Types.BOOLEAN);

  private final JobSettings settings;
  private transient FiscalCalendar calendar;
  private transient ValueState<Long> heardAt;
  private transient MapState<Long, Boolean> toCome;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  SourceWatchFunction(JobSettings settings) {
    this.settings = settings;
  }

  static SingleOutputStreamOperator<ScopeNews> connect(
      KeyedStream<SourceReport, String> reports, JobSettings settings) {
    return reports
        .transform(
            UID,
            Types.POJO(ScopeNews.class),
            new NeverIdleOperator<>(new SourceWatchFunction(settings)))
        .uid(UID);
  }

  @Override
  public void open(OpenContext context) {
    calendar = settings.policy().calendar();
    heardAt = getRuntimeContext().getState(HEARD_AT);
    toCome = getRuntimeContext().getMapState(TO_COME);
  }

  /** A report of a backlog is there long before its time. */
  @Override
  public void processElement(SourceReport report, Context context, Collector<ScopeNews> out)
      throws Exception {
    toCome.put(report.at(), true);
    context.timerService().registerEventTimeTimer(report.at());
  }

  @Override
  public void onTimer(long now, OnTimerContext context, Collector<ScopeNews> out) throws Exception {
    TimerService timers = context.timerService();
    String source = context.getCurrentKey();
    Long before = heardAt.value();
    if (before != null && now >= forgottenAt(before)) {
      forget(source, before, now, timers, out);
      before = null;
    }
    if (toCome.contains(now)) {
      toCome.remove(now);
      hear(source, before, now, timers, out);
    } else if (before != null && now == periodStart(now)) {
      tell(source, calendar.periodAt(now * StreamTime.MICROS_PER_MILLI), before, false, out);
      timers.registerEventTimeTimer(nextPeriod(now));
    }
  }

  private void hear(
      String source, @Nullable Long before, long now, TimerService timers, Collector<ScopeNews> out)
      throws Exception {
    if (before != null && before >= now) {
      return;
    }
    heardAt.update(now);
    if (before != null) {
      cancel(forgottenAt(before), timers);
    }
    timers.registerEventTimeTimer(forgottenAt(now));
    timers.registerEventTimeTimer(nextPeriod(now));
    tellPeriods(source, now, false, now, out);
  }

  private void forget(
      String source, long before, long now, TimerService timers, Collector<ScopeNews> out)
      throws Exception {
    heardAt.clear();
    cancel(forgottenAt(before), timers);
    cancel(nextPeriod(now), timers);
    tellPeriods(source, now, true, now, out);
  }

  /**
   * Unless a report waits for the same moment, as one of a source that reports by the clock may.
   */
  private void cancel(long timer, TimerService timers) throws Exception {
    if (!toCome.contains(timer)) {
      timers.deleteEventTimeTimer(timer);
    }
  }

  private void tellPeriods(
      String source, long at, boolean isGone, long now, Collector<ScopeNews> out) {
    for (FiscalPeriod period :
        SilentSource.periodsAt(now * StreamTime.MICROS_PER_MILLI, calendar)) {
      tell(source, period, at, isGone, out);
    }
  }

  private static void tell(
      String source, FiscalPeriod period, long at, boolean isGone, Collector<ScopeNews> out) {
    out.collect(ScopeNews.of(new SourceNews(source, period.name(), at, isGone)));
  }

  private static long forgottenAt(long heardAt) {
    return heardAt + SilentSource.FORGOTTEN_AFTER / StreamTime.MICROS_PER_MILLI;
  }

  private long nextPeriod(long now) {
    return StreamTime.millisNotBefore(
        SilentSource.nextPeriodAfter(now * StreamTime.MICROS_PER_MILLI, calendar));
  }

  private long periodStart(long now) {
    long micros = now * StreamTime.MICROS_PER_MILLI;
    return StreamTime.millisNotBefore(calendar.startOfDay(calendar.periodAt(micros).startDay()));
  }
}
