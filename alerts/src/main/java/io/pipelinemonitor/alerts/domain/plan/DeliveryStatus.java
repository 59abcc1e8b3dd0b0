package io.pipelinemonitor.alerts.domain.plan;

import java.util.Locale;

/** How far a delivery has come. */
public enum DeliveryStatus {
  /** Decided, not yet sent. */
  PLANNED,
  /** Sent, and whether it arrived is not known yet. */
  AMBIGUOUS,
  SENT,
  /** A newer step took its place. */
  SUPERSEDED,
  /** Deliberately not sent. */
  SUPPRESSED,
  /** Given up. */
  DEAD;

  /** As a metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
