package io.pipelinemonitor.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** Wall and processor time of this process since it was started. */
final class Stopwatch {

  private final long startNanos = System.nanoTime();
  private final long startCpuNanos = cpuNanos();
  private final long startCompilingNanos = CompilerThreads.cpuNanos();

  Measurement stop(long events) {
    double wall = (System.nanoTime() - startNanos) / 1e9;
    double compiling = (CompilerThreads.cpuNanos() - startCompilingNanos) / 1e9;
    return new Measurement(events, wall, (cpuNanos() - startCpuNanos) / 1e9 - compiling, compiling);
  }

  /** Whether this process has worked for so many seconds. */
  static boolean isWarm(int seconds) {
    return ManagementFactory.getRuntimeMXBean().getUptime() > TimeUnit.SECONDS.toMillis(seconds);
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
