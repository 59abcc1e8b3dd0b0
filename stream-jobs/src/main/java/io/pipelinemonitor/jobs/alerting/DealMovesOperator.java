package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.burst.BurstPolicy;
import io.pipelinemonitor.jobs.domain.burst.DealEdit;
import io.pipelinemonitor.jobs.domain.burst.DealTouches;
import io.pipelinemonitor.jobs.domain.burst.OpenChange;
import io.pipelinemonitor.jobs.domain.burst.Touch;
import io.pipelinemonitor.jobs.domain.explanation.DealBook;
import io.pipelinemonitor.jobs.domain.explanation.DealBooking;
import io.pipelinemonitor.jobs.domain.explanation.DealChange;
import io.pipelinemonitor.jobs.domain.explanation.Horizon;
import io.pipelinemonitor.jobs.domain.explanation.ScopeMove;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.StreamTime;
import io.pipelinemonitor.jobs.runtime.TimedPlanOperator;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.jobs.runtime.state.CodecType;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Says what each movement of a deal does to every scope that it counts in, units and the company
 * included, by the organisation of its moment; what each event of a deal touched, and moved, to be
 * counted with what else its author does; and in which units a deal is open, for that to be counted
 * as well.
 *
 * <p>State of a deal: its {@link DealBook}, its {@link DealTouches}, and the one timer that it
 * waits for. They end two days after the last period in which the deal counts, and a day after its
 * last event.
 */
final class DealMovesOperator extends TimedPlanOperator<RawRecord, ScopeNews> {

  private static final long serialVersionUID = 1L;

  static final String UID = "deal-moves";

  /** What events of deals changed and where deals are open, for whoever counts edits. */
  static final OutputTag<EditNews> EDITS =
      new OutputTag<>("deal-edits", CodecType.of(new EditNewsCodec()));

  private static final ValueStateDescriptor<DealTouches> TOUCHES =
      new ValueStateDescriptor<>("deal-touches", CodecType.of(new DealTouchesCodec()));
  private static final ValueStateDescriptor<DealBook> BOOK =
      new ValueStateDescriptor<>("deal-book", CodecType.of(new DealBookCodec()));
  private static final ValueStateDescriptor<Long> WAKE_AT =
      new ValueStateDescriptor<>("wake-at", Types.LONG);

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient DealReader deals;
  private transient OrganisationReader reader;
  private transient Horizon horizon;
  private transient Organisation organisation;
  private transient Organisation organisationBefore;
  private transient EditReader edits;
  private transient ValueState<DealBook> books;
  private transient ValueState<DealTouches> touches;
  private transient ValueState<Long> wakeAt;
  private transient long earliestEdit;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  private DealMovesOperator(JobSettings settings) {
    super(settings.tick());
    this.settings = settings;
  }

  static SingleOutputStreamOperator<ScopeNews> connect(
      KeyedStream<RawRecord, String> deals,
      DataStream<PlanRecord> organisation,
      JobSettings settings) {
    return connect(deals, organisation, forTest(settings), Types.POJO(ScopeNews.class), UID);
  }

  /** The operator by itself, for a test harness. */
  static DealMovesOperator forTest(JobSettings settings) {
    return new DealMovesOperator(settings);
  }

  @Override
  protected void onOpen(List<PlanRecord> plan) throws Exception {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    deals = new DealReader(registry, settings.reportingCurrency());
    reader = new OrganisationReader(registry);
    horizon = new Horizon(settings.policy().calendar());
    organisation = new Organisation();
    organisationBefore = new Organisation();
    apply(plan, organisation);
    apply(plan, organisationBefore);
    edits = new EditReader(registry);
    earliestEdit = Long.MAX_VALUE;
    books = keyed(BOOK);
    touches = keyed(TOUCHES);
    wakeAt = keyed(WAKE_AT);
  }

  private void apply(List<PlanRecord> plan, Organisation to) {
    plan.forEach(record -> reader.apply(record, to));
  }

  @Override
  protected void onElement(RawRecord record, long streamTime) throws Exception {
    if (record.topic().equals(Topics.DEAL_EVENTS.name())) {
      noteEarliest(record.streamTime());
      expectEdit(record);
      return;
    }
    DealBook known = books.value();
    DealBook book = known == null ? new DealBook() : known;
    try {
      if (record.topic().equals(Topics.CHANGES.name())) {
        DealChange change = deals.change(record);
        book.take(change);
        expect(StreamTime.millisNotBefore(change.asOf()));
      } else {
        DealBooking booking = deals.booking(record);
        book.take(booking);
        expect(StreamTime.millisNotBefore(booking.asOf()));
      }
    } catch (UnusableRecordException e) {
      refuse(record, e);
      return;
    }
    settle(book, streamTime());
  }

  private void noteEarliest(long time) {
    if (time < earliestEdit) {
      earliestEdit = time;
      tell(EditNews.earliest(time * StreamTime.MICROS_PER_MILLI), time);
    }
  }

