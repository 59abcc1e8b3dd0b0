package io.pipelinemonitor.alerts.domain.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When things happened, in stream time.
 *
 * @param activeAt when the breach began; null: not in breach yet
 * @param firedAt when the incident opened; null: it has not
 * @param resolvedAt when it ended; null: it is open
 * @param evaluatedAt when the step was taken
 * @param dataAsOf of what time the figures are; null: no figures
 */
public record Times(
    @Nullable Instant activeAt,
    @Nullable Instant firedAt,
    @Nullable Instant resolvedAt,
    Instant evaluatedAt,
    @Nullable Instant dataAsOf) {}
