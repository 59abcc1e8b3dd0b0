package io.pipelinemonitor.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads all partitions of one topic, in one thread. */
final class TopicConsumer implements AutoCloseable {

  /** Whether records of transactions that are still open are seen. */
  enum Isolation {
    READ_COMMITTED,
    READ_UNCOMMITTED
  }

  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private TopicConsumer(String bootstrapServers, String topic, Isolation isolation) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(java.util.Locale.ROOT));
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
  }

  static TopicConsumer fromBeginning(String bootstrapServers, String topic) {
    TopicConsumer consumer = new TopicConsumer(bootstrapServers, topic, Isolation.READ_COMMITTED);
    consumer.consumer.seekToBeginning(consumer.partitions);
    return consumer;
  }

  /** What comes after those positions, committed. */
  static TopicConsumer from(
      String bootstrapServers, String topic, Map<TopicPartition, Long> positions) {
    TopicConsumer consumer = new TopicConsumer(bootstrapServers, topic, Isolation.READ_COMMITTED);
    positions.forEach(consumer.consumer::seek);
    return consumer;
  }

  /** What comes from now on. */
  static TopicConsumer fromNow(String bootstrapServers, String topic, Isolation isolation) {
    TopicConsumer consumer = new TopicConsumer(bootstrapServers, topic, isolation);
    consumer.consumer.seekToEnd(consumer.partitions);
    consumer.partitions.forEach(consumer.consumer::position);
    return consumer;
  }

  ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(POLL);
  }

  int partitionCount() {
    return partitions.size();
  }

  /** How many records the topic has ever had, if nothing in it is transactional. */
  long end() {
    return ends().values().stream().mapToLong(Long::longValue).sum();
  }

  /** How far each partition goes now. */
  Map<TopicPartition, Long> ends() {
    return Map.copyOf(consumer.endOffsets(partitions));
  }

  /** Reads everything that is there now. */
  void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    Map<TopicPartition, Long> ends = ends();
    while (!ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      poll().forEach(taker);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
