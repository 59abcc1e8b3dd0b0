package io.pipelinemonitor.jobs.runtime;

/** Flink's moments, in milliseconds, and those of the domain, in microseconds. */
public final class StreamTime {

  /** How many microseconds are a millisecond. */
  public static final long MICROS_PER_MILLI = 1_000;

  private StreamTime() {}

  /** The first millisecond that is not before the moment, for a timer that waits for it. */
  public static long millisNotBefore(long micros) {
    return -Math.floorDiv(-micros, MICROS_PER_MILLI);
  }
}
