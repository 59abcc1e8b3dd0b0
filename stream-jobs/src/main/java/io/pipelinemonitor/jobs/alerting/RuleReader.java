package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.json.NearestName;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;

/** Reads and checks the rules on {@code monitor.rules}. */
public final class RuleReader {

  private final RecordDecoder<io.pipelinemonitor.schema.AlertRule> decoder;
  private final String reportingCurrency;

  /**
   * @param reportingCurrency ISO 4217, what rules state their amounts in
   */
  RuleReader(SchemaRegistryClient registry, String reportingCurrency) {
    this.decoder = new RecordDecoder<>(Topics.RULES, registry);
    this.reportingCurrency = reportingCurrency;
  }

  /**
   * The rule in a record that is no tombstone.
   *
   * @throws UnusableRecordException if the bytes are no rule, or the rule is not valid
   */
  AlertRule read(String key, byte[] value) throws UnusableRecordException {
    io.pipelinemonitor.schema.AlertRule record =
        UnusableRecordException.orThrow(decoder.decode(value));
    if (!key.equals(record.getRuleId())) {
      throw new UnusableRecordException(
          DeadLetterReason.KEY_MISMATCH,
          "the key is '" + key + "', but the record's ruleId is '" + record.getRuleId() + "'");
    }
    RuleCheck check = check(record, reportingCurrency);
    if (check instanceof RuleCheck.Refused refused) {
      throw new UnusableRecordException(DeadLetterReason.INVALID_VALUE, refused.message());
    }
    return ((RuleCheck.Accepted) check).rule();
  }

  /**
   * Whether the job would take a rule, and if not, everything that is wrong with it.
   *
   * @param reportingCurrency ISO 4217, what figures are stated in
   */
  public static RuleCheck check(
      io.pipelinemonitor.schema.AlertRule record, String reportingCurrency) {
    return FromContract.rule(record).check(reportingCurrency, NearestName::of);
  }
}
