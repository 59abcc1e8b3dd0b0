package io.pipelinemonitor.local.replay;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** What one job writes, as the next one would read it. */
final class AsRecord<T extends SpecificRecord> extends ProcessFunction<T, RawRecord> {
  private static final long serialVersionUID = 1L;

  private final String topicName;
  private final JobSettings settings;
  private transient Topic<T> topic;
  private transient RecordEncoder<T> encoder;
  private long offset;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
  AsRecord(Topic<T> topic, JobSettings settings) {
    this.topicName = topic.name();
    this.settings = settings;
  }

  @Override
  @SuppressWarnings("unchecked") // a topic's name decides the class of its records
  public void open(OpenContext context) {
    topic = (Topic<T>) Topics.named(topicName).orElseThrow();
    encoder =
        RecordEncoder.open(
            topic, RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry()));
  }

  @Override
  public void processElement(T value, Context context, Collector<RawRecord> out) {
    Instant own = topic.time(value);
    long time = own == null ? context.timestamp() : own.toEpochMilli();
    String key = topic.key(value);
    out.collect(
        new RawRecord(
            topicName,
            0,
            offset++,
            time,
            time,
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            encoder.encode(value)));
  }
}
