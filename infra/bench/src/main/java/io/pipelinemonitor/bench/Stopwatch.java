package io.pipelinemonitor.bench;

import java.lang.management.ManagementFactory;

/** Wall and processor time of this process since it was started. */
final class Stopwatch {

  /** The same for every line; about what a Flink job needs. */
  private static final long WARM_UP_CPU_NANOS = 10_000_000_000L;

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();

  Measurement stop(long events) {
    return new Measurement(
        events, (System.nanoTime() - startNanos) / 1e9, (cpuNanos() - startCpuNanos) / 1e9);
  }

  /** Whether this process has worked long enough for the compiler to have seen what matters. */
  static boolean isWarm() {
    return cpuNanos() > WARM_UP_CPU_NANOS;
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
