package io.pipelinemonitor.local.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.schema.AlertEvent;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.PipelineSnapshot;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads what the jobs write and keeps the outcome up to date; one thread at a time. */
final class Listener {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<Topic<?>> TOPICS =
      List.of(Topics.SNAPSHOTS, Topics.ALERT_EVENTS, Topics.MODEL_PARAMETERS, Topics.HEARTBEAT);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final RecordDecoder<PipelineSnapshot> snapshots;
  private final RecordDecoder<AlertEvent> alerts;
  private final RecordDecoder<Heartbeat> heartbeats;
  private final Outcome outcome;
  private final Consumer<AlertEvent> onAlert;

  /**
   * @param consumer reads committed records only
   * @param onAlert told of every transition as it is read
   */
  Listener(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      SchemaRegistryClient registry,
      Outcome outcome,
      Consumer<AlertEvent> onAlert) {
    this.consumer = consumer;
    this.snapshots = new RecordDecoder<>(Topics.SNAPSHOTS, registry);
    this.alerts = new RecordDecoder<>(Topics.ALERT_EVENTS, registry);
    this.heartbeats = new RecordDecoder<>(Topics.HEARTBEAT, registry);
    this.outcome = outcome;
    this.onAlert = onAlert;
  }

  /** Begins at the end of each topic: what is there already is nothing new. */
  void start() {
    List<TopicPartition> partitions =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Takes in what has come. */
  void poll() {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
      if (record.topic().equals(Topics.SNAPSHOTS.name())) {
        if (record.value() == null) {
          outcome.forget(key);
        } else {
          with(snapshots, record, outcome::add);
        }
      } else if (record.topic().equals(Topics.ALERT_EVENTS.name())) {
        with(
            alerts,
            record,
            event -> {
              outcome.add(event);
              onAlert.accept(event);
            });
      } else if (record.topic().equals(Topics.MODEL_PARAMETERS.name())) {
        outcome.addLesson();
      } else if (key.equals(PipelineStateJob.HEARTBEAT_SOURCE)) {
        with(heartbeats, record, outcome::add);
      }
    }
  }

  private static <T extends SpecificRecord> void with(
      RecordDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record, Consumer<T> taker) {
    if (decoder.decode(record.value()) instanceof Decoded.Success<T> success) {
      taker.accept(success.value());
    }
  }
}
