package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Checks commands and sends each to where it is obeyed: one for an incident under the key of the
 * figures by which the incident is kept, a silence under its matcher. It has no state.
 */
final class CommandCheckFunction extends ProcessFunction<RawRecord, RawRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "command-check";

  /** Silences, under their matchers. */
  static final OutputTag<RawRecord> SILENCES =
      new OutputTag<>("silences", Types.POJO(RawRecord.class));

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient CommandReader commands;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  CommandCheckFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    commands = new CommandReader(registry, settings.policy().calendar());
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<RawRecord> out) {
    try {
      Asked asked = commands.read(record.keyText(), record.value(), 0);
      if (asked instanceof Asked.OfIncident ofIncident) {
        out.collect(under(ofIncident.figuresKey(), record));
      } else if (asked instanceof Asked.OfSilence ofSilence) {
        context.output(SILENCES, under(ofSilence.matcherKey(), record));
      }
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

  /** The record under another key. */
  static RawRecord under(String key, RawRecord record) {
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.kafkaTimestamp(),
        record.streamTime(),
        key.getBytes(StandardCharsets.UTF_8),
        record.value());
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
