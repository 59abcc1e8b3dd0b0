package io.pipelinemonitor.jobs.runtime;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import java.io.Serializable;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Lets definitions through that can be used, so that a bad one does not displace a good one. */
public final class UsableDefinitions extends ProcessFunction<RawRecord, PlanRecord> {

  private static final long serialVersionUID = 1L;

  /** Says what can be used. */
  @FunctionalInterface
  public interface Check {
    /** Whether the record defines something that can be used, or withdraws it. */
    boolean isUsable(String topic, String key, byte @Nullable [] value);
  }

  /** Makes the check of a task. */
  @FunctionalInterface
  public interface CheckFactory extends Serializable {
    /** A check that reads schemas from there. */
    Check with(SchemaRegistryClient registry);
  }

  private final JobSettings settings;
  private final CheckFactory factory;
  private transient SchemaRegistryClient registry;
  private transient Check check;

  /**
   * @param factory makes the check when a task starts
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  public UsableDefinitions(JobSettings settings, CheckFactory factory) {
    this.settings = settings;
    this.factory = factory;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    check = factory.with(registry);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<PlanRecord> out) {
    if (check.isUsable(record.topic(), record.keyText(), record.value())) {
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
