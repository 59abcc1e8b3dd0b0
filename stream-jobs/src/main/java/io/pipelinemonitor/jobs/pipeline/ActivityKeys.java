package io.pipelinemonitor.jobs.pipeline;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.ActivityEvent;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/**
 * Gives an activity that is about no deal, and so has no key, one of its own: reports of one
 * activity must meet, and no task is to have all of them.
 */
final class ActivityKeys extends RichMapFunction<RawRecord, RawRecord> {

  private static final long serialVersionUID = 1L;

  static final String UID = "activity-keys";

  /** No deal is named so. */
  private static final String PREFIX = "\u0001activity ";

  private final JobSettings settings;
  private transient SchemaRegistryClient registry;
  private transient RecordDecoder<ActivityEvent> decoder;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  ActivityKeys(JobSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(OpenContext context) {
    registry = RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry());
    decoder = new RecordDecoder<>(Topics.ACTIVITY_EVENTS, registry);
  }

  @Override
  public RawRecord map(RawRecord record) {
    if (!record.keyText().isEmpty()
        || !record.topic().equals(Topics.ACTIVITY_EVENTS.name())
        || !(decoder.decode(record.value()) instanceof Decoded.Success<ActivityEvent> success)) {
      return record;
    }
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        record.kafkaTimestamp(),
        record.streamTime(),
        (PREFIX + success.value().getActivityId()).getBytes(StandardCharsets.UTF_8),
        record.value());
  }

  @Override
  public void close() throws Exception {
    if (registry != null) {
      registry.close();
    }
  }
}
