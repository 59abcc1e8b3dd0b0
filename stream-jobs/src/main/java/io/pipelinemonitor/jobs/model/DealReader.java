package io.pipelinemonitor.jobs.model;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.learning.DealMove;
import io.pipelinemonitor.jobs.domain.learning.DealNews;
import io.pipelinemonitor.jobs.domain.learning.DealPresent;
import io.pipelinemonitor.jobs.domain.learning.StageEntry;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.StageStay;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads what the state job says of deals as the domain knows it. */
final class DealReader {

  private final FiscalCalendar calendar;
  private final String reportingCurrency;
  private final RecordDecoder<DealState> deals;
  private final RecordDecoder<PipelineChange> changes;

  DealReader(SchemaRegistryClient registry, FiscalCalendar calendar, String reportingCurrency) {
    this.calendar = calendar;
    this.reportingCurrency = reportingCurrency;
    this.deals = new RecordDecoder<>(Topics.DEALS, registry);
    this.changes = new RecordDecoder<>(Topics.CHANGES, registry);
  }

  /**
   * What the record tells; null where that is nothing of a deal's own past.
   *
   * @param midnight from when it is to be heeded, microseconds since the epoch
   */
  @Nullable DealNews read(RawRecord record, long midnight) throws UnusableRecordException {
    if (record.topic().equals(Topics.DEALS.name())) {
      if (record.value() == null) {
        return new DealNews(midnight, null, null, null);
      }
      DealState state = decoded(deals.decode(record.value()));
      checkKey(record, state.getDealId());
      return new DealNews(midnight, present(state), null, null);
    }
    if (record.value() == null) {
      throw new UnusableRecordException(
          DeadLetterReason.UNEXPECTED_TOMBSTONE,
          "a movement is taken back by its withdrawal, not by a null value");
    }
    PipelineChange change = decoded(changes.decode(record.value()));
    checkKey(record, change.getDealId());
    if (change.getScopeType() != null) {
      return null;
    }
    return new DealNews(
        midnight, null, change.getChangeId(), change.getWithdrawn() ? null : move(change));
  }

  private static <T extends SpecificRecord> T decoded(Decoded<T> decoded)
      throws UnusableRecordException {
    if (decoded instanceof Decoded.Failure<T> failure) {
      throw new UnusableRecordException(failure.reason(), failure.message());
    }
    return ((Decoded.Success<T>) decoded).value();
  }

  private static void checkKey(RawRecord record, String dealId) throws UnusableRecordException {
    if (!record.keyText().equals(dealId)) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + record.keyText() + "', but the record's dealId is '" + dealId + "'");
    }
  }

  private DealPresent present(DealState state) throws UnusableRecordException {
    checkCurrency(state.getReportingCurrency());
    Instant known = state.getAsOf();
    Instant createdAt = state.getCreatedAt();
    Instant lastEventAt = state.getLastEventAt();
    Long amount = state.getConvertedAmount();
    Instant closedAt = state.getClosedAt();
    return new DealPresent(
        micros(createdAt == null ? known : createdAt),
        micros(lastEventAt == null ? known : lastEventAt),
        state.getExistence() == DealExistence.EXISTS,
        status(state),
        closedAt == null ? null : (Long) micros(closedAt),
        period(state.getPeriod()),
        amount == null ? 0 : amount,
        new DealScopes(
            state.getOwnerId(),
            state.getSegment(),
            state.getProduct(),
            state.getTerritoryId(),
            state.getPipelineId()),
        state.getStageHistory().stream().map(DealReader::stay).toList());
  }

  private static StageEntry stay(StageStay stay) {
    Instant leftAt = stay.getLeftAt();
    return new StageEntry(
        stay.getStageId(),
        micros(stay.getEnteredAt()),
        leftAt == null ? null : (Long) micros(leftAt));
  }

  private static DealStatus status(DealState state) throws UnusableRecordException {
    return switch (state.getStatus()) {
      case OPEN -> DealStatus.OPEN;
      case WON -> DealStatus.WON;
      case LOST -> DealStatus.LOST;
      case UNKNOWN -> throw UnusableRecordException.unknownSymbol("status");
    };
  }

  private DealMove move(PipelineChange change) throws UnusableRecordException {
    checkCurrency(change.getCurrency());
    if (change.getMovement() == Movement.UNKNOWN) {
      throw UnusableRecordException.unknownSymbol("movement");
    }
    return new DealMove(
        micros(change.getOccurredAt()),
        Objects.requireNonNullElse(change.getEventId(), ""),
        MovementCause.valueOf(change.getMovement().name()),
        period(change.getPeriod()),
        period(change.getOtherPeriod()),
        orZero(change.getAmountBefore()),
        orZero(change.getAmountAfter()));
  }

  private int period(@Nullable String name) throws UnusableRecordException {
    if (name == null) {
      return DealStanding.NO_PERIOD;
    }
    FiscalPeriod period = calendar.periodNamed(name);
    if (period == null) {
      throw otherSettings("period", name, "fiscal.*");
    }
    return period.index();
  }

  private void checkCurrency(@Nullable String currency) throws UnusableRecordException {
    if (currency != null && !currency.equals(reportingCurrency)) {
      throw otherSettings("the reporting currency", currency, "reporting.currency");
    }
  }

  private static UnusableRecordException otherSettings(String what, String value, String settings) {
    return new UnusableRecordException(
        DeadLetterReason.INVALID_VALUE,
        what
            + " is '"
            + value
            + "', which this job's settings do not have; give all jobs the same "
            + settings
            + " settings");
  }

  private static long orZero(@Nullable Long amount) {
    return amount == null ? 0 : amount;
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * FiscalCalendar.MICROS_PER_SECOND + instant.getNano() / 1_000;
  }
}
