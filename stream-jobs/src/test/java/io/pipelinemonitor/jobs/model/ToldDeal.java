package io.pipelinemonitor.jobs.model;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.DealTimeline;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.StageStay;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A deal whose story is told twice: as it was, and in the records of the state job. */
final class ToldDeal {

  static final String PIPELINE = "new";

  private final ModelInputs inputs;
  private final FiscalCalendar calendar;
  private final String dealId;
  private final Instant createdAt;
  private final List<DealStanding> standings = new ArrayList<>();
  private final List<StageStay> stays = new ArrayList<>();

  /** What the state job told, in its order. */
  final List<RawRecord> records = new ArrayList<>();

  private String ownerId;
  private DealStatus status = DealStatus.OPEN;
  private boolean exists = true;
  private int period;
  private @Nullable Long amount;
  private @Nullable Instant closedAt;
  private int events;

  ToldDeal(
      ModelInputs inputs,
      String dealId,
      String ownerId,
      Instant at,
      int period,
      @Nullable Long amount) {
    this.inputs = inputs;
    this.calendar = inputs.calendar();
    this.dealId = dealId;
    this.ownerId = ownerId;
    this.createdAt = at;
    this.period = period;
    this.amount = amount;
    enterStage("lead", at);
    change(Movement.CREATED, at, period, null, null, amount);
    stands(at);
  }

  String ownerId() {
    return ownerId;
  }

  boolean isOpen() {
    return exists && status == DealStatus.OPEN;
  }

  int period() {
    return period;
  }

  long amount() {
    return Objects.requireNonNullElse(amount, 0L);
  }

  List<StageStay> stays() {
    return stays;
  }

  @Nullable Instant closedAt() {
    return closedAt;
  }

  @Nullable Instant wonAt() {
    return exists && status == DealStatus.WON ? closedAt : null;
  }

  /** All that it was. */
  DealTimeline timeline() {
    return new DealTimeline(
        calendar.periodAt(ModelInputs.micros(createdAt)).index(), List.copyOf(standings));
  }

  void toStage(Instant at, String stageId) {
    enterStage(stageId, at);
    stands(at);
  }

  void toOwner(Instant at, String next) {
    PipelineChange transfer = record(Movement.TRANSFERRED_OUT, at, period, null, amount, null);
    transfer.setScopeType(io.pipelinemonitor.schema.ScopeType.REP);
    send(transfer);
    ownerId = next;
    stands(at);
  }

  void toAmount(Instant at, long next) {
    change(
        next > amount() ? Movement.INCREASED : Movement.DECREASED, at, period, null, amount, next);
    amount = next;
    stands(at);
  }

  /** The same as {@link #toAmount}, of which the state job later says that it never was so. */
  PipelineChange toAmountByMistake(Instant at, long wrong) {
    PipelineChange mistake = record(Movement.INCREASED, at, period, null, amount, wrong);
    send(mistake);
    return mistake;
  }

  void withdraw(Instant at, PipelineChange mistake) {
    PipelineChange withdrawal = PipelineChange.newBuilder(mistake).setWithdrawn(true).build();
    withdrawal.setAsOf(tickEnd(at));
    send(withdrawal);
  }

  void toPeriod(Instant at, int next) {
    boolean later = next > period;
    change(later ? Movement.PUSHED_OUT : Movement.PULLED_OUT, at, period, next, amount, null);
    change(later ? Movement.PUSHED_IN : Movement.PULLED_IN, at, next, period, null, amount);
    period = next;
    stands(at);
  }

  void close(Instant at, DealStatus outcome, long with) {
    change(
        outcome == DealStatus.WON ? Movement.WON : Movement.LOST, at, period, null, amount, null);
    status = outcome;
    closedAt = at;
    amount = with;
    period = calendar.periodAt(ModelInputs.micros(at)).index();
    stands(at);
  }

  void reopen(Instant at, int next) {
    status = DealStatus.OPEN;
    closedAt = null;
    period = next;
    change(Movement.REOPENED, at, next, null, null, amount);
    stands(at);
  }

  void delete(Instant at) {
    change(Movement.DELETED, at, period, null, amount, null);
    exists = false;
    stands(at);
  }

  private void enterStage(String stageId, Instant at) {
    if (!stays.isEmpty()) {
      stays.get(stays.size() - 1).setLeftAt(at);
    }
    stays.add(new StageStay(stageId, at, null, "e" + events));
  }

  private void stands(Instant at) {
    standings.add(
        new DealStanding(
            ModelInputs.micros(at),
            exists ? status : DealStatus.OPEN,
            exists ? period : DealStanding.NO_PERIOD,
            PIPELINE,
            stays.get(stays.size() - 1).getStageId(),
            amount()));
    events++;
    DealState state =
        DealState.newBuilder()
            .setDealId(dealId)
            .setPipelineId(PIPELINE)
            .setStageId(stays.get(stays.size() - 1).getStageId())
            .setStatus(io.pipelinemonitor.schema.DealStatus.valueOf(status.name()))
            .setConvertedAmount(amount)
            .setReportingCurrency("USD")
            .setClosedAt(closedAt)
            .setCreatedAt(createdAt)
            .setOwnerId(ownerId)
            .setExistence(exists ? DealExistence.EXISTS : DealExistence.DELETED)
            .setPeriod(exists ? inputs.periodName(period) : null)
            .setStageHistory(
                stays.stream().map(stay -> StageStay.newBuilder(stay).build()).toList())
            .setLastEventAt(at)
            .setAsOf(tickEnd(at))
            .build();
    records.add(inputs.raw(Topics.DEALS, state, state.getAsOf()));
  }

  private void change(
      Movement movement,
      Instant at,
      int in,
      @Nullable Integer other,
      @Nullable Long before,
      @Nullable Long after) {
    if (before != null || after != null) {
      send(record(movement, at, in, other, before, after));
    }
  }

  private PipelineChange record(
      Movement movement,
      Instant at,
      int in,
      @Nullable Integer other,
      @Nullable Long before,
      @Nullable Long after) {
    long delta = (after == null ? 0 : after) - (before == null ? 0 : before);
    return PipelineChange.newBuilder()
        .setChangeId(dealId + "|e" + events + "|" + inputs.periodName(in) + "|" + movement)
        .setDealId(dealId)
        .setMovement(movement)
        .setPeriod(inputs.periodName(in))
        .setOtherPeriod(other == null ? null : inputs.periodName(other))
        .setOwnerId(ownerId)
        .setAmountDelta(delta)
        .setAmountBefore(before)
        .setAmountAfter(after)
        .setCurrency("USD")
        .setEventId("e" + events)
        .setOccurredAt(at)
        .setAsOf(tickEnd(at))
        .build();
  }

  private void send(PipelineChange change) {
    records.add(inputs.raw(Topics.CHANGES, change, change.getAsOf()));
  }

  private static Instant tickEnd(Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(at) ? at : second.plusSeconds(1);
  }
}
