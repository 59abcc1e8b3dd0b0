package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.WrittenUpTo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Where partitions end, as heartbeats say it: the offset after the last record of each. */
public final class WrittenOffsets {

  private WrittenOffsets() {}

  /** As a heartbeat says it, by topic. */
  public static List<WrittenUpTo> toContract(Map<TopicPartition, Long> ends) {
    Map<String, List<Long>> byTopic = new TreeMap<>();
    ends.forEach(
        (partition, end) -> {
          List<Long> offsets =
              byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>());
          while (offsets.size() <= partition.partition()) {
            offsets.add(0L);
          }
          offsets.set(partition.partition(), end);
        });
    return byTopic.entrySet().stream()
        .map(topic -> new WrittenUpTo(topic.getKey(), topic.getValue()))
        .toList();
  }

  /** By partition. */
  public static Map<TopicPartition, Long> fromContract(List<WrittenUpTo> written) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    for (WrittenUpTo upTo : written) {
      int partition = 0;
      for (long offset : upTo.getOffsets()) {
        ends.put(new TopicPartition(upTo.getTopic(), partition++), offset);
      }
    }
    return ends;
  }
}
