package io.pipelinemonitor.jobs.domain.deal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One change of one deal in its CRM: only the fields that it names.
 *
 * <p>Fields are set with {@link #with} and {@link #clearing} before the event is handed on.
 */
public final class DealEvent {

  private static final Object CLEARED = new Object();

  private final String eventId;
  private final String dealId;
  private final DealEventType type;
  private final long occurredAt;
  private final long sequence;
  private final @Nullable Object[] values = new @Nullable Object[DealField.count()];

  /**
   * @param eventId the event's identifier in its source
   * @param dealId the deal
   * @param type what happened
   * @param occurredAt business time, microseconds since the epoch
   * @param sequence the source's own order, or {@link Stamp#NO_SEQUENCE}
   */
  public DealEvent(
      String eventId, String dealId, DealEventType type, long occurredAt, long sequence) {
    this.eventId = eventId;
    this.dealId = dealId;
    this.type = type;
    this.occurredAt = occurredAt;
    this.sequence = sequence;
    Existence existence = type.existence();
    if (existence != null) {
      values[DealField.EXISTENCE.ordinal()] = existence;
    }
  }

  public String eventId() {
    return eventId;
  }

  public String dealId() {
    return dealId;
  }

  public DealEventType type() {
    return type;
  }

  public long occurredAt() {
    return occurredAt;
  }

  public long sequence() {
    return sequence;
  }

  /**
   * States a field's value; null says nothing of the field.
   *
   * @throws IllegalArgumentException if the value is not of the field's type
   */
  public DealEvent with(DealField field, @Nullable Object value) {
    if (value != null) {
      if (!field.type().isInstance(value)) {
        throw new IllegalArgumentException(
            field + " takes " + field.type().getSimpleName() + ", not '" + value + "'");
      }
      values[field.ordinal()] = value;
      if (field == DealField.STAGE_ID && values[DealField.STATUS.ordinal()] == null) {
        values[DealField.STATUS.ordinal()] = StatusFact.OF_STAGE;
      }
    }
    return this;
  }

  /** States that the field was emptied, unless the event also states a value for it. */
  public DealEvent clearing(DealField field) {
    if (values[field.ordinal()] == null) {
      values[field.ordinal()] = CLEARED;
    }
    return this;
  }

  /** Whether the event says anything of the field, be it that it was emptied. */
  public boolean states(DealField field) {
    return values[field.ordinal()] != null;
  }

  /** Whether the event says anything of a field that keeps its history. */
  public boolean isMoment() {
    for (DealField field : DealField.withHistory()) {
      if (states(field)) {
        return true;
      }
    }
    return false;
  }

  /** The stated value; null where the event says nothing, or that the field was emptied. */
  public @Nullable Object value(DealField field) {
    Object value = values[field.ordinal()];
    return value == CLEARED ? null : value;
  }

  /** The event's place among the facts. */
  public Stamp stamp() {
    return new Stamp(occurredAt, sequence, eventId);
  }

  @Override
  public String toString() {
    return "DealEvent["
        + eventId
        + ' '
        + dealId
        + ' '
        + type
        + " at "
        + occurredAt
        + ' '
        + Arrays.toString(values)
        + ']';
  }
}
