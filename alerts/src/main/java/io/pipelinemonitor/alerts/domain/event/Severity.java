package io.pipelinemonitor.alerts.domain.event;

import java.util.Locale;

/** How bad an incident is, mildest first. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** How people call it, in the middle of a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
