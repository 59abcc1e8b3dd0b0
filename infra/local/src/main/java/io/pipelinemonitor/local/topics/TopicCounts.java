package io.pipelinemonitor.local.topics;

import io.pipelinemonitor.local.problem.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * What a cluster has of a topic.
 *
 * @param partitions how many there are
 * @param offsets from the first kept to the next to be written, over all partitions: at least as
 *     many as there are messages, for compaction and transaction marks leave gaps
 */
public record TopicCounts(int partitions, long offsets) {
  private static final long LIMIT_SECONDS = 20;

  /** By topic name; a topic that the cluster lacks is not in the result. */
  public static Map<String, TopicCounts> of(Admin admin, Collection<String> topics) {
    try {
      Set<String> existing = admin.listTopics().names().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      List<String> asked = topics.stream().filter(existing::contains).toList();
      Map<String, TopicDescription> descriptions =
          admin.describeTopics(asked).allTopicNames().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> first = new HashMap<>();
      Map<TopicPartition, OffsetSpec> next = new HashMap<>();
      descriptions.forEach(
          (name, description) ->
              description
                  .partitions()
                  .forEach(
                      partition -> {
                        TopicPartition key = new TopicPartition(name, partition.partition());
                        first.put(key, OffsetSpec.earliest());
                        next.put(key, OffsetSpec.latest());
                      }));
      Map<TopicPartition, ListOffsetsResultInfo> earliest =
          admin.listOffsets(first).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      Map<TopicPartition, ListOffsetsResultInfo> latest =
          admin.listOffsets(next).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      Map<String, TopicCounts> counts = new HashMap<>();
      latest.forEach(
          (partition, end) -> {
            ListOffsetsResultInfo start = earliest.get(partition);
            long offsets = end.offset() - (start == null ? 0 : start.offset());
            counts.merge(
                partition.topic(),
                new TopicCounts(1, offsets),
                (left, right) ->
                    new TopicCounts(
                        left.partitions + right.partitions, left.offsets + right.offsets));
          });
      return counts;
    } catch (ExecutionException | TimeoutException e) {
      throw new Problem(
          "Kafka does not say what topics it has: %s.".formatted(Problem.reason(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("Interrupted while asking Kafka for its topics.", e);
    }
  }
}
