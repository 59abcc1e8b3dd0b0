package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/**
 * When a fact became true, in the order in which facts override each other: by instant, then by the
 * source's sequence (none sorts first), then by the event's identifier.
 *
 * @param occurredAt business time, microseconds since the epoch
 * @param sequence the source's own order, or {@link #NO_SEQUENCE}
 * @param eventId the event that stated it
 */
public record Stamp(long occurredAt, long sequence, String eventId) implements Comparable<Stamp> {

  /** The sequence of an event whose source gives none. */
  public static final long NO_SEQUENCE = Long.MIN_VALUE;

  /** Facts of one event mostly share one object. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Stamp stamp
            && occurredAt == stamp.occurredAt
            && sequence == stamp.sequence
            && eventId.equals(stamp.eventId));
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(occurredAt) + eventId.hashCode();
  }

  @Override
  public int compareTo(Stamp other) {
    if (this == other) {
      return 0;
    }
    int byInstant = Long.compare(occurredAt, other.occurredAt);
    if (byInstant != 0) {
      return byInstant;
    }
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0 ? bySequence : eventId.compareTo(other.eventId);
  }
}
