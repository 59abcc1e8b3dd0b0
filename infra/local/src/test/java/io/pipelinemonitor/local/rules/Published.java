package io.pipelinemonitor.local.rules;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The rules' topic and its dead letters, without Kafka. */
final class Published implements AutoCloseable {

  private static final Topic<DeadLetter> DEAD_LETTERS = Topics.RULES.deadLetters();
  private static final Instant FIRST = Instant.parse("2026-02-02T09:00:00Z");

  private final SchemaRegistryClient registry = RegistryConnection.open("mock://rules", Map.of());
  private final RecordEncoder<AlertRule> rules;
  private final RecordEncoder<DeadLetter> deadLetters;
  private final PublishedRules published;
  private long offset;

  Published() throws IOException {
    new SchemaRegistrar(registry, Duration.ofSeconds(5))
        .registerAll(List.of(Topics.RULES, DEAD_LETTERS));
    rules = RecordEncoder.open(Topics.RULES, registry);
    deadLetters = RecordEncoder.open(DEAD_LETTERS, registry);
    published = new PublishedRules(registry);
  }

  PublishedRules rules() {
    return published;
  }

  void rule(AlertRule rule) {
    put(rule.getRuleId(), rules.encode(rule));
  }

  void tombstone(String ruleId) {
    put(ruleId, null);
  }

  /** A rule that the job refused when it read it. */
  void refused(AlertRule rule, String reason) {
    deadLetter(FIRST.plusMillis(offset), reason);
    rule(rule);
  }

  /** A dead letter from an earlier life of the topic. */
  void deadLetterOfLongAgo() {
    deadLetter(FIRST.minusSeconds(86_400), "long ago");
  }

  private void deadLetter(Instant timestamp, String reason) {
    published.addDeadLetter(
        record(
            DEAD_LETTERS.name(),
            "",
            deadLetters.encode(
                DeadLetter.newBuilder()
                    .setTopic(Topics.RULES.name())
                    .setPartition(0)
                    .setOffset(offset)
                    .setTimestamp(timestamp)
                    .setReason(DeadLetterReason.INVALID_VALUE)
                    .setMessage(reason)
                    .setFailedAt(FIRST)
                    .build())));
  }

  void put(String key, byte @Nullable [] value) {
    published.addRule(record(Topics.RULES.name(), key, value));
    offset++;
  }

  private ConsumerRecord<byte[], byte[]> record(String topic, String key, byte @Nullable [] value) {
    return new ConsumerRecord<>(
        topic,
        0,
        offset,
        FIRST.plusMillis(offset).toEpochMilli(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key.getBytes(StandardCharsets.UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
