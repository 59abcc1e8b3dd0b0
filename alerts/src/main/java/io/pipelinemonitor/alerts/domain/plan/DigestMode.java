package io.pipelinemonitor.alerts.domain.plan;

/** How notices that are not urgent are sent. */
public enum DigestMode {
  /** Each by itself. */
  NONE,
  HOURLY,
  DAILY,
  WEEKLY
}
