package io.pipelinemonitor.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.runtime.ConsumerBacklog;
import io.pipelinemonitor.local.stack.FreePorts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerBacklogTest {

  private static final String TOPIC = "crm.deal-events";
  private static final String CLIENT = "the-clock-0";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void knowsWhetherAConsumerHasReadAllOfAPartition() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, FreePorts.find().kafka());
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
      consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
      send(broker, 3);

      assertThat(consumer.poll(PATIENCE)).hasSize(1);
      assertThat(ConsumerBacklog.isBehind(CLIENT, TOPIC, 0)).isTrue();
      assertThat(ConsumerBacklog.isBehind(CLIENT, TOPIC, 1)).isFalse();
      assertThat(ConsumerBacklog.isBehind("somebody-else", TOPIC, 0)).isFalse();
      assertThat(ConsumerBacklog.ends(CLIENT, Set.of(TOPIC)).get())
          .isEqualTo(Map.of(new TopicPartition(TOPIC, 0), 3L, new TopicPartition(TOPIC, 1), 0L));

      assertThat(consumer.poll(PATIENCE)).hasSize(1);
      assertThat(consumer.poll(PATIENCE)).hasSize(1);
      assertThat(ConsumerBacklog.isBehind(CLIENT, TOPIC, 0)).isFalse();
    }
    assertThat(ConsumerBacklog.isBehind(CLIENT, TOPIC, 0)).isFalse();
    assertThat(ConsumerBacklog.ends(CLIENT, Set.of(TOPIC))).isCompletedExceptionally();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(EmbeddedBroker broker) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "client.id",
            CLIENT,
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            "1",
            "metric.reporters",
            ConsumerBacklog.class.getName()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static void send(EmbeddedBroker broker, int records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", "1000"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int record = 0; record < records; record++) {
        producer.send(
            new ProducerRecord<>(TOPIC, 0, null, "event".getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
