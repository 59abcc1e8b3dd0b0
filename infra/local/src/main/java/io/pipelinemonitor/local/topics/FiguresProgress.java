package io.pipelinemonitor.local.topics;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How far the state job has come. */
public final class FiguresProgress {
  private static final long HEARTBEATS_READ = 2_000;

  private FiguresProgress() {}

  /** Up to when the state job says that its figures are complete; empty if it says nothing. */
  public static Optional<Instant> read(TopicScan scan, SchemaRegistryClient registry) {
    RecordDecoder<Heartbeat> decoder = new RecordDecoder<>(Topics.HEARTBEAT, registry);
    Instant[] latest = {Instant.MIN};
    scan.readTail(
        Topics.HEARTBEAT,
        HEARTBEATS_READ,
        record -> {
          if (PipelineStateJob.HEARTBEAT_SOURCE.equals(key(record))
              && decoder.decode(record.value()) instanceof Decoded.Success<Heartbeat> heartbeat
              && heartbeat.value().getAt().isAfter(latest[0])) {
            latest[0] = heartbeat.value().getAt();
          }
        });
    return latest[0].equals(Instant.MIN) ? Optional.empty() : Optional.of(latest[0]);
  }

  private static @Nullable String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }
}
