package io.pipelinemonitor.local.stack;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.AlertTransition;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes steps by and by, in transactions as the alert job does. Before every tenth there is one
 * that is aborted, with a step that nobody may ever hear of.
 */
final class StepStream implements AutoCloseable {

  /** Of incidents that there never were. */
  static final String GHOST = "ghost";

  private static final long WRITE_EVERY_MILLIS = 100;
  private static final int ABORT_EVERY = 10;

  private final SchemaRegistryClient registry;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordEncoder<AlertEvent> encoder;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<AlertEvent> steps;
  private final int atATime;
  private Future<?> writing;
  private int allowed;
  private int written;
  private int transactions;

  /**
   * A stream that has not begun.
   *
   * @param atATime how many are in one transaction at most
   */
  StepStream(Stack stack, List<AlertEvent> steps, int atATime) throws IOException {
    this.steps = List.copyOf(steps);
    this.atATime = atATime;
    Properties properties = stack.connection().kafkaClient();
    properties.put("transactional.id", "step-stream");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
    registry = stack.connection().registry();
    encoder = RecordEncoder.open(Topics.ALERT_EVENTS, registry);
    writing =
        thread.scheduleWithFixedDelay(this::write, 0, WRITE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Goes on until so many are written in all. */
  synchronized void goOnTo(int number) {
    allowed = Math.min(number, steps.size());
  }

  synchronized boolean isWritten() throws InterruptedException, ExecutionException {
    if (writing.isDone()) {
      writing.get();
    }
    return written == steps.size();
  }

  private synchronized void write() {
    List<AlertEvent> next = steps.subList(written, Math.min(allowed, written + atATime));
    if (next.isEmpty()) {
      return;
    }
    if (++transactions % ABORT_EVERY == 0) {
      producer.beginTransaction();
      send(AlertSteps.step(GHOST + transactions, 1, AlertTransition.FIRED, "rep-0"));
      producer.flush();
      producer.abortTransaction();
    }
    producer.beginTransaction();
    next.forEach(this::send);
    producer.commitTransaction();
    written += next.size();
  }

  private void send(AlertEvent step) {
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(
                Topics.ALERT_EVENTS.name(),
                step.getIncidentId().getBytes(StandardCharsets.UTF_8),
                encoder.encode(step)));
  }

  @Override
  public void close() throws IOException {
    thread.shutdownNow();
    producer.close();
    registry.close();
  }
}
