package io.pipelinemonitor.alerts.delivery;

import io.pipelinemonitor.alerts.domain.event.AlertEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of an incident, and where it was read.
 *
 * @param partition of {@code alerts.events}; what is recorded of the step goes to the same one
 * @param offset on that partition
 * @param occurredAt when the newest of the deal events behind it happened; null: none is known
 */
public record Step(AlertEvent event, int partition, long offset, @Nullable Instant occurredAt) {}
