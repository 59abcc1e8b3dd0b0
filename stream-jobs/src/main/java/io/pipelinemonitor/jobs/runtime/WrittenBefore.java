package io.pipelinemonitor.jobs.runtime;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Says how much there was in topics before a job was started. */
@FunctionalInterface
public interface WrittenBefore extends Serializable {

  /** Of a job that writes to no broker. */
  WrittenBefore NOTHING = topics -> Map.of();

  /**
   * The offset after the last record of each partition of the topics.
   *
   * @throws IllegalStateException if the broker does not say
   */
  Map<TopicPartition, Long> ends(Set<String> topics) throws InterruptedException;

  /**
   * Asks the broker. Transactions that are still open count, as they may be committed when the job
   * is restored.
   */
  static WrittenBefore onBroker(JobSettings settings) {
    return topics -> {
      try (Admin admin = Admin.create(settings.kafkaProperties())) {
        return BrokerEnds.of(admin, topics, IsolationLevel.READ_UNCOMMITTED).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "the broker does not say where the partitions of " + topics + " end", e.getCause());
      }
    };
  }
}
