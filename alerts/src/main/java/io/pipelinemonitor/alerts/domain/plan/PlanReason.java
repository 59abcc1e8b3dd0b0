package io.pipelinemonitor.alerts.domain.plan;

import io.pipelinemonitor.alerts.domain.event.Suppression;
import java.util.Collection;
import java.util.Locale;

/** Why a step is told now, later, or not at all. */
public enum PlanReason {
  /** Nothing speaks against telling it now. */
  TOLD_NOW,
  /** An incident above that spoke for it has ended or become milder. */
  PARENT_ENDED,
  /** Nobody acknowledged it in time, so the next one above is told. */
  NOT_ACKNOWLEDGED,
  /** It could not be sent in time, so another channel is tried. */
  NOT_SENT_IN_TIME,
  /** It could not be delivered to somebody, so the fallback is told. */
  GIVEN_UP,

  /** Held until the recipient's quiet hours or days are over. */
  QUIET_HOURS,
  /** Held for the digest that the route asks for. */
  ROUTE_DIGEST,
  /** Held for a digest, because the recipient was told too much lately. */
  ATTENTION_BUDGET,
  /** Held for a digest: an end about which nobody is to be called. */
  QUIET_END,

  /** Quiet after the first start. */
  BOOTSTRAP,
  /** Quiet while history is loaded. */
  BACKFILL,
  /** Quiet while a large edit goes on. */
  BULK_EDIT,
  /** Somebody asked for quiet about a rule or scope. */
  SILENCE,
  /** Somebody asked for quiet about the incident. */
  SNOOZE,
  /** An incident above speaks for it to everybody. */
  INHIBITED,
  /** Whoever judged wants quiet for a reason that this version does not know. */
  UNKNOWN_SUPPRESSION,
  /** An incident above was told to this recipient by this channel. */
  INHIBITED_FOR_RECIPIENT,
  /** It ended before it was ever told. */
  ENDED_UNTOLD,
  /** Its end was told already. */
  ALREADY_CLOSED,
  /** A change that calls nobody, where messages cannot be changed in place. */
  MINOR_CHANGE,
  /** It goes back and forth too often to be told each time. */
  FLAPPING,
  /** The recipient was told of the incident before, but the route does not lead there. */
  NOT_ROUTED,
  /** A newer step of the incident was planned before. */
  NEWER_STEP,
  /** The route leads to nobody who is known. */
  NOBODY_KNOWN,
  /** The recipient has no address in any of the channels. */
  UNREACHABLE;

  /** Whether it is held, and told together with what else is. */
  public boolean isForDigest() {
    return this == QUIET_HOURS
        || this == ROUTE_DIGEST
        || this == ATTENTION_BUDGET
        || this == QUIET_END;
  }

  /** As a metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The first of the causes, in the order in which they are declared. */
  static PlanReason of(Collection<Suppression> causes) {
    return switch (causes.stream().min(Suppression::compareTo).orElseThrow()) {
      case BOOTSTRAP -> BOOTSTRAP;
      case BACKFILL -> BACKFILL;
      case BULK_EDIT -> BULK_EDIT;
      case SILENCE -> SILENCE;
      case SNOOZE -> SNOOZE;
      case INHIBITED -> INHIBITED;
      case UNKNOWN -> UNKNOWN_SUPPRESSION;
    };
  }
}
