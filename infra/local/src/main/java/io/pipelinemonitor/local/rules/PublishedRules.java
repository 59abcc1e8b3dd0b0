package io.pipelinemonitor.local.rules;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What {@code monitor.rules} says, as the job takes it: a lower version never replaces a higher
 * one, a tombstone ends a rule, and what the job refused to its dead letters changes nothing.
 */
public final class PublishedRules {

  private final RecordDecoder<AlertRule> ruleDecoder;
  private final RecordDecoder<DeadLetter> deadLetterDecoder;
  private final RecordDecoder<PipelineSnapshot> snapshotDecoder;
  private final Map<Place, String> deadLetters = new HashMap<>();
  private final SortedMap<String, AlertRule> inForce = new TreeMap<>();
  private final SortedMap<String, String> refusals = new TreeMap<>();
  private final Map<String, Integer> highestVersions = new HashMap<>();
  private @Nullable String reportingCurrency;

  PublishedRules(SchemaRegistryClient registry) {
    this.ruleDecoder = new RecordDecoder<>(Topics.RULES, registry);
    this.deadLetterDecoder = new RecordDecoder<>(Topics.RULES.deadLetters(), registry);
    this.snapshotDecoder = new RecordDecoder<>(Topics.SNAPSHOTS, registry);
  }

  /** Takes in figures, which say what amounts are stated in. */
  void addSnapshot(ConsumerRecord<byte[], byte[]> record) {
    if (snapshotDecoder.decode(record.value())
        instanceof Decoded.Success<PipelineSnapshot> snapshot) {
      reportingCurrency = snapshot.value().getCurrency();
    }
  }

  /** Takes in what the job refused; all of it before the rules. */
  void addDeadLetter(ConsumerRecord<byte[], byte[]> record) {
    if (deadLetterDecoder.decode(record.value()) instanceof Decoded.Success<DeadLetter> success) {
      DeadLetter letter = success.value();
      deadLetters.put(
          new Place(letter.getPartition(), letter.getOffset(), letter.getTimestamp()),
          letter.getMessage());
    }
  }

  /** Takes in a record of the rules' topic, in the topic's order. */
  void addRule(ConsumerRecord<byte[], byte[]> record) {
    String ruleId = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      inForce.remove(ruleId);
      refusals.remove(ruleId);
      return;
    }
    String refusal = deadLetters.get(Place.of(record));
    if (refusal != null) {
      refusals.put(ruleId, refusal);
    }
    if (ruleDecoder.decode(record.value()) instanceof Decoded.Success<AlertRule> success
        && success.value().getRuleId().equals(ruleId)) {
      AlertRule rule = success.value();
      highestVersions.merge(ruleId, rule.getVersion(), Math::max);
      AlertRule replaced = inForce.get(ruleId);
      if (refusal == null && (replaced == null || rule.getVersion() >= replaced.getVersion())) {
        inForce.put(ruleId, rule);
        refusals.remove(ruleId);
      }
    }
  }

  /** Every rule in force, those that are switched off as well, by identity. */
  public Collection<AlertRule> all() {
    return inForce.values();
  }

  /** The rule in force, if there is one. */
  public Optional<AlertRule> find(String ruleId) {
    return Optional.ofNullable(inForce.get(ruleId));
  }

  /** The rule in force, or advice about the nearest name. */
  public AlertRule require(String ruleId) {
    return find(ruleId)
        .orElseThrow(() -> Problem.unknown("rule", ruleId, inForce.keySet(), "monitor rules list"));
  }

  /** Why the last record of a rule was refused, by rule, if nothing was accepted since. */
  public SortedMap<String, String> refusals() {
    return refusals;
  }

  /** One more than every version of the rule that was ever seen, refused and deleted ones too. */
  public int nextVersion(String ruleId) {
    return highestVersions.getOrDefault(ruleId, 0) + 1;
  }

  /** What figures are stated in, ISO 4217; empty before there are any. */
  public Optional<String> reportingCurrency() {
    return Optional.ofNullable(reportingCurrency);
  }

  /**
   * Whether the job will take a rule. Before there are any figures, nothing tells what they will be
   * stated in: the rule's own currency is taken to be right.
   */
  public RuleCheck check(AlertRule rule) {
    return RuleReader.check(
        rule,
        Optional.ofNullable(reportingCurrency)
            .or(() -> Optional.ofNullable(rule.getCurrency()))
            .orElseGet(() -> JobSettings.of(Map.of()).reportingCurrency()));
  }

  /** A record of the topic; the time tells it from one of a topic that was there before. */
  private record Place(int partition, long offset, @Nullable Instant timestamp) {
    static Place of(ConsumerRecord<byte[], byte[]> record) {
      return new Place(
          record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
    }
  }
}
