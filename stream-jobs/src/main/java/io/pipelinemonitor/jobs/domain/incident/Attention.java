package io.pipelinemonitor.jobs.domain.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an open incident beside where it stands: what people have been told of it, and
 * what they have said. Times are stream time in microseconds.
 *
 * @param acknowledged whether somebody has seen it, so that nobody is reminded
 * @param snoozedUntil when the quiet that somebody asked for ends; null: nobody did
 * @param toldAt the time of its last event; null: before such a time was kept
 * @param valueTold the metric's value in its last event; null: it had none
 * @param silenced whether its last event was silenced, so that the end of the silence is one to
 *     tell
 * @param turns when it was in breach again while recovering or resolved; the latest few
 * @param flapping whether that was too often
 * @param stale whether its figures have become too old
 * @param commandId the last command that it obeyed; null: none
 */
public record Attention(
    boolean acknowledged,
    @Nullable Long snoozedUntil,
    @Nullable Long toldAt,
    @Nullable Double valueTold,
    boolean silenced,
    List<Long> turns,
    boolean flapping,
    boolean stale,
    @Nullable String commandId) {

  /** Nothing was told or said. */
  public static final Attention NONE =
      new Attention(false, null, null, null, false, List.of(), false, false, null);

  public Attention {
    turns = List.copyOf(turns);
  }
}
