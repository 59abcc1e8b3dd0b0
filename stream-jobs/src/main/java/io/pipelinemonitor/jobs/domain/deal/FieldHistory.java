package io.pipelinemonitor.jobs.domain.deal;

import org.jspecify.annotations.Nullable;

/**
 * Goes through what some fields of a deal said, one moment after the other. Facts of one moment
 * come together; of two facts of one field that contradict each other the greater holds.
 */
public final class FieldHistory {

  private final Fact[][] facts;
  private final int[] places;
  private final @Nullable Fact[] latest;
  private @Nullable Stamp stamp;

  /** Before the first moment at which one of the fields was stated. */
  public FieldHistory(DealFacts facts, DealField... fields) {
    this.facts = new Fact[fields.length][];
    this.places = new int[fields.length];
    this.latest = new @Nullable Fact[fields.length];
    for (int i = 0; i < fields.length; i++) {
      this.facts[i] = facts.history(fields[i]);
    }
  }

  /**
   * Goes on to the next moment.
   *
   * @return false if there is none
   */
  public boolean next() {
    Stamp next = null;
    for (int i = 0; i < facts.length; i++) {
      if (places[i] < facts[i].length) {
        Stamp candidate = facts[i][places[i]].stamp();
        if (next == null || candidate.compareTo(next) < 0) {
          next = candidate;
        }
      }
    }
    if (next == null) {
      return false;
    }
    stamp = next;
    for (int i = 0; i < facts.length; i++) {
      while (places[i] < facts[i].length && facts[i][places[i]].stamp().equals(next)) {
        latest[i] = facts[i][places[i]++];
      }
    }
    return true;
  }

  /** The moment. */
  public Stamp stamp() {
    if (stamp == null) {
      throw new IllegalStateException("next() comes first");
    }
    return stamp;
  }

  /** What the field says; null if it was empty or not yet stated. Fields by their place. */
  public @Nullable Object value(int field) {
    Fact fact = latest[field];
    return fact == null ? null : fact.value();
  }

  /** The fact by which the field was stated at this very moment; null if it was not. */
  @Nullable Fact stated(int field) {
    Fact fact = latest[field];
    return fact != null && fact.stamp().equals(stamp) ? fact : null;
  }
}
