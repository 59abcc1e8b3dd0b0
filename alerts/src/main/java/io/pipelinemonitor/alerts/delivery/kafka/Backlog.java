package io.pipelinemonitor.alerts.delivery.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What a consumer has to read until it is where the topics ended when it was asked. */
final class Backlog {

  /** For how long nothing may come before Kafka counts as away. */
  private static final long PATIENCE_NANOS = 4 * KafkaAccess.PATIENCE.toNanos();

  private final Consumer<?, ?> consumer;
  private final Map<TopicPartition, Long> ends;
  private long positions = -1;
  private long movedAt = System.nanoTime();

  private Backlog(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    this.consumer = consumer;
    this.ends = ends;
  }

  /** Up to the present ends of all that is assigned. */
  static Backlog of(Consumer<?, ?> consumer) {
    return until(consumer, consumer.endOffsets(consumer.assignment(), KafkaAccess.PATIENCE));
  }

  /** Up to these positions. */
  static Backlog until(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return new Backlog(consumer, ends);
  }

  /**
   * Whether there is more to read.
   *
   * @throws KafkaException when nothing has come for long although there is more
   */
  boolean isLeft() {
    long sum = 0;
    boolean left = false;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long position = consumer.position(end.getKey(), KafkaAccess.PATIENCE);
      sum += position;
      left |= position < end.getValue();
    }
    if (sum != positions) {
      positions = sum;
      movedAt = System.nanoTime();
    } else if (left && System.nanoTime() - movedAt > PATIENCE_NANOS) {
      throw new TimeoutException("Kafka has records that it does not hand out");
    }
    return left;
  }
}
