package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Severity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule keeps of a scope and period whether or not there is an incident.
 *
 * @param observations how many it has judged; counted only for rules that ask how many
 * @param breaches of each level not latched, which of its last observations were in breach, one bit
 *     each, the newest in the lowest; without those of none
 * @param heldTo an incident of this severity was resolved by hand and the value has not been
 *     healthy since, so nothing opens up to that level; null: no such thing
 */
public record Tally(int observations, Map<Severity, Long> breaches, @Nullable Severity heldTo) {

  /** Nothing is kept. */
  public static final Tally NONE = new Tally(0, Map.of(), null);

  public Tally {
    breaches = Map.copyOf(breaches);
  }
}
