package io.pipelinemonitor.alerts.delivery.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where to begin on partitions of which nothing was read yet. */
final class FirstPositions {
  private FirstPositions() {}

  /**
   * The first record that is not history; where there is none, the end.
   *
   * @param reader one that is in no group
   * @param historyBefore what was written before then is history
   */
  static Map<TopicPartition, Long> of(
      Consumer<?, ?> reader, Collection<TopicPartition> partitions, Instant historyBefore) {
    // The ends first: what is written in between is found by its time, and not passed over.
    Map<TopicPartition, Long> positions =
        new HashMap<>(reader.endOffsets(partitions, KafkaAccess.PATIENCE));
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, historyBefore.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> recent =
        reader.offsetsForTimes(times, KafkaAccess.PATIENCE);
    recent.forEach(
        (partition, found) -> {
          if (found != null) {
            positions.put(partition, found.offset());
          }
        });
    return positions;
  }
}
