package io.pipelinemonitor.bench;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Knows which events of the probes have come out at the other end, and how long each took. A
 * snapshot that contains an event contains every earlier one of the same probe.
 */
final class Arrivals {

  private final Schedule schedule;
  private final LongConsumer latencies;
  private final long expected;
  private final long[] arrived = new long[Probes.COUNT];
  private long missing;

  /** When events are to be sent. */
  interface Schedule {

    /** By the clock of {@link System#nanoTime}; counts are from 1. */
    long nanos(int probe, long count);

    /** Whether how long it takes is of interest. */
    boolean isMeasured(int probe, long count);
  }

  /**
   * @param expected how many events of each probe there will be
   * @param latencies takes how long each measured event took, nanoseconds
   */
  Arrivals(Schedule schedule, long expected, LongConsumer latencies) {
    this.schedule = schedule;
    this.expected = expected;
    this.latencies = latencies;
  }

  /** Everything of the probe up to that count is there. */
  void arrived(int probe, long count, long atNanos) {
    while (arrived[probe] < count) {
      long next = ++arrived[probe];
      if (schedule.isMeasured(probe, next)) {
        latencies.accept(atNanos - schedule.nanos(probe, next));
      }
    }
  }

  /** Counts what has not come out as if it did now: it is at least as late as that. */
  void giveUp(long atNanos) {
    missing = missing();
    for (int probe = 0; probe < Probes.COUNT; probe++) {
      arrived(probe, expected, atNanos);
    }
  }

  /** How many events have not come out. */
  long missing() {
    return missing + Probes.COUNT * expected - Arrays.stream(arrived).sum();
  }
}
