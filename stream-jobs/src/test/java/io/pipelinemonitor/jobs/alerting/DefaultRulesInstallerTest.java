package io.pipelinemonitor.jobs.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DefaultRulesInstallerTest {

  private static final TopicPartition PARTITION = new TopicPartition(Topics.RULES.name(), 0);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private long end;

  @Test
  void installsAllRulesAtTheFirstStart() throws Exception {
    topicHolds();
    List<String> all = DefaultRules.of("EUR").stream().map(AlertRule::getRuleId).toList();
    assertThat(install()).isEqualTo(all).startsWith("coverage-to-go", "next-period-coverage");
    assertThat(producer.history())
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo(all);
    ProducerRecord<byte[], byte[]> first = producer.history().get(0);
    assertThat(first.topic()).isEqualTo("monitor.rules");
    assertThat(Instant.ofEpochMilli(first.timestamp()))
        .as("long before any figures")
        .isEqualTo("2020-01-01T00:00:00Z");
  }

  @Test
  void neverTouchesARuleThatIsThere() throws Exception {
    topicHolds(Map.entry("coverage-to-go", new byte[] {1}));
    assertThat(install()).doesNotContain("coverage-to-go").contains("next-period-coverage");
  }

  @Test
  void neverBringsADeletedRuleBack() throws Exception {
    topicHolds(
        Map.entry("coverage-to-go", new byte[] {1}),
        Map.entry("next-period-coverage", new byte[0]));
    assertThat(install()).doesNotContain("coverage-to-go", "next-period-coverage");
  }

  @Test
  void givesUpOnATopicThatCannotBeRead() throws Exception {
    topicHolds();
    end = 5;
    consumer.updateEndOffsets(Map.of(PARTITION, end));
    assertThatThrownBy(() -> install(Duration.ofMillis(50)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("monitor.rules could not be read within");
  }

  /** Keys and values; an empty value stands for a tombstone. */
  @SafeVarargs
  private void topicHolds(Map.Entry<String, byte[]>... records) {
    Node node = new Node(0, "localhost", 1);
    consumer.updatePartitions(
        Topics.RULES.name(),
        List.of(
            new PartitionInfo(Topics.RULES.name(), 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    for (Map.Entry<String, byte[]> record : records) {
      long offset = end++;
      byte @Nullable [] value = record.getValue().length == 0 ? null : record.getValue();
      consumer.schedulePollTask(
          () ->
              consumer.addRecord(
                  new ConsumerRecord<>(
                      Topics.RULES.name(),
                      0,
                      offset,
                      record.getKey().getBytes(StandardCharsets.UTF_8),
                      value)));
    }
    consumer.updateEndOffsets(Map.of(PARTITION, end));
  }

  private List<String> install() throws Exception {
    return install(PATIENCE);
  }

  private List<String> install(Duration patience) throws Exception {
    try (SchemaRegistryClient registry = RegistryConnection.open("mock://installer", Map.of())) {
      new SchemaRegistrar(registry, PATIENCE).registerAll(List.of(Topics.RULES));
      RecordEncoder<AlertRule> encoder = RecordEncoder.open(Topics.RULES, registry);
      return new DefaultRulesInstaller("EUR").install(consumer, producer, encoder, patience);
    }
  }
}
