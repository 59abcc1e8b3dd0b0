package io.pipelinemonitor.local.stack;

import java.util.Locale;

/** What moves stream time on. */
public enum StackClock {
  /** The wall: a heartbeat a second, for data that arrives as it happens. */
  WALL,
  /** The timestamps of the data alone, for history that is loaded or simulated. */
  DATA;

  /** As the jobs' configuration spells it. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT);
  }
}
