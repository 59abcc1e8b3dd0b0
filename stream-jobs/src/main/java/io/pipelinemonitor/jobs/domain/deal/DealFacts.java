package io.pipelinemonitor.jobs.domain.deal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one deal: a set of facts, whatever the order in which they arrived.
 *
 * <p>Adding is commutative, associative and idempotent, so duplicates, late events and events of
 * two sources end in the same set. Of fields without a history only the greatest fact is kept.
 */
public final class DealFacts {

  private static final Fact[] NONE = new Fact[0];

  private final Fact[][] facts;
  private long firstOccurredAt;
  private @Nullable Stamp lastStamp;

  /** Nothing known yet. */
  public DealFacts() {
    this(emptyFacts(), Long.MAX_VALUE, null);
  }

  /**
   * Facts read back from state.
   *
   * @param facts by field ordinal, each in ascending order; owned by the new object
   * @param firstOccurredAt see {@link #firstOccurredAt()}
   * @param lastStamp see {@link #lastStamp()}
   */
  public DealFacts(Fact[][] facts, long firstOccurredAt, @Nullable Stamp lastStamp) {
    this.facts = facts;
    this.firstOccurredAt = firstOccurredAt;
    this.lastStamp = lastStamp;
  }

  private static Fact[][] emptyFacts() {
    Fact[][] facts = new Fact[DealField.count()][];
    Arrays.fill(facts, NONE);
    return facts;
  }

  /** A copy that shares only what never changes. */
  public DealFacts copy() {
    return new DealFacts(facts.clone(), firstOccurredAt, lastStamp);
  }

  /**
   * Adds what the event states.
   *
   * @return whether anything was new; false for a duplicate
   */
  public boolean add(DealEvent event) {
    Stamp stamp = event.stamp();
    boolean changed = false;
    for (int ordinal = 0; ordinal < facts.length; ordinal++) {
      DealField field = DealField.at(ordinal);
      if (event.states(field)) {
        changed |= add(field, new Fact(stamp, event.value(field)));
      }
    }
    if (event.occurredAt() < firstOccurredAt) {
      firstOccurredAt = event.occurredAt();
      changed = true;
    }
    if (lastStamp == null || stamp.compareTo(lastStamp) > 0) {
      lastStamp = stamp;
      changed = true;
    }
    return changed;
  }

  private boolean add(DealField field, Fact fact) {
    Fact[] known = facts[field.ordinal()];
    if (known.length == 0) {
      facts[field.ordinal()] = new Fact[] {fact};
      return true;
    }
    int beforeLast = fact.compareTo(known[known.length - 1]);
    if (beforeLast == 0) {
      return false;
    }
    if (!field.keepsHistory()) {
      if (beforeLast > 0) {
        facts[field.ordinal()] = new Fact[] {fact};
      }
      return beforeLast > 0;
    }
    int place = beforeLast > 0 ? known.length : -1 - Arrays.binarySearch(known, fact);
    if (place < 0) {
      return false;
    }
    // A new array, never an insertion in place: a copy may share the old one.
    Fact[] grown = new Fact[known.length + 1];
    System.arraycopy(known, 0, grown, 0, place);
    grown[place] = fact;
    System.arraycopy(known, place, grown, place + 1, known.length - place);
    facts[field.ordinal()] = grown;
    return true;
  }

  /** The field's greatest fact, or null if none is known. */
  public @Nullable Fact latest(DealField field) {
    Fact[] known = facts[field.ordinal()];
    return known.length == 0 ? null : known[known.length - 1];
  }

  /** The field's current value; null if it is empty or was never stated. */
  public @Nullable Object value(DealField field) {
    Fact[] known = facts[field.ordinal()];
    return known.length == 0 ? null : known[known.length - 1].value();
  }

  /** The current value of a field of text. */
  public @Nullable String text(DealField field) {
    return (String) value(field);
  }

  /** The current value of a field of whole numbers. */
  public @Nullable Long number(DealField field) {
    return (Long) value(field);
  }

  /**
   * The field's facts in ascending order, at most one where no history is kept; not to be changed.
   */
  public Fact[] history(DealField field) {
    return facts[field.ordinal()];
  }

  /** The value in force when {@code stamp} became true, or null. */
  public @Nullable Object valueAt(DealField field, Stamp stamp) {
    Fact[] known = facts[field.ordinal()];
    int low = 0;
    int high = known.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (known[middle].stamp().compareTo(stamp) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : known[low - 1].value();
  }

  /**
   * When the field came to have the value that it has now; repeated statements of one value are
   * one. Of a field without a history: when its value was last stated.
   *
   * @return microseconds since the epoch; null if the field is empty and always was
   */
  public @Nullable Long sameSince(DealField field) {
    Fact[] known = facts[field.ordinal()];
    if (known.length == 0) {
      return null;
    }
    Fact since = known[known.length - 1];
    for (int i = known.length - 2; i >= 0; i--) {
      // Of two facts with one stamp the greater alone was ever in force.
      if (!known[i].stamp().equals(known[i + 1].stamp())) {
        if (!Objects.equals(known[i].value(), since.value())) {
          return since.stamp().occurredAt();
        }
        since = known[i];
      }
    }
    boolean alwaysEmpty = field.keepsHistory() && since.value() == null;
    return alwaysEmpty ? null : (Long) since.stamp().occurredAt();
  }

  /** When the earliest known event occurred, microseconds since the epoch. */
  public long firstOccurredAt() {
    return firstOccurredAt;
  }

  /** The greatest event's place in time; null while nothing is known. */
  public @Nullable Stamp lastStamp() {
    return lastStamp;
  }
}
