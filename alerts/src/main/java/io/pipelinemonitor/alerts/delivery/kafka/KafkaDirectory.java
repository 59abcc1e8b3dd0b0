package io.pipelinemonitor.alerts.delivery.kafka;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.alerts.contract.FromContract;
import io.pipelinemonitor.alerts.delivery.Directory;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.domain.organisation.Organisation;
import io.pipelinemonitor.alerts.domain.organisation.Unit;
import io.pipelinemonitor.alerts.domain.plan.Route;
import io.pipelinemonitor.alerts.domain.plan.Routes;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Members, units and the routes of rules, as their topics have them. What cannot be used is passed
 * over, and what was there before stays: the jobs, which read the same topics, write the dead
 * letters.
 */
final class KafkaDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaDirectory.class);

  private static final Duration STEP = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final RecordDecoder<OrgMember> memberDecoder;
  private final RecordDecoder<OrgUnit> unitDecoder;
  private final RecordDecoder<AlertRule> ruleDecoder;
  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, Unit> units = new HashMap<>();
  private final Map<String, Integer> versions = new HashMap<>();
  private final Map<String, Route> routes = new HashMap<>();
  private Organisation organisation = new Organisation(Map.of(), Map.of());

  private KafkaDirectory(Consumer<byte[], byte[]> consumer, SchemaRegistryClient registry) {
    this.consumer = consumer;
    this.memberDecoder = new RecordDecoder<>(Topics.ORG_MEMBERS, registry);
    this.unitDecoder = new RecordDecoder<>(Topics.ORG_UNITS, registry);
    this.ruleDecoder = new RecordDecoder<>(Topics.RULES, registry);
  }

  /** Reads all that there is. */
  static KafkaDirectory read(Consumer<byte[], byte[]> consumer, SchemaRegistryClient registry) {
    KafkaDirectory directory = new KafkaDirectory(consumer, registry);
    List<TopicPartition> partitions = new ArrayList<>();
    for (var topic : List.of(Topics.ORG_MEMBERS, Topics.ORG_UNITS, Topics.RULES)) {
      consumer
          .partitionsFor(topic.name(), KafkaAccess.PATIENCE)
          .forEach(
              partition ->
                  partitions.add(new TopicPartition(partition.topic(), partition.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    directory.catchUp();
    return directory;
  }

  /** Takes in what is new, without waiting for it. */
  void refresh() {
    take(Duration.ZERO);
  }

  /**
   * Takes in all that has been written until now. A step that was read before is then planned with
   * whatever was written before it: somebody who is new is told of the first alert already.
   */
  void catchUp() {
    Backlog backlog = Backlog.of(consumer);
    while (backlog.isLeft()) {
      take(STEP);
    }
  }

  private void take(Duration patience) {
    boolean changed = false;
    for (ConsumerRecord<byte[], byte[]> message : consumer.poll(patience)) {
      changed = true;
      String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
      try {
        take(message.topic(), key, message.value());
      } catch (IllegalArgumentException | DateTimeException e) {
        passOver(message.topic(), key, e.toString());
      }
    }
    if (changed) {
      organisation = new Organisation(members, units);
    }
  }

  private void take(String topic, String key, byte @Nullable [] value) {
    if (topic.equals(Topics.ORG_MEMBERS.name())) {
      OrgMember member = decoded(topic, key, memberDecoder, value);
      if (value == null) {
        members.remove(key);
      } else if (member != null) {
        members.put(member.getMemberId(), FromContract.member(member));
      }
    } else if (topic.equals(Topics.ORG_UNITS.name())) {
      OrgUnit unit = decoded(topic, key, unitDecoder, value);
      if (value == null) {
        units.remove(key);
      } else if (unit != null) {
        units.put(unit.getUnitId(), FromContract.unit(unit));
      }
    } else {
      AlertRule rule = decoded(topic, key, ruleDecoder, value);
      if (value == null) {
        versions.remove(key);
        routes.remove(key);
      } else if (rule != null) {
        take(rule);
      }
    }
  }

  /** A lower version never takes the place of a higher one. */
  private void take(AlertRule rule) {
    if (rule.getVersion() < versions.getOrDefault(rule.getRuleId(), 0)) {
      return;
    }
    Route route = FromContract.route(rule.getRoute());
    versions.put(rule.getRuleId(), rule.getVersion());
    if (route == null) {
      routes.remove(rule.getRuleId());
    } else {
      routes.put(rule.getRuleId(), route);
    }
  }

  private static <T extends SpecificRecord> @Nullable T decoded(
      String topic, String key, RecordDecoder<T> decoder, byte @Nullable [] value) {
    if (value == null) {
      return null;
    }
    Decoded<T> decoded = decoder.decode(value);
    if (decoded instanceof Decoded.Success<T> success) {
      return success.value();
    }
    if (decoded instanceof Decoded.Failure<T> failure) {
      passOver(topic, key, failure.message());
    }
    return null;
  }

  private static void passOver(String topic, String key, String why) {
    LOG.warn("A record of {} with the key {} is passed over: {}", topic, key, why);
  }

  @Override
  public Organisation organisation() {
    return organisation;
  }

  @Override
  public Routes routes() {
    return routes::get;
  }
}
