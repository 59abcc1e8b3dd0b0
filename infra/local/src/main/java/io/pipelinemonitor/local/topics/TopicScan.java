package io.pipelinemonitor.local.topics;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** Reads topics from beginning to end, once. */
public final class TopicScan {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;

  /**
   * @param consumer assigned to whatever is being read
   */
  public TopicScan(org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** How far each partition of the topics goes now. */
  public Map<TopicPartition, Long> ends(Collection<Topic<?>> topics) {
    return Map.copyOf(consumer.endOffsets(partitions(topics)));
  }

  /** Reads everything that there is at the beginning of the call; a topic after the other. */
  public void read(Collection<Topic<?>> topics, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    for (Topic<?> topic : topics) {
      List<TopicPartition> partitions = partitions(List.of(topic));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      readOn(consumer.endOffsets(partitions), taker);
    }
  }

  /** Reads the last few records of each partition of a topic. */
  public void readTail(
      Topic<?> topic, long records, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    List<TopicPartition> partitions = partitions(List.of(topic));
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    consumer.assign(partitions);
    for (TopicPartition partition : partitions) {
      long begin = first.getOrDefault(partition, 0L);
      consumer.seek(partition, Math.max(begin, ends.getOrDefault(partition, begin) - records));
    }
    readOn(ends, taker);
  }

  private void readOn(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    long movedAt = System.nanoTime();
    while (!isAt(ends)) {
      int count = 0;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        taker.accept(record);
        count++;
      }
      if (count > 0) {
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > PATIENCE.toNanos()) {
        throw new Problem(
            "Kafka has not delivered the rest of %s for %d s."
                .formatted(ends.keySet().iterator().next().topic(), PATIENCE.toSeconds()));
      }
    }
  }

  private boolean isAt(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private List<TopicPartition> partitions(Collection<Topic<?>> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic<?> topic : topics) {
      List<PartitionInfo> found = consumer.partitionsFor(topic.name());
      if (found == null || found.isEmpty()) {
        throw new Problem(
            "This Kafka has no topic %s. A stack makes it when it starts: monitor up"
                .formatted(topic.name()));
      }
      found.forEach(
          partition ->
              partitions.add(new TopicPartition(partition.topic(), partition.partition())));
    }
    return partitions;
  }
}
