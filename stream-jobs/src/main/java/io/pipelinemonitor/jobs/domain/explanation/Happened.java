package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a deal.
 *
 * @param cause the one cause
 * @param otherPeriod for a push or pull, where the deal came from or went to; null for none
 * @param eventId the event that did it; null if none did: an exchange rate, a change of the
 *     organisation
 * @param occurredAt when, in business time, microseconds since the epoch
 */
public record Happened(
    MovementCause cause, @Nullable String otherPeriod, @Nullable String eventId, long occurredAt) {

  /** Both sides of a transfer are one cause, so that they cancel out above both. */
  MovementCause kind() {
    return isTransfer() ? MovementCause.TRANSFERRED_IN : cause;
  }

  boolean isTransfer() {
    return cause == MovementCause.TRANSFERRED_IN || cause == MovementCause.TRANSFERRED_OUT;
  }

  /** Whether a movement of the opposite amount takes this one back, or is its other side. */
  boolean cancels(Happened other) {
    return equals(other)
        || (isTransfer()
            && other.isTransfer()
            && occurredAt == other.occurredAt
            && Objects.equals(eventId, other.eventId));
  }
}
