package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.explanation.DealBooking;
import io.pipelinemonitor.jobs.domain.explanation.DealChange;
import io.pipelinemonitor.jobs.domain.explanation.Happened;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.DealExistence;
import io.pipelinemonitor.schema.DealState;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.Movement;
import io.pipelinemonitor.schema.PipelineChange;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what the state job says of deals, as far as it explains a change. */
final class DealReader {

  private final String reportingCurrency;
  private final RecordDecoder<PipelineChange> changes;
  private final RecordDecoder<DealState> deals;

  DealReader(SchemaRegistryClient registry, String reportingCurrency) {
    this.reportingCurrency = reportingCurrency;
    this.changes = new RecordDecoder<>(Topics.CHANGES, registry);
    this.deals = new RecordDecoder<>(Topics.DEALS, registry);
  }

  /** The movement in a record on {@code pipeline.changes}. */
  DealChange change(RawRecord record) throws UnusableRecordException {
    byte[] value = record.value();
    if (value == null) {
      throw new UnusableRecordException(
          DeadLetterReason.UNEXPECTED_TOMBSTONE,
          "a movement is taken back by its withdrawal, not by a null value");
    }
    PipelineChange change = UnusableRecordException.orThrow(changes.decode(value));
    checkKey(record, change.getDealId());
    checkCurrency(change.getCurrency());
    boolean transfer = change.getScopeType() != null;
    return new DealChange(
        change.getChangeId(),
        change.getWithdrawn(),
        change.getDealName(),
        change.getPeriod(),
        new DealScopes(
            change.getOwnerId(),
            change.getSegment(),
            change.getProduct(),
            change.getTerritoryId(),
            change.getPipelineId()),
        transfer ? transferred(change) : null,
        transfer,
        change.getAmountDelta(),
        new Happened(
            cause(change.getMovement()),
            change.getOtherPeriod(),
            change.getEventId(),
            FromContract.micros(change.getOccurredAt())),
        FromContract.micros(change.getAsOf()));
  }

  /** Where the one side of a transfer counts that the movement is about. */
  private static @Nullable Scope transferred(PipelineChange change) throws UnusableRecordException {
    ScopeType type = scopeType(change.getScopeType());
    String id =
        change.getMovement() == Movement.TRANSFERRED_OUT
            ? change.getFromScopeId()
            : change.getToScopeId();
    if (id == null) {
      // To have no segment is not a segment, but deals without an owner count for the company.
      return type == ScopeType.REP ? Scope.UNOWNED : null;
    }
    return new Scope(type, id);
  }

  private static ScopeType scopeType(io.pipelinemonitor.schema.@Nullable ScopeType type)
      throws UnusableRecordException {
    if (type == null || type == io.pipelinemonitor.schema.ScopeType.UNKNOWN) {
      throw UnusableRecordException.unknownSymbol("scopeType");
    }
    return ScopeType.valueOf(type.name());
  }

  private static MovementCause cause(Movement movement) throws UnusableRecordException {
    if (movement == Movement.UNKNOWN) {
      throw UnusableRecordException.unknownSymbol("movement");
    }
    return MovementCause.valueOf(movement.name());
  }

  /** What the deal in a record on {@code pipeline.deals} is booked with. */
  DealBooking booking(RawRecord record) throws UnusableRecordException {
    byte[] value = record.value();
    if (value == null) {
      throw new UnusableRecordException(
          DeadLetterReason.UNEXPECTED_TOMBSTONE,
          "a deal that is gone has a record that says so, not a null value");
    }
    DealState deal = UnusableRecordException.orThrow(deals.decode(value));
    checkKey(record, deal.getDealId());
    checkCurrency(deal.getReportingCurrency());
    boolean booked =
        deal.getExistence() == DealExistence.EXISTS && deal.getStatus() == DealStatus.WON;
    Long amount = deal.getConvertedAmount();
    Instant lastEventAt = deal.getLastEventAt();
    Instant asOf = deal.getAsOf();
    return new DealBooking(
        deal.getName(),
        booked ? deal.getPeriod() : null,
        scopes(deal),
        booked && amount != null ? amount : 0,
        new Happened(
            standing(deal),
            null,
            deal.getLastEventId(),
            FromContract.micros(lastEventAt == null ? asOf : lastEventAt)),
        FromContract.micros(asOf));
  }

  /** Where the deal counts by itself. */
  static DealScopes scopes(DealState deal) {
    return new DealScopes(
        deal.getOwnerId(),
        deal.getSegment(),
        deal.getProduct(),
        deal.getTerritoryId(),
        deal.getPipelineId());
  }

  private static MovementCause standing(DealState deal) throws UnusableRecordException {
    return switch (deal.getExistence()) {
      case EXISTS ->
          switch (deal.getStatus()) {
            case OPEN -> MovementCause.REOPENED;
            case WON -> MovementCause.WON;
            case LOST -> MovementCause.LOST;
            case UNKNOWN -> throw UnusableRecordException.unknownSymbol("status");
          };
      case DELETED -> MovementCause.DELETED;
      case MERGED -> MovementCause.MERGED;
      case UNKNOWN -> throw UnusableRecordException.unknownSymbol("existence");
    };
  }

  private static void checkKey(RawRecord record, String dealId) throws UnusableRecordException {
    if (!record.keyText().equals(dealId)) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + record.keyText() + "', but the record's dealId is '" + dealId + "'");
    }
  }

  private void checkCurrency(@Nullable String currency) throws UnusableRecordException {
    if (currency != null && !currency.equals(reportingCurrency)) {
      throw new UnusableRecordException(
          DeadLetterReason.INVALID_VALUE,
          "the reporting currency is '"
              + currency
              + "', but this job's is '"
              + reportingCurrency
              + "'; give all jobs the same reporting.currency");
    }
  }
}
