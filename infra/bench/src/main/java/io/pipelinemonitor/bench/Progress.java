package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far a job on Flink has come, seen from outside: of how many events the effect is there. */
interface Progress extends AutoCloseable {

  /** Asks once more, and waits a little if there is nothing new. */
  long events() throws InterruptedException;

  @Override
  void close();

  /** By the number of copies. */
  static Progress ofCopies(String bootstrapServers) {
    TopicConsumer copies =
        TopicConsumer.fromNow(
            bootstrapServers, CopyJob.TOPIC, TopicConsumer.Isolation.READ_UNCOMMITTED);
    long before = copies.end();
    return new Progress() {
      @Override
      public long events() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(20);
        return copies.end() - before;
      }

      @Override
      public void close() {
        copies.close();
      }
    };
  }

  /**
   * By the state job's own heartbeats, which say up to when every snapshot has been sent; whether
   * they are committed yet does not matter here.
   */
  static Progress ofStateJob(Assignment assignment, SchemaRegistryClient registry) {
    TopicConsumer heartbeats =
        TopicConsumer.fromNow(
            assignment.bootstrapServers(),
            Topics.HEARTBEAT.name(),
            TopicConsumer.Isolation.READ_UNCOMMITTED);
    RecordDecoder<Heartbeat> decoder = new RecordDecoder<>(Topics.HEARTBEAT, registry);
    return new Progress() {
      private long events;

      @Override
      public long events() {
        for (ConsumerRecord<byte[], byte[]> record : heartbeats.poll()) {
          if (decoder.decode(record.value()) instanceof Decoded.Success<Heartbeat> success
              && success.value().getSource().equals(PipelineStateJob.HEARTBEAT_SOURCE)) {
            long at = success.value().getAt().toEpochMilli();
            events = Math.max(events, assignment.shape().eventsBefore(at));
          }
        }
        return events;
      }

      @Override
      public void close() {
        heartbeats.close();
      }
    };
  }
}
