package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.Serializable;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from heartbeats where to find what they vouch for. */
final class HeartbeatReader implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatReader.class);

  private final JobSettings settings;
  private transient @Nullable RecordDecoder<Heartbeat> decoder;

  HeartbeatReader(JobSettings settings) {
    this.settings = settings;
  }

  /** How far partitions had been written; nothing if the record is no heartbeat. */
  Map<TopicPartition, Long> written(RawRecord record) {
    if (decoder == null) {
      decoder =
          new RecordDecoder<>(
              Topics.HEARTBEAT,
              RegistryConnection.open(settings.schemaRegistryUrl(), settings.registry()));
    }
    Decoded<Heartbeat> decoded = decoder.decode(record.value());
    if (decoded instanceof Decoded.Success<Heartbeat> success) {
      return WrittenOffsets.fromContract(success.value().getWritten());
    }
    LOG.warn("passed over the heartbeat at offset {}: {}", record.offset(), decoded);
    return Map.of();
  }
}
