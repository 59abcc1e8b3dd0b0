package io.pipelinemonitor.local.simulator;

import java.util.Random;

/**
 * A market segment: how large its deals are, how many a rep works on, and what a rep is to sell.
 */
public enum Market {
  ENTERPRISE("enterprise", 165_000, 0.65, 13, 560_000, 150),
  MID_MARKET("mid-market", 50_000, 0.6, 23, 300_000, 95),
  SMALL_BUSINESS("small-business", 15_500, 0.55, 36, 150_000, 45);

  private final String id;
  private final double meanSize;
  private final double spread;
  private final int dealsPerRep;
  private final long quotaPerRep;
  private final int cycleDays;

  Market(
      String id, double meanSize, double spread, int dealsPerRep, long quotaPerRep, int cycleDays) {
    this.id = id;
    this.meanSize = meanSize;
    this.spread = spread;
    this.dealsPerRep = dealsPerRep;
    this.quotaPerRep = quotaPerRep;
    this.cycleDays = cycleDays;
  }

  public String id() {
    return id;
  }

  /** Deals that a rep means to close in the quarter when it begins. */
  public int dealsPerRep() {
    return dealsPerRep;
  }

  /** What a rep is to sell in a quarter, major units of the reporting currency. */
  public long quotaPerRep() {
    return quotaPerRep;
  }

  /** Days from a deal's creation to its end, typically. */
  public int cycleDays() {
    return cycleDays;
  }

  /** The size of a deal, major units of the reporting currency: log-normal, without giants. */
  public double size(Random random) {
    double middle = Math.log(meanSize) - spread * spread / 2;
    double size = Math.exp(middle + spread * random.nextGaussian());
    return Math.min(Math.max(size, meanSize / 6), meanSize * 4);
  }
}
