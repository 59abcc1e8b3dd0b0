package io.pipelinemonitor.jobs.runtime;

import java.io.Serializable;

/**
 * Stream time cut into steps: figures change at the end of a tick, once.
 *
 * @param millis the length of a tick; divides a minute, so that every midnight ends a tick
 */
public record Tick(long millis) implements Serializable {

  /** A length that cuts a minute into whole ticks, or a minute itself. */
  public Tick {
    if (millis < 1 || 60_000 % millis != 0) {
      throw new IllegalArgumentException(
          "a tick is a number of milliseconds that divides 60000, such as 250, not " + millis);
    }
  }

  /** The end of the tick that holds the moment: the first tick's end not before it. */
  public long endOf(long moment) {
    return -Math.floorDiv(-moment, millis) * millis;
  }
}
