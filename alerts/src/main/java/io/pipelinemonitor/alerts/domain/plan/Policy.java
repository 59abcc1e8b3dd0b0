package io.pipelinemonitor.alerts.domain.plan;

import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/**
 * What holds where a rule's route says nothing, and how much people are told.
 *
 * @param route for rules without one; its channels and quiet hours for those that name none
 * @param fallback recipients where a route leads to nobody, written as in a route; empty: none
 * @param zone of those who have none of their own
 * @param digestAt local time of daily and weekly digests; weekly ones are on Mondays
 * @param mostTold how many messages one recipient gets within {@code budgetWindow}; what is more
 *     becomes one digest
 * @param acknowledgeWithin after which a critical incident that nobody has acknowledged is told to
 *     the next one above
 * @param sendWithin after which a critical step that was not sent is tried by another channel
 */
public record Policy(
    Route route,
    QuietHours quietHours,
    List<String> fallback,
    ZoneId zone,
    LocalTime digestAt,
    int mostTold,
    Duration budgetWindow,
    Duration acknowledgeWithin,
    Duration sendWithin) {

  public Policy {
    fallback = List.copyOf(fallback);
    if (route.channels().isEmpty()) {
      throw new IllegalArgumentException("the default route names no channel");
    }
  }
}
