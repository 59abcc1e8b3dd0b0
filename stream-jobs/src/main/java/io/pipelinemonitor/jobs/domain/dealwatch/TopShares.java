package io.pipelinemonitor.jobs.domain.dealwatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How large an open deal has to be to be among the largest of its period. Where several deals have
 * the amount at a line, all of them are above it.
 *
 * @param leastAmounts for each whole percent from 1 to 100, the largest deals first, the least
 *     amount that is among them, minor units
 */
public record TopShares(List<Long> leastAmounts) {

  static final int PERCENTS = 100;

  public TopShares {
    leastAmounts = List.copyOf(leastAmounts);
  }

  /** The smallest whole percent of the deals that the amount is among; null: it is below all. */
  public @Nullable Integer percentOf(long amount) {
    for (int i = 0; i < leastAmounts.size(); i++) {
      if (amount >= leastAmounts.get(i)) {
        return i + 1;
      }
    }
    return null;
  }
}
