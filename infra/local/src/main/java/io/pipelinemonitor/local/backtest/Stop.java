package io.pipelinemonitor.local.backtest;

import java.time.Duration;

/** Says when somebody wants no more. */
@FunctionalInterface
public interface Stop {

  /** Waits for a wish to stop for so long; true if there was one. */
  boolean within(Duration duration) throws InterruptedException;

  /** Ends the work if somebody wants no more. */
  default void check() {
    try {
      if (within(Duration.ZERO)) {
        throw new StoppedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
