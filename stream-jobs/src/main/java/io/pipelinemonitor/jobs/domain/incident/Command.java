package io.pipelinemonitor.jobs.domain.incident;

import org.jspecify.annotations.Nullable;

/**
 * What somebody asks of one incident.
 *
 * @param commandId its identity: the same again is obeyed once
 * @param incidentId which incident
 * @param kind what is asked
 * @param issuedBy who asks
 * @param until the end of a snooze, stream time in microseconds; null for other kinds
 * @param comment why; null: not said
 */
public record Command(
    String commandId,
    String incidentId,
    Kind kind,
    String issuedBy,
    @Nullable Long until,
    @Nullable String comment) {

  /** What can be asked. */
  public enum Kind {
    /** I have seen it: no reminders. */
    ACK,
    /** Quiet until a given time. */
    SNOOZE,
    /** End that quiet now. */
    UNSNOOZE,
    /** Close it by hand. */
    RESOLVE
  }

  /**
   * A command and its time.
   *
   * @param at when it takes effect, stream time in microseconds
   */
  public record Timed(Command command, long at) {}

  /**
   * What became of a command.
   *
   * @param refusal why it was refused; null: it was obeyed
   */
  public record Answer(String commandId, @Nullable String refusal) {}
}
