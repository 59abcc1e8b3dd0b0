package io.pipelinemonitor.jobs.domain.drift;

import io.pipelinemonitor.jobs.domain.rules.Materiality;

/**
 * When drift is told. Lines are in standard deviations of one step's change.
 *
 * @param stepDays how many days lie between two looks, at least
 * @param fire h: a counter above it signals
 * @param clear a counter that has signalled and falls to it or below is over; from 0 to below
 *     {@code fire}
 * @param materiality a smaller drift does not count; its absolute bound is in minor units
 */
public record DriftPolicy(int stepDays, double fire, double clear, Materiality materiality) {

  /** Every drift is worth telling. */
  public static final Materiality EVERYTHING = new Materiality(null, null);

  /** A look every midnight, h = 5. */
  public static DriftPolicy daily(Materiality materiality) {
    return new DriftPolicy(1, 5, 1, materiality);
  }

  /** A look every seventh midnight, h = 4. */
  public static DriftPolicy weekly(Materiality materiality) {
    return new DriftPolicy(7, 4, 1, materiality);
  }
}
