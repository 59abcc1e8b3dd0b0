package io.pipelinemonitor.jobs.domain.incident;

import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one rule for a scope and period between two decisions.
 *
 * @param incident its incident; null: there is none
 * @param tally what outlives incidents
 */
public record Standing(@Nullable Incident incident, Tally tally) {

  /** Nothing is kept: all is well. */
  public static final Standing NONE = new Standing(null, Tally.NONE);

  /** Whether there is nothing to keep. */
  public boolean isNothing() {
    return incident == null && tally.equals(Tally.NONE);
  }
}
