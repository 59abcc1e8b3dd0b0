package io.pipelinemonitor.local.simulator;

import java.util.List;

/**
 * A team of reps who sell in one territory to one market.
 *
 * @param unitId its unit in the organisation
 * @param name what people call it
 * @param territory its territory
 * @param market whom it sells to
 * @param currency what its deals and quotas are in
 * @param opensAt the UTC hour at which its working day begins
 * @param managerId who leads it
 * @param reps its people, without the manager
 * @param attainment the share of its quota that it will about reach
 * @param coverage the coverage to go that it keeps up for most of the quarter
 */
public record Team(
    String unitId,
    String name,
    String territory,
    Market market,
    String currency,
    int opensAt,
    String managerId,
    List<Rep> reps,
    double attainment,
    double coverage) {

  /** What the team is to sell in the quarter, minor units of its currency. */
  public long quota() {
    return reps.stream().mapToLong(Rep::quota).sum();
  }
}
