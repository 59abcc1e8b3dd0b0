package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.rules.Direction;

/** What can be said of a scope's drift. */
public sealed interface Verdict {

  /**
   * NOT_ENOUGH_HISTORY: too few earlier periods have a projection for the same days. It is neither
   * good nor bad.
   *
   * @param periods how many have
   * @param needed how many are needed
   */
  record NotEnoughHistory(int periods, int needed) implements Verdict {}

  /**
   * Where the projection stands. Amounts are minor units of the reporting currency, days are epoch
   * days.
   *
   * @param day the day at whose beginning the last look was taken
   * @param projected the projection then
   * @param baselineDay the day at whose beginning the projection was locked
   * @param baseline what was locked, and what earlier periods' projections gained from then on
   * @param sigma how far earlier periods were from their baseline at the same elapsed part
   * @param above the statistic of a rise
   * @param below the statistic of a fall
   */
  record Judged(
      long day,
      long projected,
      long baselineDay,
      long baseline,
      double sigma,
      Statistic above,
      Statistic below)
      implements Verdict {

    /** How far the projection is from its baseline, minor units; below 0 it has fallen. */
    public long drift() {
      return projected - baseline;
    }

    /** The same in standard deviations. */
    public double z() {
      return drift() / sigma;
    }

    /** What a rule of that direction is judged by. */
    public Statistic statistic(Direction direction) {
      return direction == Direction.ABOVE ? above : below;
    }
  }

  /**
   * What speaks for a drift to one side.
   *
   * @param value in standard deviations of one step's change, 0 or more; above the fire line the
   *     drift is told, at the clear line or below it is over
   * @param onsetDay the first epoch day whose changes are in it
   */
  record Statistic(double value, long onsetDay) {}
}
