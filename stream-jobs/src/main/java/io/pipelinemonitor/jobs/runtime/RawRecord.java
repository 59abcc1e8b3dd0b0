package io.pipelinemonitor.jobs.runtime;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as read, with its stream time. It is decoded only after the shuffle: bytes are
 * cheaper to move than objects.
 *
 * @param topic where it was read
 * @param partition where it was read
 * @param offset where it was read
 * @param kafkaTimestamp its own timestamp, milliseconds
 * @param streamTime its timestamp made monotone within its partition, milliseconds
 * @param key null if it has none
 * @param value null for a tombstone
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long kafkaTimestamp,
    long streamTime,
    byte @Nullable [] key,
    byte @Nullable [] value) {

  /** The key as text; empty if there is none. */
  public String keyText() {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
