package io.pipelinemonitor.jobs.alerting;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.dealwatch.AmountBucket;
import io.pipelinemonitor.jobs.domain.dealwatch.OpenAmounts;
import io.pipelinemonitor.jobs.domain.dealwatch.TopShares;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.explanation.Money;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the open deals of each period by their amounts, exactly, and says at each midnight how
 * large the largest of them are. That holds until the next midnight, so that a deal does not enter
 * or leave the largest with every deal that another rep closes.
 *
 * <p>Of what deals add to the company's open amount: each movement says what a deal added before
 * and adds after it, so nothing is kept of the single deal.
 *
 * <p>State of a period: how many deals have which amount, and what counts only after the midnight
 * that is still to come. It ends two days after the period.
 */
final class TopShareFunction extends KeyedProcessFunction<String, ScopeNews, PlanRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "top-shares";

  /** Where definitions of this kind are said to be from; it is no Kafka topic. */
  static final String ORIGIN = "top-shares";

  private static final byte VERSION = 1;

  private static final MapStateDescriptor<Integer, AmountBucket> BUCKETS =
      new MapStateDescriptor<>("open-amounts", Types.INT, CodecType.of(new AmountBucketCodec()));
  private static final ListStateDescriptor<AmountChange> TO_COME =
      new ListStateDescriptor<>("open-amounts-to-come", Types.POJO(AmountChange.class));

  private final JobSettings settings;
  private transient FiscalCalendar calendar;
  private transient Horizon horizon;
  private transient MapState<Integer, AmountBucket> buckets;
  private transient ListState<AmountChange> toCome;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  TopShareFunction(JobSettings settings) {
    this.settings = settings;
  }

  /** Whether the news is what a deal did to the company's open amount. */
  static boolean isCounted(ScopeNews news) {
    ScopeMove move = news.move();
    return move != null && move.money() == Money.OPEN && move.scope().equals(Scope.COMPANY);
  }

  /** The period that counted news is of. */
  static String periodOf(ScopeNews news) {
    ScopeMove move = news.move();
    return move == null ? "" : move.period();
  }

  @Override
  public void open(OpenContext context) {
    calendar = settings.policy().calendar();
    horizon = new Horizon(calendar);
    buckets = getRuntimeContext().getMapState(BUCKETS);
    toCome = getRuntimeContext().getListState(TO_COME);
  }

  @Override
  public void processElement(ScopeNews news, Context context, Collector<PlanRecord> out)
      throws Exception {
    ScopeMove move = news.move();
    Long sent = context.timestamp();
    long end = StreamTime.millisNotBefore(horizon.endOf(context.getCurrentKey()));
    long now = context.timerService().currentWatermark();
    if (move == null || sent == null || now >= end) {
      return;
    }
    // As it was sent: what a deal did late still comes after what it did before.
    long at = Math.max(sent, now == Long.MIN_VALUE ? sent : now + 1);
    AmountChange change = new AmountChange(move.standing() - move.delta(), move.standing(), at);
    long midnight = midnightNotBefore(at);
    // The first midnight that is still to come; whatever is not after it counts there.
    if (now != Long.MIN_VALUE && midnight == midnightNotBefore(now + 1)) {
      count(change);
    } else {
      toCome.add(change);
    }
    context.timerService().registerEventTimeTimer(midnight);
    context.timerService().registerEventTimeTimer(end);
  }

  private void count(AmountChange change) throws Exception {
    for (int place : OpenAmounts.placesOf(change.before(), change.after())) {
      AmountBucket known = buckets.get(place);
      AmountBucket next =
          OpenAmounts.changed(
              known == null ? AmountBucket.EMPTY : known, place, change.before(), change.after());
      if (next.isEmpty()) {
        buckets.remove(place);
      } else {
        buckets.put(place, next);
      }
    }
  }

  private long midnightNotBefore(long millis) {
    long day = calendar.epochDay(millis * StreamTime.MICROS_PER_MILLI - 1) + 1;
    return StreamTime.millisNotBefore(calendar.startOfDay(day));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<PlanRecord> out)
      throws Exception {
    String period = context.getCurrentKey();
    if (time >= StreamTime.millisNotBefore(horizon.endOf(period))) {
      buckets.clear();
      toCome.clear();
      out.collect(new PlanRecord(ORIGIN, period, "", time, null));
      return;
    }
    countUpTo(time);
    out.collect(new PlanRecord(ORIGIN, period, "", time, encoded(shares())));
  }

  private void countUpTo(long midnight) throws Exception {
    List<AmountChange> later = new ArrayList<>();
    for (AmountChange change : toCome.get()) {
      if (change.at() <= midnight) {
        count(change);
      } else {
        later.add(change);
      }
    }
    toCome.update(later);
  }

  private @Nullable TopShares shares() throws Exception {
    OpenAmounts amounts = new OpenAmounts();
    for (Map.Entry<Integer, AmountBucket> bucket : buckets.entries()) {
      amounts.add(bucket.getKey(), bucket.getValue());
    }
    return amounts.topShares();
  }

  private static byte @Nullable [] encoded(@Nullable TopShares shares) {
    if (shares == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(1 + shares.leastAmounts().size() * Long.BYTES);
    bytes.put(VERSION);
    shares.leastAmounts().forEach(bytes::putLong);
    return bytes.array();
  }

  /** What a definition of this origin says; null: nothing is known of the period. */
  static @Nullable TopShares decoded(byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(value);
    byte version = bytes.get();
    if (version != VERSION) {
      throw new IllegalStateException("lines of version " + version + " are not known");
    }
    List<Long> least = new ArrayList<>();
    while (bytes.hasRemaining()) {
      least.add(bytes.getLong());
    }
    return new TopShares(least);
  }
}
