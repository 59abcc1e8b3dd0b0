package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Checks rules before every task gets them, so that a bad one is reported once and the last good
 * version stays in force.
 *
 * <p>State of a rule: the version in force, until the rule is deleted.
 */
final class RuleCheckFunction extends KeyedProcessFunction<String, RawRecord, PlanRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "rule-check";

  private static final ValueStateDescriptor<Integer> VERSION =
      new ValueStateDescriptor<>("version-in-force", Types.INT);

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient RuleReader reader;
  private transient ValueState<Integer> version;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  RuleCheckFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    reader = new RuleReader(registry, settings.reportingCurrency());
    version = getRuntimeContext().getState(VERSION);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<PlanRecord> out)
      throws Exception {
    try {
      out.collect(check(record));
    } catch (UnusableRecordException e) {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record,
              e,
              AlertRulesJob.NAME + "/" + UID,
              context.timerService().currentProcessingTime()));
    }
  }

  private PlanRecord check(RawRecord record) throws Exception {
    byte[] value = record.value();
    if (value == null) {
      version.clear();
    } else {
      AlertRule rule = reader.read(record.keyText(), value);
      Integer inForce = version.value();
      if (inForce != null && rule.version() < inForce) {
        throw new UnusableRecordException(
            DeadLetterReason.STALE_VERSION,
            "version: is "
                + rule.version()
                + ", but version "
                + inForce
                + " is in force; write "
                + (inForce + 1)
                + " or higher");
      }
      version.update(rule.version());
    }
    return new PlanRecord(record.topic(), record.keyText(), "", record.streamTime(), value);
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
