package io.pipelinemonitor.alerts.live;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One key has another record now, or none any more.
 *
 * @param key of the topic
 * @param value null: there is none any more, or none that is kept
 * @param writtenAt the Kafka timestamp of what brought it about; of what was let go because of its
 *     age that of the record that showed its age
 */
public record LiveChange<T>(String key, @Nullable T value, Instant writtenAt) {}
