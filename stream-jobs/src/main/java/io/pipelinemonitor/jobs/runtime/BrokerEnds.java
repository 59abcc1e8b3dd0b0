package io.pipelinemonitor.jobs.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Asks a broker where the partitions of topics end. */
final class BrokerEnds {

  private BrokerEnds() {}

  /** The offset after the last record of each partition that a reader of that kind is given. */
  static CompletableFuture<Map<TopicPartition, Long>> of(
      Admin admin, Set<String> topics, IsolationLevel isolation) {
    return admin
        .describeTopics(topics)
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(
            described ->
                admin
                    .listOffsets(latestOf(described.values()), new ListOffsetsOptions(isolation))
                    .all()
                    .toCompletionStage())
        .thenApply(BrokerEnds::offsets)
        .toCompletableFuture();
  }

  private static Map<TopicPartition, OffsetSpec> latestOf(Collection<TopicDescription> topics) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (TopicDescription topic : topics) {
      for (TopicPartitionInfo partition : topic.partitions()) {
        partitions.put(
            new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest());
      }
    }
    return partitions;
  }

  private static Map<TopicPartition, Long> offsets(
      Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
    return offsets;
  }
}
