package io.pipelinemonitor.bench;

import java.lang.management.ManagementFactory;

/** Wall and processor time of this process since it was started. */
final class Stopwatch {

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();

  Measurement stop(long events) {
    return new Measurement(
        events, (System.nanoTime() - startNanos) / 1e9, (cpuNanos() - startCpuNanos) / 1e9);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
