package io.pipelinemonitor.alerts.channel.slack;

import io.pipelinemonitor.alerts.channel.DeliveryReason;
import io.pipelinemonitor.alerts.channel.SendResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps the time between messages to one address, and waits that Slack has asked for. */
final class Pace {

  private record Hold(Instant until, DeliveryReason reason) {}

  private final Duration between;
  private final Clock clock;
  private final Map<String, Hold> holds = new HashMap<>();

  Pace(Duration between, Clock clock) {
    this.between = between;
    this.clock = clock;
  }

  /** Takes the turn of the address; null: it is its turn. */
  synchronized SendResult.@Nullable Wait take(String address) {
    Instant now = clock.instant();
    holds.values().removeIf(hold -> !hold.until().isAfter(now));
    Hold hold = holds.get(address);
    if (hold != null) {
      return new SendResult.Wait(
          Duration.between(now, hold.until()), hold.reason(), "not the turn of the address yet");
    }
    holds.put(address, new Hold(now.plus(between), DeliveryReason.PACED));
    return null;
  }

  /** Lets nothing through to the address for that long. */
  synchronized void hold(String address, SendResult.Wait wait) {
    holds.put(address, new Hold(clock.instant().plus(wait.retryAfter()), wait.reason()));
  }
}
