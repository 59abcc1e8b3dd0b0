package io.pipelinemonitor.jobs.runtime;

import org.apache.flink.util.clock.RelativeClock;

/**
 * The time that has passed in which records could have come to a source task: a pause of the task
 * itself, when nothing was asked for, is no silence of its partitions.
 */
final class ElapsedTime {

  /** Twice the interval at which watermarks are asked for. */
  private static final long MOST_CREDITED_NANOS = 100_000_000;

  private final RelativeClock clock;
  private long credited;
  private long lastAsked;

  ElapsedTime(RelativeClock clock) {
    this.clock = clock;
    this.lastAsked = clock.relativeTimeNanos();
  }

  /** Since it was made, in nanoseconds. */
  long nanos() {
    long now = clock.relativeTimeNanos();
    credited += Math.min(now - lastAsked, MOST_CREDITED_NANOS);
    lastAsked = now;
    return credited;
  }
}
