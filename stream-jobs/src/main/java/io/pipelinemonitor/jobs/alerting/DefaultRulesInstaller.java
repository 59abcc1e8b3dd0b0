package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the default rules on {@code monitor.rules} when they have never been there.
 *
 * <p>A rule that is there in whatever version, that was disabled, or that was deleted (a tombstone
 * is there) is left as it is. The record's timestamp is the rule's {@code updatedAt}, long before
 * any figures, so that a replay of history is judged by it from the beginning.
 */
public final class DefaultRulesInstaller {

  private static final Logger LOG = LoggerFactory.getLogger(DefaultRulesInstaller.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String reportingCurrency;
  private final Topic<AlertRule> topic = Topics.RULES;

  DefaultRulesInstaller(String reportingCurrency) {
    this.reportingCurrency = reportingCurrency;
  }

  /**
   * Installs what is missing. The topic exists and its schema is registered.
   *
   * @param patience how long to wait for Kafka
   * @return the ids of the rules that were installed
   * @throws IllegalStateException if Kafka does not take or give everything within that time
   */
  public static List<String> install(JobSettings settings, Duration patience) throws IOException {
    Properties properties = settings.kafkaProperties();
    Properties reading = new Properties();
    reading.putAll(properties);
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    Properties writing = new Properties();
    writing.putAll(properties);
    writing.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    try (SchemaRegistryClient registry =
            RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
        Consumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
      return new DefaultRulesInstaller(settings.reportingCurrency())
          .install(consumer, producer, RecordEncoder.open(Topics.RULES, registry), patience);
    }
  }

  List<String> install(
      Consumer<byte[], byte[]> consumer,
      Producer<byte[], byte[]> producer,
      RecordEncoder<AlertRule> encoder,
      Duration patience) {
    Set<String> known = knownRules(consumer, patience);
    Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    for (AlertRule rule : DefaultRules.of(reportingCurrency)) {
      if (!known.contains(rule.getRuleId())) {
        sent.put(rule.getRuleId(), producer.send(record(rule, encoder)));
      }
    }
    sent.forEach((ruleId, result) -> await(ruleId, result, patience));
    if (!sent.isEmpty()) {
      LOG.info("installed the default rules {} on {}", sent.keySet(), topic.name());
    }
    return List.copyOf(sent.keySet());
  }

  private ProducerRecord<byte[], byte[]> record(AlertRule rule, RecordEncoder<AlertRule> encoder) {
    return new ProducerRecord<>(
        topic.name(),
        null,
        rule.getUpdatedAt().toEpochMilli(),
        rule.getRuleId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(rule));
  }

  private void await(String ruleId, Future<RecordMetadata> result, Duration patience) {
    try {
      result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the default rule " + ruleId + " could not be written to " + topic.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while installing the default rules", e);
    }
  }

  /** The ids of all rules that are, or were, on the topic. */
  private Set<String> knownRules(Consumer<byte[], byte[]> consumer, Duration patience) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Set<String> known = new HashSet<>();
    long giveUpAt = System.nanoTime() + patience.toNanos();
    while (partitions.stream()
        .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
      if (System.nanoTime() > giveUpAt) {
        throw new IllegalStateException(
            topic.name() + " could not be read within " + patience.toSeconds() + " s");
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.key() != null) {
          known.add(new String(record.key(), StandardCharsets.UTF_8));
        }
      }
    }
    return known;
  }
}
