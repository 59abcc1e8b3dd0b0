package io.pipelinemonitor.jobs.alerting;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.OrganisationReader;
import io.pipelinemonitor.jobs.runtime.PlanRecord;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Lets units and members through that can be used: a bad one does not displace a good one. */
final class OrganisationFunction extends ProcessFunction<RawRecord, PlanRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "alert-organisation";

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient OrganisationReader reader;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  OrganisationFunction(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    reader = new OrganisationReader(registry);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<PlanRecord> out) {
    if (reader.isUsable(record.topic(), record.keyText(), record.value())) {
      out.collect(
          new PlanRecord(
              record.topic(), record.keyText(), "", record.streamTime(), record.value()));
    }
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
