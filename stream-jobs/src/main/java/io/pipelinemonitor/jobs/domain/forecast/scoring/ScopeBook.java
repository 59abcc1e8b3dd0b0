package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.OpenSums;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one scope had in one period at one instant. */
final class ScopeBook {

  private final SortedMap<DealClass, OpenSums> open = new TreeMap<>();
  private long booked;

  void add(DealClass dealClass, DealStanding standing) {
    if (standing.status() == DealStatus.WON) {
      booked += standing.amount();
    } else if (standing.status() == DealStatus.OPEN) {
      long amount = standing.amount();
      open.merge(
          dealClass,
          new OpenSums(dealClass, 1, amount, OpenSums.square(amount)),
          (sums, added) ->
              new OpenSums(
                  dealClass,
                  sums.count() + added.count(),
                  sums.amount() + added.amount(),
                  sums.squares() + added.squares()));
    }
  }

  /** Won so far, minor units. */
  long booked() {
    return booked;
  }

  Collection<OpenSums> open() {
    return open.values();
  }
}
