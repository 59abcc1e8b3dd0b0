package io.pipelinemonitor.alerts.contract;

import io.pipelinemonitor.alerts.domain.plan.Delivery;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.DeliveryCause;
import io.pipelinemonitor.schema.DeliveryManner;
import io.pipelinemonitor.schema.DeliveryRecord;
import io.pipelinemonitor.schema.DeliveryStatus;
import io.pipelinemonitor.schema.Severity;
import org.jspecify.annotations.Nullable;

/** What the domain decides, as the topics have it. */
public final class ToContract {

  private ToContract() {}

  /**
   * A delivery as it is now.
   *
   * @param eventOffset where its step is on the partition
   * @param failure why the latest call did not succeed; null: it did, or there was none
   * @param detail the same in words
   */
  public static DeliveryRecord delivery(
      Delivery delivery, long eventOffset, @Nullable String failure, @Nullable String detail) {
    return DeliveryRecord.newBuilder()
        .setDeliveryId(delivery.deliveryId())
        .setIncidentId(delivery.incidentId())
        .setAlertEventId(delivery.alertEventId())
        .setSequence(delivery.sequence())
        .setRecipient(delivery.endpoint().recipient())
        .setChannel(delivery.endpoint().channel().label())
        .setAddress(delivery.endpoint().address())
        .setTransition(AlertTransition.valueOf(delivery.transition().name()))
        .setSeverity(Severity.valueOf(delivery.severity().name()))
        .setStatus(DeliveryStatus.valueOf(delivery.status().name()))
        .setReason(DeliveryCause.valueOf(delivery.reason().name()))
        .setManner(DeliveryManner.valueOf(delivery.manner().name()))
        .setAttempts(delivery.attempts())
        .setPlannedAt(delivery.plannedAt())
        .setDueAt(delivery.dueAt())
        .setFirstAttemptedAt(delivery.firstAttemptedAt())
        .setAttemptedAt(delivery.attemptedAt())
        .setEndedAt(delivery.endedAt())
        .setMessageId(delivery.messageId())
        .setPossibleRepeat(delivery.possibleRepeat())
        .setMailingId(delivery.mailingId())
        .setEventOffset(eventOffset)
        .setFailure(failure)
        .setDetail(detail)
        .build();
  }
}
