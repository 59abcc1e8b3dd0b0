package io.pipelinemonitor.jobs.domain.burst;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.Comparator;

/**
 * Some of the open deals of a unit.
 *
 * @param unit the unit, or the company
 * @param name what people call it
 * @param deals how many of its deals
 * @param openDeals how many are open in it at most, before these deals changed or after it; those
 *     that are not open at once count as well; 0 if it is not known
 */
public record UnitShare(Scope unit, String name, int deals, int openDeals) {

  private static final long PERCENT = 100;

  public UnitShare {
    openDeals = openDeals == 0 ? 0 : Math.max(openDeals, deals);
  }

  /** The larger share, and of two that are alike the one of more deals. */
  static final Comparator<UnitShare> SIZE =
      ((Comparator<UnitShare>)
              (one, other) ->
                  Long.compare(
                      (long) one.deals * other.openDeals, (long) other.deals * one.openDeals))
          .thenComparingInt(UnitShare::deals);

  /** Whether it is more of the unit than an author changes deal by deal. */
  boolean isMany(BurstPolicy policy) {
    return openDeals > 0
        && deals > policy.leastOfUnit()
        && deals * PERCENT > (long) openDeals * policy.percentOfUnit();
  }

  /** The share in whole percent, rounded. */
  int percent() {
    return (int) Math.round((double) PERCENT * deals / openDeals);
  }

  /** How many deals of the unit are not yet many. */
  public double mostDeals(BurstPolicy policy) {
    return Math.max(policy.leastOfUnit(), openDeals * policy.percentOfUnit() / (double) PERCENT);
  }
}
