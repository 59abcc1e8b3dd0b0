package io.pipelinemonitor.jobs.domain.inhibition;

/**
 * One step as it is to be told.
 *
 * @param step the step; of a reminder the latest one, which is told now
 * @param isReminder whether it is a further step, because nothing speaks for the incident any more
 * @param sequence its number, without a gap within the incident
 * @param inhibited whether an incident above speaks for it
 * @param at when it is told, stream time in microseconds
 */
public record Telling(Step step, boolean isReminder, long sequence, boolean inhibited, long at) {

  /** Identity of what is told; a replay gives the same. */
  public String alertEventId() {
    return step.incidentId() + '-' + sequence;
  }
}
