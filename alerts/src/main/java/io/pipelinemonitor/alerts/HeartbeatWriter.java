package io.pipelinemonitor.alerts;

import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes heartbeats, each with its own time as the Kafka timestamp, and knows the last one that
 * Kafka took.
 */
final class HeartbeatWriter {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatWriter.class);

  private final Producer<byte[], byte[]> producer;
  private final Function<Heartbeat, byte[]> encoder;
  private final String source;
  private final Clock clock;
  private volatile @Nullable Instant lastWritten;
  private volatile boolean failing;

  HeartbeatWriter(
      Producer<byte[], byte[]> producer,
      Function<Heartbeat, byte[]> encoder,
      String source,
      Clock clock) {
    this.producer = producer;
    this.encoder = encoder;
    this.source = source;
    this.clock = clock;
  }

  /** Sends one heartbeat; what becomes of it shows in {@link #lastWritten}. */
  void beat() {
    // Kafka's timestamps have milliseconds, and the record's must be the same instant.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            Topics.HEARTBEAT.name(),
            null,
            now.toEpochMilli(),
            source.getBytes(StandardCharsets.UTF_8),
            encoder.apply(new Heartbeat(source, now, List.of())));
    // What becomes of it is told to the callback.
    Future<RecordMetadata> unused =
        producer.send(
            message,
            (metadata, failure) -> {
              if (failure == null) {
                lastWritten = now;
                failing = false;
              } else if (!failing) {
                failing = true;
                LOG.warn("Heartbeats do not reach Kafka, still trying: {}", failure.toString());
              }
            });
  }

  /** The time of the newest heartbeat that Kafka acknowledged. */
  Optional<Instant> lastWritten() {
    return Optional.ofNullable(lastWritten);
  }
}
