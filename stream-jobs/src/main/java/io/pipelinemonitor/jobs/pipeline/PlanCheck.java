package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.DeadLetters;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.jobs.runtime.UnusableRecordException;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Checks definitions before every task gets them, so that a bad one is reported once. */
final class PlanCheck extends ProcessFunction<RawRecord, PlanRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "plan-check";

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient PlanReader reader;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  PlanCheck(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    reader = new PlanReader(settings.policy().calendar(), registry);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<PlanRecord> out) {
    try {
      out.collect(reader.check(record));
    } catch (UnusableRecordException e) {
      context.output(
          DeadLetters.TAG,
          DeadLetters.of(
              record,
              e,
              PipelineStateJob.NAME + "/" + UID,
              context.timerService().currentProcessingTime()));
    }
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
