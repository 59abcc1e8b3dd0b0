package io.pipelinemonitor.local.stack;

import java.time.Instant;

/**
 * A step that somebody can see.
 *
 * @param address where it is seen: a mail address, a channel of Slack, the name of a webhook
 * @param alertEventId which step it is
 * @param marked whether it says that it may be a repeat
 */
record Told(String channel, String address, String alertEventId, boolean marked, Instant at) {

  /** The same for each copy of the same step at the same place. */
  String place() {
    return alertEventId + '|' + channel + ':' + address;
  }
}
