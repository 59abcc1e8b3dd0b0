package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Timing;
import java.util.Random;
import java.util.TreeMap;

/**
 * The connection to the CRM: now and then it stands still for hours, and what somebody did without
 * a network arrives a day or two later.
 */
final class Outages implements Journal.Connection {

  private static final int DAYS_BETWEEN = 24;

  private final Random random;

  /** Ends of the outages by their beginnings, microseconds. */
  private final TreeMap<Long, Long> outages = new TreeMap<>();

  Outages(Random random, Timing timing, long firstDay, long endDay) {
    this.random = random;
    for (long day = firstDay + DAYS_BETWEEN / 2; day < endDay; day += DAYS_BETWEEN) {
      long begin = timing.startOf(day + random.nextInt(7)) + random.nextLong(20 * Timing.HOUR);
      outages.put(begin, begin + Timing.HOUR + random.nextLong(5 * Timing.HOUR));
    }
  }

  @Override
  public long arrival(long sent) {
    long arrival = sent;
    if (random.nextInt(1_000) == 0) {
      arrival += 6 * Timing.HOUR + random.nextLong(40 * Timing.HOUR);
    }
    var outage = outages.floorEntry(arrival);
    return outage != null && arrival < outage.getValue()
        ? outage.getValue() + random.nextLong(5 * Timing.MINUTE)
        : arrival;
  }
}
