package io.pipelinemonitor.local.stack;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on a topic of a stack. */
final class TopicContent {

  private TopicContent() {}

  /** All records that are there now. */
  static <T extends SpecificRecord> List<T> read(Stack stack, Topic<T> topic) throws IOException {
    List<T> records = new ArrayList<>();
    try (SchemaRegistryClient registry =
            RegistryConnection.open(stack.schemaRegistryUrl(), Map.of());
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(
                stack.connection().kafkaClient(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
      RecordDecoder<T> decoder = new RecordDecoder<>(topic, registry);
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(partition -> new TopicPartition(topic.name(), partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
          records.add(((Decoded.Success<T>) decoder.decode(message.value())).value());
        }
      }
    }
    return records;
  }
}
