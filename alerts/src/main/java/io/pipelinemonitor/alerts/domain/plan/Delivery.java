package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import io.pipelinemonitor.alerts.domain.event.Severity;
import io.pipelinemonitor.alerts.domain.event.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about one step, one recipient and one channel, and how far it has come.
 *
 * @param alertEventId the step
 * @param sequence its number within the incident
 * @param reason why it is told now, later, or not
 * @param plannedAt when it was decided
 * @param dueAt from when it may be sent; that of a digest where the reason is for one
 * @param attemptedAt when it was begun to be sent; null: not yet
 * @param endedAt when it was sent or given up; null: it was not
 * @param messageId the channel's own id of the message, by which it is changed or answered; null:
 *     none is known
 */
public record Delivery(
    String incidentId,
    String alertEventId,
    long sequence,
    Transition transition,
    Severity severity,
    Endpoint endpoint,
    DeliveryStatus status,
    PlanReason reason,
    Manner manner,
    Instant plannedAt,
    Instant dueAt,
    @Nullable Instant attemptedAt,
    @Nullable Instant endedAt,
    @Nullable String messageId) {

  /** Identity: the same for the same step, recipient and channel. */
  public String deliveryId() {
    return id(alertEventId, endpoint);
  }

  static String id(String alertEventId, Endpoint endpoint) {
    return alertEventId + '|' + endpoint.key();
  }

  /** One that is to be told. */
  static Delivery planned(
      AlertEvent event,
      Endpoint endpoint,
      PlanReason reason,
      Manner manner,
      Instant plannedAt,
      Instant dueAt) {
    return of(event, endpoint, DeliveryStatus.PLANNED, reason, manner, plannedAt, dueAt);
  }

  /** One that is not to be told. */
  static Delivery suppressed(
      AlertEvent event, Endpoint endpoint, PlanReason reason, Instant plannedAt) {
    return of(
        event,
        endpoint,
        DeliveryStatus.SUPPRESSED,
        reason,
        Manner.NEW_MESSAGE,
        plannedAt,
        plannedAt);
  }

  private static Delivery of(
      AlertEvent event,
      Endpoint endpoint,
      DeliveryStatus status,
      PlanReason reason,
      Manner manner,
      Instant plannedAt,
      Instant dueAt) {
    return new Delivery(
        event.incidentId(),
        event.alertEventId(),
        event.sequence(),
        event.transition(),
        event.severity(),
        endpoint,
        status,
        reason,
        manner,
        plannedAt,
        dueAt,
        null,
        null,
        null);
  }

  /** As it is once a newer step has taken its place. */
  Delivery superseded(Instant at) {
    return with(DeliveryStatus.SUPERSEDED, manner, attemptedAt, at, messageId);
  }

  /** As it is from the moment at which it is begun to be sent. */
  public Delivery attempted(Instant at) {
    return with(status, manner, at, null, messageId);
  }

  /**
   * As it is once it has arrived.
   *
   * @param asMessage the channel's own id of the message; null: the channel gives none
   */
  public Delivery sent(Instant at, @Nullable String asMessage) {
    return with(DeliveryStatus.SENT, manner, attemptedAt, at, asMessage);
  }

  /** As it is once it was sent and nobody knows whether it arrived. */
  public Delivery ambiguous(Instant at) {
    return with(DeliveryStatus.AMBIGUOUS, manner, attemptedAt, at, messageId);
  }

  /** As it is once it was given up. */
  public Delivery dead(Instant at) {
    return with(DeliveryStatus.DEAD, manner, attemptedAt, at, messageId);
  }

  /** As it is told together with others. */
  Delivery gathered() {
    return with(status, Manner.IN_DIGEST, attemptedAt, endedAt, messageId);
  }

  private Delivery with(
      DeliveryStatus newStatus,
      Manner newManner,
      @Nullable Instant newAttemptedAt,
      @Nullable Instant newEndedAt,
      @Nullable String newMessageId) {
    return new Delivery(
        incidentId,
        alertEventId,
        sequence,
        transition,
        severity,
        endpoint,
        newStatus,
        reason,
        newManner,
        plannedAt,
        dueAt,
        newAttemptedAt,
        newEndedAt,
        newMessageId);
  }

  /** Whether it waits to be sent, so that something newer may still take its place. */
  public boolean isWaiting() {
    return status == DeliveryStatus.PLANNED && attemptedAt == null;
  }

  /** Whether it was told, or may have been. */
  public boolean isTold() {
    return status == DeliveryStatus.SENT
        || status == DeliveryStatus.AMBIGUOUS
        || (status == DeliveryStatus.PLANNED && attemptedAt != null);
  }

  /** Whether it tells that the incident is over. */
  boolean isEnd() {
    return transition == Transition.RESOLVED;
  }
}
