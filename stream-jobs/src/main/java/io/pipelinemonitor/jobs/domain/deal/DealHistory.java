package io.pipelinemonitor.jobs.domain.deal;

import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes through what was true of a deal, one moment after the other, as far as fields keep their
 * history. Facts of one moment come together; where two contradict each other the greater holds.
 */
public final class DealHistory {

  private static final DealField[] FIELDS = DealField.withHistory();
  private static final int NO_HISTORY = -1;
  private static final int[] PLACES = places();
  private static final int STATUS = PLACES[DealField.STATUS.ordinal()];

  private final DealFacts facts;
  private final SalesProcesses processes;
  private final FieldHistory fields;
  private DealStatus status = DealStatus.OPEN;

  /** Before the first moment. */
  public DealHistory(DealFacts facts, SalesProcesses processes) {
    this.facts = facts;
    this.processes = processes;
    this.fields = new FieldHistory(facts, FIELDS);
  }

  private static int[] places() {
    int[] places = new int[DealField.count()];
    Arrays.fill(places, NO_HISTORY);
    for (int i = 0; i < FIELDS.length; i++) {
      places[FIELDS[i].ordinal()] = i;
    }
    return places;
  }

  /**
   * Goes on to the next moment.
   *
   * @return false if there is none
   */
  public boolean next() {
    if (!fields.next()) {
      return false;
    }
    Fact stated = fields.stated(STATUS);
    if (stated != null) {
      status = Deal.statusAt(facts, stated, processes);
    }
    return true;
  }

  /** The moment. */
  public Stamp stamp() {
    return fields.stamp();
  }

  /** The value of a field that keeps its history; null if it was empty or not yet stated. */
  public @Nullable Object value(DealField field) {
    int place = PLACES[field.ordinal()];
    return place == NO_HISTORY ? null : fields.value(place);
  }

  /** The status that the deal had. */
  public DealStatus status() {
    return status;
  }
}
