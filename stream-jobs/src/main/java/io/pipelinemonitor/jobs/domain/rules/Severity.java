package io.pipelinemonitor.jobs.domain.rules;

import java.util.Locale;

/** How bad a breach is, mildest first. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** The name as it stands in a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
