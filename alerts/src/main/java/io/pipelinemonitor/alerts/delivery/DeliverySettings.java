package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.domain.plan.Policy;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How steps are delivered.
 *
 * @param locale of amounts, numbers and dates in messages
 * @param incidentPage address of an incident's page without its id; null: there is none
 * @param callsAtATime to each channel; to one address there is one at a time
 * @param firstRetry the longest wait after the first attempt
 * @param longestRetry the longest wait after however many
 * @param retryFor from the first attempt; what has not arrived by then is given up
 * @param keepFor for how long an incident that ended is remembered
 * @param historyAfter steps that are older at the very first start are history, and not told
 * @param closeWithin for how long calls that are under way are waited for at the end
 */
public record DeliverySettings(
    Policy policy,
    Locale locale,
    @Nullable URI incidentPage,
    int callsAtATime,
    Duration firstRetry,
    Duration longestRetry,
    Duration retryFor,
    Duration keepFor,
    Duration historyAfter,
    Duration closeWithin) {

  private static final int CALLS_AT_A_TIME = 4;

  public DeliverySettings {
    if (callsAtATime < 1) {
      throw new IllegalArgumentException("a channel needs at least one call at a time");
    }
  }

  /** As documented. */
  public static DeliverySettings of(Policy policy) {
    return new DeliverySettings(
        policy,
        Locale.US,
        null,
        CALLS_AT_A_TIME,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ofHours(24),
        Duration.ofDays(30),
        Duration.ofHours(24),
        Duration.ofSeconds(10));
  }
}
