package io.pipelinemonitor.jobs.domain.forecast.scoring;

/** How far chances of winning were from what happened. */
public final class ChanceScore {

  /** Chances are compared in so many groups of equal width. */
  public static final int GROUPS = 10;

  private final long[] deals = new long[GROUPS];
  private final long[] wins = new long[GROUPS];
  private final double[] said = new double[GROUPS];
  private double squares;

  void add(double chance, boolean won) {
    int group = Math.min(GROUPS - 1, (int) (chance * GROUPS));
    deals[group]++;
    wins[group] += won ? 1 : 0;
    said[group] += chance;
    double error = chance - (won ? 1 : 0);
    squares += error * error;
  }

  void add(ChanceScore other) {
    for (int group = 0; group < GROUPS; group++) {
      deals[group] += other.deals[group];
      wins[group] += other.wins[group];
      said[group] += other.said[group];
    }
    squares += other.squares;
  }

  /** Mean squared difference between the chance and the outcome (won 1, not won 0). */
  public double brier() {
    return squares / count();
  }

  /** Reliability: the mean gap between what was said and what happened, over the groups. */
  public double gap() {
    double gap = 0;
    for (int group = 0; group < GROUPS; group++) {
      gap += Math.abs(said[group] - wins[group]);
    }
    return gap / count();
  }

  /** How many chances were scored. */
  public long count() {
    long count = 0;
    for (long inGroup : deals) {
      count += inGroup;
    }
    return count;
  }

  /** How many chances lay in the group. */
  public long count(int group) {
    return deals[group];
  }

  /** The mean chance that was said in the group, 0 to 1. */
  public double said(int group) {
    return said[group] / deals[group];
  }

  /** The share of the group's deals that were won, 0 to 1. */
  public double happened(int group) {
    return (double) wins[group] / deals[group];
  }
}
