package io.pipelinemonitor.local.rules;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.publish.LinePublisher;
import io.pipelinemonitor.local.tail.DeletionLine;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The rules of a running stack, where they are kept. */
public final class RulesTopic {

  /** Some may be tombstones, and marks of transactions count too. */
  private static final int SNAPSHOTS_READ = 50;

  private static final NaturalJson<AlertRule> JSON = NaturalJson.of(AlertRule.class);

  private final Connection connection;

  public RulesTopic(Connection connection) {
    this.connection = connection;
  }

  /** What is there now. */
  public PublishedRules read() throws IOException {
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("monitor-rules")) {
      PublishedRules rules = new PublishedRules(registry);
      TopicScan scan = new TopicScan(consumer);
      scan.readTail(Topics.SNAPSHOTS, SNAPSHOTS_READ, rules::addSnapshot);
      scan.read(List.of(Topics.RULES.deadLetters()), rules::addDeadLetter);
      scan.read(List.of(Topics.RULES), rules::addRule);
      return rules;
    }
  }

  /** Writes rules, and returns when Kafka has them. */
  public void write(List<AlertRule> rules, Instant at) throws IOException {
    publish(rules.stream().map(JSON::write).collect(Collectors.joining("\n")), at);
  }

  /** Writes a tombstone, and returns when Kafka has it. */
  public void delete(String ruleId, Instant at) throws IOException {
    publish(DeletionLine.of(ruleId), at);
  }

  private void publish(String lines, Instant at) throws IOException {
    LinePublisher.publishAt(connection, Topics.RULES, lines, at);
  }
}
