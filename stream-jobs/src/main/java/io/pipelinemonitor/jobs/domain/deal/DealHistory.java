package io.pipelinemonitor.jobs.domain.deal;

import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what was true of a deal, one moment after the other, as far as fields keep their
 * history. Facts of one moment come together; where two contradict each other the greater holds.
 */
public final class DealHistory {

  private static final DealField[] FIELDS = DealField.withHistory();

  private final DealFacts facts;
  private final SalesProcesses processes;
  private final int[] places = new int[FIELDS.length];
  private final @Nullable Object[] values = new @Nullable Object[DealField.count()];
  private DealStatus status = DealStatus.OPEN;
  private @Nullable Stamp stamp;

  /** Before the first moment. */
  public DealHistory(DealFacts facts, SalesProcesses processes) {
    this.facts = facts;
    this.processes = processes;
  }

  /**
   * Goes on to the next moment.
   *
   * @return false if there is none
   */
  public boolean next() {
    Stamp next = null;
    for (int i = 0; i < FIELDS.length; i++) {
      Fact[] known = facts.history(FIELDS[i]);
      if (places[i] < known.length) {
        Stamp candidate = known[places[i]].stamp();
        if (next == null || candidate.compareTo(next) < 0) {
          next = candidate;
        }
      }
    }
    if (next == null) {
      return false;
    }
    stamp = next;
    for (int i = 0; i < FIELDS.length; i++) {
      Fact[] known = facts.history(FIELDS[i]);
      while (places[i] < known.length && known[places[i]].stamp().equals(next)) {
        Fact fact = known[places[i]++];
        values[FIELDS[i].ordinal()] = fact.value();
        if (FIELDS[i] == DealField.STATUS) {
          status = Deal.statusAt(facts, fact, processes);
        }
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

  /** The value of a field that keeps its history; null if it was empty or not yet stated. */
  public @Nullable Object value(DealField field) {
    return values[field.ordinal()];
  }

  /** The status that the deal had. */
  public DealStatus status() {
    return status;
  }
}
