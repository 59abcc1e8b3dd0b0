package io.pipelinemonitor.alerts.board;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is counted and measured of incidents as they happen; what is loaded is not counted. */
final class IncidentMetrics {
  private static final String PREFIX = "pipeline.incident";

  /** Bounds of the buckets, from a glance at the screen to a quarter that is half over. */
  private static final Duration[] BUCKETS = {
    Duration.ofMinutes(5),
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(4),
    Duration.ofHours(12),
    Duration.ofDays(1),
    Duration.ofDays(3),
    Duration.ofDays(7),
    Duration.ofDays(14),
    Duration.ofDays(42)
  };

  private final MeterRegistry meters;

  IncidentMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void happened(AlertEvent event) {
    AlertTransition transition = event.getTransition();
    if (transition == AlertTransition.FIRED || transition == AlertTransition.REOPENED) {
      count("opened", "Incidents that fired or were reopened.", event);
    } else if (transition == AlertTransition.RESOLVED) {
      count("resolved", "Incidents that were resolved.", event);
      measure("resolve", event, event.getResolvedAt());
    } else if (transition == AlertTransition.ACKNOWLEDGED) {
      measure("acknowledge", event, event.getEvaluatedAt());
    }
  }

  private void count(String what, String description, AlertEvent event) {
    Counter.builder(PREFIX + "s." + what)
        .description(description)
        .tags(tags(event))
        .register(meters)
        .increment();
  }

  private void measure(String what, AlertEvent event, @Nullable Instant end) {
    Instant firedAt = event.getFiredAt();
    if (firedAt != null && end != null && !end.isBefore(firedAt)) {
      Timer.builder(PREFIX + "." + what + ".time")
          .description("Stream time from the firing of an incident to this.")
          .tags(tags(event))
          .serviceLevelObjectives(BUCKETS)
          .register(meters)
          .record(Duration.between(firedAt, end));
    }
  }

  private static Tags tags(AlertEvent event) {
    return Tags.of(
        "rule",
        event.getRuleId(),
        "scope_type",
        event.getScopeType().name().toLowerCase(Locale.ROOT),
        "severity",
        event.getSeverity().name().toLowerCase(Locale.ROOT));
  }
}
