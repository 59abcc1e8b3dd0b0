package io.pipelinemonitor.local.demo;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.simulator.SimulatedRecord;
import io.pipelinemonitor.schema.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes simulated records to Kafka as their time comes, each with its time as its timestamp. */
public final class QuarterPublisher {

  private final Producer<byte[], byte[]> producer;
  private final WireFormat format;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile long published;

  public QuarterPublisher(Producer<byte[], byte[]> producer, WireFormat format) {
    this.producer = producer;
    this.format = format;
  }

  /**
   * Publishes the records and waits until Kafka has them.
   *
   * @param records in the order of their arrival
   * @param pace when each is due
   * @return whether all were published; false if the pace lost patience
   * @throws Problem if Kafka does not take them
   */
  public boolean publish(List<SimulatedRecord> records, Pace pace) throws InterruptedException {
    for (SimulatedRecord record : records) {
      if (!pace.await(record.at())) {
        return false;
      }
      producer.send(
          new ProducerRecord<>(
              record.topic().name(),
              null,
              record.at() / 1_000,
              record.key().getBytes(StandardCharsets.UTF_8),
              format.encode(record.topic(), record.value())),
          (metadata, exception) -> {
            if (exception != null) {
              failure.compareAndSet(null, exception);
            }
          });
      published++;
      requireTaken();
    }
    producer.flush();
    requireTaken();
    return true;
  }

  /** How many records have been handed to Kafka. */
  public long published() {
    return published;
  }

  private void requireTaken() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new Problem(
          "Kafka does not take the simulated records: %s.".formatted(Problem.reason(cause)), cause);
    }
  }

  /** Turns a record into the bytes of its topic. */
  @FunctionalInterface
  public interface WireFormat {
    byte[] encode(Topic<?> topic, SpecificRecord record);
  }
}
