package io.pipelinemonitor.local.demo;

/** How fast simulated time passes. */
@FunctionalInterface
public interface Pace {

  /**
   * Waits until a simulated moment has come.
   *
   * @param simulatedMicros since the epoch
   * @return false if nobody wants to wait any longer
   */
  boolean await(long simulatedMicros) throws InterruptedException;
}