  /** One that is late counts from where stream time stands, or not any more. */
  private void expectEdit(RawRecord record) throws Exception {
    long now = streamTime();
    boolean late = record.streamTime() <= now;
    if (late
        && (now - record.streamTime()) * StreamTime.MICROS_PER_MILLI
            >= BurstPolicy.STANDARD.quiet()) {
      return;
    }
    long moment = tick().endOf(late ? now + 1 : record.streamTime());
    DealEdit edit =
        edits.read(record, (late ? moment : record.streamTime()) * StreamTime.MICROS_PER_MILLI);
    if (edit == null) {
      return;
    }
    DealTouches known = touches.value();
    DealTouches touched = known == null ? new DealTouches() : known;
    touched.take(edit, moment * StreamTime.MICROS_PER_MILLI);
    expect(moment);
    touches.update(touched);
    wake(books.value(), touched);
  }

  private void tell(EditNews news, long time) {
    output.collect(EDITS, new StreamRecord<>(news, time));
  }

  private void refuse(RawRecord record, UnusableRecordException reason) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    output.collect(
        DeadLetters.TAG,
        new StreamRecord<>(
            DeadLetters.of(record, reason, AlertRulesJob.NAME + "/" + UID, now),
            record.streamTime()));
  }

  @Override
  protected void onTimer(long time) throws Exception {
    DealBook book = books.value();
    if (book != null || touches.value() != null) {
      settle(book == null ? new DealBook() : book, time);
    }
  }

  /** Sends what has reached its moment, and keeps the rest until it is time again. */
  private void settle(DealBook book, long now) throws Exception {
    DealTouches touched = touches.value();
    if (now != Long.MIN_VALUE) {
      long micros = now * StreamTime.MICROS_PER_MILLI;
      boolean due = touched != null && touched.isDue(micros);
      boolean stirs = due || book.wakeAt(horizon) <= micros;
      Set<Scope> countsIn = due ? new LinkedHashSet<>(book.countsIn(organisation)) : Set.of();
      Set<Scope> wasOpenIn = stirs ? book.openIn(organisation) : Set.of();
      List<ScopeMove> moves = book.advance(currentKey(), micros, organisation, horizon);
      send(moves, now);
      if (due) {
        countsIn.addAll(book.countsIn(organisation));
      }
      book.forget(micros, horizon);
      Set<Scope> isOpenIn = stirs ? book.openIn(organisation) : Set.of();
      tellOpen(wasOpenIn, isOpenIn, now);
      if (touched != null) {
        Set<Scope> openIn = new LinkedHashSet<>(wasOpenIn);
        openIn.addAll(isOpenIn);
        for (Touch touch :
            touched.advance(currentKey(), micros, countsIn, openIn, moves, organisation)) {
          tell(EditNews.of(touch), now);
        }
      }
    }
    if (book.wakeAt(horizon) == DealBook.NEVER) {
      books.clear();
    } else {
      books.update(book);
    }
    if (touched != null && touched.isEmpty()) {
      touches.clear();
    } else if (touched != null) {
      touches.update(touched);
    }
    wake(book, touched);
  }

  private void tellOpen(Set<Scope> before, Set<Scope> after, long now) {
    if (!before.equals(after)) {
      Set<Scope> left = new LinkedHashSet<>(before);
      left.removeAll(after);
      Set<Scope> entered = new LinkedHashSet<>(after);
      entered.removeAll(before);
      tell(EditNews.of(new OpenChange(now * StreamTime.MICROS_PER_MILLI, left, entered)), now);
    }
  }

  /** Waits for what is due next of either. */
  private void wake(@Nullable DealBook book, @Nullable DealTouches touched) throws Exception {
    long next =
        Math.min(
            book == null ? DealBook.NEVER : book.wakeAt(horizon),
            touched == null ? DealTouches.NEVER : touched.wakeAt());
    Long set = wakeAt.value();
    if (next == DealBook.NEVER) {
      wakeAt.clear();
    } else {
      wakeAt.update(StreamTime.millisNotBefore(next));
    }
    Long wanted = wakeAt.value();
    if (set != null && !Objects.equals(set, wanted)) {
      cancelTimer(set);
    }
    if (wanted != null) {
      setTimer(wanted);
    }
  }

  private void send(List<ScopeMove> moves, long now) {
    moves.forEach(move -> emit(ScopeNews.of(move), now));
  }

  @Override
  protected void onPlan(List<PlanRecord> records, long tickEnd) throws Exception {
    apply(records, organisation);
    long moment = tickEnd * StreamTime.MICROS_PER_MILLI;
    forEachKey(
        BOOK,
        state -> {
          DealBook book = state.value();
          if (book != null) {
            send(book.reorganise(currentKey(), organisationBefore, organisation, moment), tickEnd);
            tellOpen(book.openIn(organisationBefore), book.openIn(organisation), tickEnd);
          }
        });
    apply(records, organisationBefore);
  }

  /**
   * Idleness ends here. An idle channel would be left out of account, and time would come to {@link
   * IncidentOperator} by a shorter way than what is told here and by {@link BurstFunction}.
   */
  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {}

  @Override
  public void close() throws Exception {
    super.close();
    if (registry != null) {
      registry.close();
    }
  }
}
