package io.pipelinemonitor.jobs.domain.inhibition;

import io.pipelinemonitor.jobs.domain.incident.Suppression;
import io.pipelinemonitor.jobs.domain.incident.Transition;
import java.util.Set;

/**
 * What is kept of one scope's latest incident.
 *
 * @param last its latest step
 * @param inhibited whether an incident above spoke for that step
 * @param added how many steps the incident was given here
 */
public record Relative(Step last, boolean inhibited, long added) {

  /** Whether the people whom it concerns hear of this incident, so that it speaks for others. */
  boolean speaks() {
    return last.isOpen() && (isAnswer() || (!inhibited && isQuietOnlyBySnooze()));
  }

  /**
   * Whether nobody has heard of its latest step for the only reason that another incident spoke for
   * it. What is silenced or snoozed itself is told at the end of that quiet.
   */
  boolean isOwed() {
    return last.isOpen() && inhibited && !isAnswer() && last.suppressedBy().isEmpty();
  }

  /** Whether somebody took the step who therefore knows of the incident. */
  private boolean isAnswer() {
    return last.transition() == Transition.ACKNOWLEDGED || last.transition() == Transition.SNOOZED;
  }

  /** Who snoozed an incident has heard of it. */
  private boolean isQuietOnlyBySnooze() {
    return Set.of(Suppression.SNOOZE).containsAll(last.suppressedBy());
  }

  Relative reminded() {
    return new Relative(last, false, added + 1);
  }
}
