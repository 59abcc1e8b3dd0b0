package io.pipelinemonitor.local.publish;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.registry.SchemaRegistrar;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes natural JSON lines to a topic; a bad line is reported and left out. */
public final class LinePublisher<T extends SpecificRecord> {
  private static final long PROGRESS_EVERY = 256;
  private static final Duration REGISTRY_LIMIT = Duration.ofSeconds(10);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final Producer<byte[], byte[]> producer;
  private final MessageMaker<T> maker;
  private final BadLines badLines;
  private final boolean strict;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicReference<@Nullable Exception> broken = new AtomicReference<>();

  /**
   * @param strict whether to stop at the first bad line
   * @param badLines told of each bad line, from any thread
   */
  public LinePublisher(
      Producer<byte[], byte[]> producer,
      Topic<T> topic,
      Function<T, byte[]> encoder,
      TimestampSource timestamps,
      InstantSource clock,
      boolean strict,
      BadLines badLines) {
    this.producer = producer;
    this.maker = new MessageMaker<>(topic, encoder, timestamps, clock);
    this.strict = strict;
    this.badLines = badLines;
  }

  /**
   * A publisher to a running stack; it registers the topic's schema if nobody has yet.
   *
   * @param strict whether to stop at the first bad line
   * @param badLines told of each bad line, from any thread
   */
  public static <T extends SpecificRecord> LinePublisher<T> to(
      Connection connection,
      Topic<T> topic,
      TimestampSource timestamps,
      InstantSource clock,
      boolean strict,
      BadLines badLines)
      throws IOException {
    RecordEncoder<T> encoder;
    try (SchemaRegistryClient registry = connection.registry()) {
      new SchemaRegistrar(registry, REGISTRY_LIMIT)
          .register(topic.subject(), topic.publishedSchema());
      encoder = RecordEncoder.open(topic, registry);
    }
    return new LinePublisher<>(
        new KafkaProducer<>(
            producerProperties(connection), new ByteArraySerializer(), new ByteArraySerializer()),
        topic,
        encoder::encode,
        timestamps,
        clock,
        strict,
        badLines);
  }

  /**
   * Publishes lines to a running stack as of one moment, and returns when Kafka has them.
   *
   * @throws Problem if there is anything wrong with any of them
   */
  public static void publishAt(
      Connection connection, Topic<? extends SpecificRecord> topic, String lines, Instant at)
      throws IOException {
    List<String> refusals = new CopyOnWriteArrayList<>();
    to(
            connection,
            topic,
            TimestampSource.NOW,
            InstantSource.fixed(at),
            true,
            (line, reason) -> refusals.add(reason))
        .publish(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), bytes -> {});
    if (!refusals.isEmpty()) {
      throw new Problem("Kafka does not take it: %s.".formatted(String.join("; ", refusals)));
    }
  }

  private static Properties producerProperties(Connection connection) {
    Properties properties = connection.kafkaClient();
    properties.put("client.id", "monitor-publish");
    properties.putIfAbsent("acks", "all");
    properties.putIfAbsent("enable.idempotence", "true");
    properties.putIfAbsent("linger.ms", "20");
    properties.putIfAbsent("batch.size", Integer.toString(256 * 1024));
    properties.putIfAbsent("compression.type", "lz4");
    properties.putIfAbsent("delivery.timeout.ms", "60000");
    return properties;
  }

  /**
   * Publishes every line and waits until Kafka has them.
   *
   * @param progress told now and then how many bytes of the input have been read
   * @throws Problem if Kafka stops taking records
   */
  public Published publish(InputStream in, LongConsumer progress) throws IOException {
    LineReader lines = new LineReader(in);
    long bad = 0;
    while (broken.get() == null && (!strict || bad + refused.get() == 0) && lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      long number = lines.number();
      try {
        send(maker.make(lines.buffer(), lines.start(), lines.length(), number), number);
      } catch (BadLineException e) {
        bad++;
        badLines.report(number, String.valueOf(e.getMessage()));
      }
      if (number % PROGRESS_EVERY == 0) {
        progress.accept(lines.bytesRead());
      }
    }
    producer.flush();
    producer.close(CLOSE_LIMIT);
    progress.accept(lines.bytesRead());
    Exception failure = broken.get();
    if (failure != null) {
      throw new Problem(
          "Kafka stopped taking records after %d: %s. Publish the rest again when it is back; a record sent twice changes nothing."
              .formatted(acknowledged.get(), Problem.reason(failure)),
          failure);
    }
    return new Published(acknowledged.get(), bad + refused.get());
  }

  private void send(ProducerRecord<byte[], byte[]> message, long number) throws BadLineException {
    try {
      // What becomes of it is told to the callback.
      Future<RecordMetadata> unused =
          producer.send(
              message,
              (metadata, failure) -> {
                if (failure == null) {
                  acknowledged.incrementAndGet();
                } else {
                  failed(number, failure);
                }
              });
    } catch (RecordTooLargeException e) {
      throw new BadLineException(Problem.reason(e));
    } catch (KafkaException e) {
      broken.compareAndSet(null, e);
    }
  }

  private void failed(long number, Exception failure) {
    if (failure instanceof RecordTooLargeException) {
      refused.incrementAndGet();
      badLines.report(number, "too large for Kafka: " + Problem.reason(failure));
    } else if (failure instanceof InvalidTimestampException) {
      refused.incrementAndGet();
      badLines.report(number, "Kafka refuses its time: " + Problem.reason(failure));
    } else {
      broken.compareAndSet(null, failure);
    }
  }

  /** Is told of lines that could not be published. */
  @FunctionalInterface
  public interface BadLines {
    void report(long line, String reason);
  }

  /**
   * What became of the lines.
   *
   * @param sent in Kafka for certain
   * @param bad reported and left out
   */
  public record Published(long sent, long bad) {}
}
