package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.burst.BurstPolicy;
import io.pipelinemonitor.jobs.domain.burst.BurstStep;
import io.pipelinemonitor.jobs.domain.burst.BurstWatch;
import io.pipelinemonitor.jobs.domain.burst.OpenChange;
import io.pipelinemonitor.jobs.domain.burst.OpenDeals;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.AlertEvent;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the silence of each burst of changes, and tells of it. One task, because whether
 * an import is the first thing of all is known only to one that hears of everything.
 *
 * <p>State of an author: its {@link BurstWatch}, and the one timer that it waits for, until two
 * minutes after its latest change, or ten after a burst. Of all, for ever: when the first deal
 * event was recorded, and how many deals are open in which unit, by moments until these have
 * passed.
 */
final class BurstFunction extends KeyedProcessFunction<String, EditNews, PlanRecord>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  static final String UID = "bursts";

  /** What is told of bursts. */
  static final OutputTag<AlertEvent> EVENTS =
      new OutputTag<>("burst-events", new AvroTypeInfo<>(AlertEvent.class));

  private static final ValueStateDescriptor<BurstWatch> WATCH =
      new ValueStateDescriptor<>("burst-watch", CodecType.of(new BurstWatchCodec()));
  private static final ValueStateDescriptor<Long> WAKE_AT =
      new ValueStateDescriptor<>("wake-at", Types.LONG);
  private static final ListStateDescriptor<Long> FIRST =
      new ListStateDescriptor<>("first-deal-event", Types.LONG);
  private static final ListStateDescriptor<OpenDeals> OPEN =
      new ListStateDescriptor<>("open-deals", CodecType.of(new OpenDealsCodec()));

  private final JobSettings settings;
  private transient Horizon horizon;
  private transient BurstEvents events;
  private transient ValueState<BurstWatch> watches;
  private transient ValueState<Long> wakeAt;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before open.
  private transient ListState<Long> firstKept;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState before open.
  private transient ListState<OpenDeals> openKept;

  private transient long first;

  /** Null: how many were open before is not known, so nothing is said of shares. */
  private transient @Nullable OpenDeals open;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  BurstFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    firstKept = context.getOperatorStateStore().getListState(FIRST);
    first = Long.MAX_VALUE;
    for (Long kept : firstKept.get()) {
      first = Math.min(first, kept);
    }
    openKept = context.getOperatorStateStore().getListState(OPEN);
    open = context.isRestored() ? null : new OpenDeals();
    for (OpenDeals kept : openKept.get()) {
      open = kept;
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    firstKept.update(List.of(first));
    openKept.update(open == null ? List.of() : List.of(open));
  }

  @Override
  public void open(OpenContext context) {
    horizon = new Horizon(settings.policy().calendar());
    events =
        new BurstEvents(horizon.calendar(), settings.reportingCurrency(), BurstPolicy.STANDARD);
    watches = getRuntimeContext().getState(WATCH);
    wakeAt = getRuntimeContext().getState(WAKE_AT);
  }

  @Override
  public void processElement(EditNews news, Context context, Collector<PlanRecord> out)
      throws Exception {
    Touch touch = news.touch();
    if (news.open() != null) {
      count(news.open(), context.timerService().currentWatermark());
      return;
    }
    if (touch == null) {
      first = Math.min(first, news.at());
      return;
    }
    BurstWatch known = watches.value();
    BurstWatch watch = known == null ? new BurstWatch(BurstPolicy.STANDARD) : known;
    watch.take(touch);
    keep(watch, context);
  }

  private void count(OpenChange change, long now) {
    if (open != null) {
      open.take(change);
      if (now != Long.MIN_VALUE) {
        open.settle((now + 1) * StreamTime.MICROS_PER_MILLI);
      }
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PlanRecord> out)
      throws Exception {
    BurstWatch watch = watches.value();
    if (watch == null) {
      return;
    }
    long now = time * StreamTime.MICROS_PER_MILLI;
    OpenDeals known = open == null ? new OpenDeals() : open;
    // Timers come in the order of time, those of all authors.
    known.settle(now);
    for (BurstStep step : watch.advance(now, first, known, horizon)) {
      long at = StreamTime.millisNotBefore(step.at());
      switch (step.kind()) {
        case OPENED, SPREAD -> out.collect(BurstSilence.begin(step.facts(), at));
        case LIFTED -> out.collect(BurstSilence.end(step.facts(), at));
        case OVER -> {
          if (!step.facts().lifted()) {
            out.collect(BurstSilence.end(step.facts(), at));
          }
        }
        case SETTLED -> {}
      }
      AlertEvent event = events.event(step);
      if (event != null) {
        context.output(EVENTS, event);
      }
    }
    keep(watch, context);
  }

  private void keep(BurstWatch watch, Context context) throws Exception {
    Long set = wakeAt.value();
    Long wanted = watch.isEmpty() ? null : (Long) StreamTime.millisNotBefore(watch.wakeAt());
    if (watch.isEmpty()) {
      watches.clear();
    } else {
      watches.update(watch);
    }
    if (Objects.equals(set, wanted)) {
      if (wanted != null) {
        context.timerService().registerEventTimeTimer(wanted);
      }
      return;
    }
    if (set != null) {
      context.timerService().deleteEventTimeTimer(set);
    }
    if (wanted == null) {
      wakeAt.clear();
    } else {
      context.timerService().registerEventTimeTimer(wanted);
      wakeAt.update(wanted);
    }
  }
}
