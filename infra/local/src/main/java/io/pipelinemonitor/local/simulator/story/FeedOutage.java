package io.pipelinemonitor.local.simulator.story;

import io.pipelinemonitor.local.simulator.Timing;
import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * The connection to mailboxes and calendars breaks on a Tuesday evening, because its access has
 * expired, and nobody sees it until Thursday morning. Then all that was done arrives at once.
 *
 * @param fromMicros nothing arrives from here on
 * @param untilMicros the connection is mended
 */
record FeedOutage(long fromMicros, long untilMicros) {

  /** It takes so long until everything has arrived. */
  private static final long CATCHING_UP = 3 * Timing.MINUTE;

  static FeedOutage of(Timing timing) {
    long tuesday = timing.dayAt(0.2);
    while (LocalDate.ofEpochDay(tuesday).getDayOfWeek() != DayOfWeek.TUESDAY) {
      tuesday++;
    }
    return new FeedOutage(
        timing.startOf(tuesday) + 18 * Timing.HOUR, timing.startOf(tuesday + 2) + 9 * Timing.HOUR);
  }

  /** When it arrives that something was done. */
  long arrival(long at) {
    return at < fromMicros || at >= untilMicros
        ? at
        : untilMicros + (at - fromMicros) * CATCHING_UP / (untilMicros - fromMicros);
  }
}
