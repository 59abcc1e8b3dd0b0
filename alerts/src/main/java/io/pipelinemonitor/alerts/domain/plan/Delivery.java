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
 * @param attempts how often it was begun to be sent, calls that came too early aside
 * @param firstAttemptedAt when it was first begun to be sent; null: not yet
 * @param possibleRepeat whether it was sent again without knowing whether it had arrived
 * @param mailingId what it was last sent in, together with others; null: by itself
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
    @Nullable String messageId,
    int attempts,
    @Nullable Instant firstAttemptedAt,
    boolean possibleRepeat,
    @Nullable String mailingId) {

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
        null,
        0,
        null,
        false,
        null);
  }

  /** As it is once a newer step has taken its place. */
  Delivery superseded(Instant at) {
    return ended(DeliveryStatus.SUPERSEDED, at);
  }

  /** As it is once it is not to be told after all. */
  Delivery suppressed(PlanReason newReason, Instant at) {
    return with(DeliveryStatus.SUPPRESSED, newReason, manner, dueAt, null, at, attempts, mailingId);
  }

  /** As it is from the moment at which it is begun to be sent. */
  public Delivery attempted(Instant at) {
    return new Delivery(
        incidentId,
        alertEventId,
        sequence,
        transition,
        severity,
        endpoint,
        status,
        reason,
        manner,
        plannedAt,
        dueAt,
        at,
        null,
        messageId,
        attempts + 1,
        firstAttemptedAt == null ? at : firstAttemptedAt,
        possibleRepeat,
        mailingId);
  }

  /** As it waits again once it is known not to have arrived. */
  Delivery again(PlanReason newReason, Instant newDueAt) {
    return with(DeliveryStatus.PLANNED, newReason, manner, newDueAt, null, null, attempts, null);
  }

  /** As it is where what was begun was too early, and does not count. */
  public Delivery uncounted() {
    return with(
        status, reason, manner, dueAt, attemptedAt, endedAt, Math.max(0, attempts - 1), mailingId);
  }

  /**
   * As it is once it has arrived.
   *
   * @param asMessage the channel's own id of the message; null: the channel gives none
   */
  public Delivery sent(Instant at, @Nullable String asMessage) {
    return new Delivery(
        incidentId,
        alertEventId,
        sequence,
        transition,
        severity,
        endpoint,
        DeliveryStatus.SENT,
        reason,
        manner,
        plannedAt,
        dueAt,
        attemptedAt,
        at,
        asMessage,
        attempts,
        firstAttemptedAt,
        possibleRepeat,
        mailingId);
  }

  /** As it is once it was sent and nobody knows whether it arrived. */
  public Delivery ambiguous(Instant at) {
    return ended(DeliveryStatus.AMBIGUOUS, at);
  }

  /** As it is if it is not looked into before then. */
  public Delivery putOff(Instant newDueAt) {
    return with(status, reason, manner, newDueAt, attemptedAt, endedAt, attempts, mailingId);
  }

  /** As it is once it was sent once more, whether or not it had arrived. */
  public Delivery repeated() {
    return new Delivery(
        incidentId,
        alertEventId,
        sequence,
        transition,
        severity,
        endpoint,
        status,
        reason,
        manner,
        plannedAt,
        dueAt,
        attemptedAt,
        endedAt,
        messageId,
        attempts + 1,
        firstAttemptedAt,
        true,
        mailingId);
  }

  /** As it is once it was given up. */
  public Delivery dead(Instant at) {
    return ended(DeliveryStatus.DEAD, at);
  }

  /** As it is told together with others. */
  Delivery gathered(String inMailing) {
    return with(status, reason, Manner.IN_DIGEST, dueAt, attemptedAt, endedAt, attempts, inMailing);
  }

  /** As it is told where there is no message to change or to answer. */
  public Delivery onItsOwn() {
    return with(
        status, reason, Manner.NEW_MESSAGE, dueAt, attemptedAt, endedAt, attempts, mailingId);
  }

  private Delivery ended(DeliveryStatus newStatus, Instant at) {
    return with(newStatus, reason, manner, dueAt, attemptedAt, at, attempts, mailingId);
  }

  private Delivery with(
      DeliveryStatus newStatus,
      PlanReason newReason,
      Manner newManner,
      Instant newDueAt,
      @Nullable Instant newAttemptedAt,
      @Nullable Instant newEndedAt,
      int newAttempts,
      @Nullable String newMailingId) {
    return new Delivery(
        incidentId,
        alertEventId,
        sequence,
        transition,
        severity,
        endpoint,
        newStatus,
        newReason,
        newManner,
        plannedAt,
        newDueAt,
        newAttemptedAt,
        newEndedAt,
        messageId,
        newAttempts,
        firstAttemptedAt,
        possibleRepeat,
        newMailingId);
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

  /** Whether it was begun to be sent, and what became of it is not known or not recorded. */
  public boolean isUnsettled() {
    return isTold() && status != DeliveryStatus.SENT;
  }

  /** Whether nothing more is to become of it. */
  public boolean isOver() {
    return !isWaiting() && !isUnsettled();
  }

  /** Whether it tells that the incident is over. */
  boolean isEnd() {
    return transition == Transition.RESOLVED;
  }
}
