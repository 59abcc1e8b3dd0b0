package io.pipelinemonitor.jobs.runtime;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the partitions of a source ended after some moment of stream time was first known of. The
 * broker is asked again and again, one question at a time.
 */
final class PartitionEnds {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionEnds.class);

  private static final long ASK_AGAIN_AFTER_NANOS = SourcePartition.SECOND_NANOS;

  private final Broker broker;
  private final String clientId;
  private final Set<String> topics;
  private long askedOf;
  private @Nullable CompletableFuture<Map<TopicPartition, Long>> question;
  private long notBefore = Long.MIN_VALUE;

  /** Says where the partitions of topics end by now. */
  @FunctionalInterface
  interface Broker extends Serializable {

    /** The offset after the last record of each partition, asked for the consumer of that name. */
    CompletableFuture<Map<TopicPartition, Long>> ends(String clientId, Set<String> topics);
  }

  /** An answer: where the partitions ended after {@code moment} was known of. */
  record Answer(long moment, Map<TopicPartition, Long> ends) {}

  PartitionEnds(Broker broker, String clientId, Set<String> topics) {
    this.broker = broker;
    this.clientId = clientId;
    this.topics = topics;
  }

  /** Asks, unless an answer is still to come. */
  void ask(long moment, long now) {
    if (question == null && now >= notBefore) {
      askedOf = moment;
      question = broker.ends(clientId, topics);
    }
  }

  /** The answer, once; null if there is none. */
  @Nullable Answer answer(long now) {
    if (question == null || !question.isDone()) {
      return null;
    }
    try {
      return new Answer(askedOf, question.join());
    } catch (CompletionException e) {
      LOG.warn("cannot learn where the partitions of {} end; asking again", topics, e);
      notBefore = now + ASK_AGAIN_AFTER_NANOS;
      return null;
    } finally {
      question = null;
    }
  }
}
