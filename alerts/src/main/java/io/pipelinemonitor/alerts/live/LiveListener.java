package io.pipelinemonitor.alerts.live;

/**
 * Hears what changed. It is called on the thread that reads, after what is shown has changed, so it
 * must be quick: nothing more is read until it returns. What it throws is logged.
 */
@FunctionalInterface
public interface LiveListener {
  /** Hears of the changes of one batch, in the order in which they came. */
  void changed(LiveChanges changes);
}
