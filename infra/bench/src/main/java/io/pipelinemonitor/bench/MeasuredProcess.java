package io.pipelinemonitor.bench;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.pipeline.PipelineStateJob;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.registry.Decoded;
import io.pipelinemonitor.schema.registry.RecordDecoder;
import io.pipelinemonitor.schema.registry.RegistryConnection;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The process that is measured: one line, over the load that is in Kafka already. Broker, registry
 * and generator run elsewhere, so all its processor time is the line's.
 */
final class MeasuredProcess {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(20);

  private final Line line;
  private final String bootstrapServers;
  private final String registryUrl;
  private final long events;
  private final long endMillis;
  private final int parallelism;
  private final String checkpoints;

  private MeasuredProcess(String... arguments) {
    line = Line.of(arguments[0]);
    bootstrapServers = arguments[1];
    registryUrl = arguments[2];
    events = Long.parseLong(arguments[3]);
    endMillis = Long.parseLong(arguments[4]);
    parallelism = Integer.parseInt(arguments[5]);
    checkpoints = arguments[6];
  }

  /** Prints the measurement on standard output. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    MeasuredProcess process = new MeasuredProcess(arguments);
    Measurement measurement =
        switch (process.line) {
          case L1 -> process.consumeAndDecode();
          case L4 -> process.runStateJob();
        };
    out.println(measurement.text());
    out.flush();
    // Flink's and Kafka's threads may take their time; nothing is left to be done.
    Runtime.getRuntime().halt(0);
  }

  private Measurement consumeAndDecode() throws Exception {
    try (SchemaRegistryClient registry = RegistryConnection.open(registryUrl, Map.of());
        KafkaConsumer<byte[], byte[]> consumer = consumer(Topics.DEAL_EVENTS, true)) {
      RecordDecoder<DealEvent> decoder = new RecordDecoder<>(Topics.DEAL_EVENTS, registry);
      Stopwatch stopwatch = new Stopwatch();
      long decoded = 0;
      while (decoded < events) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (decoder.decode(record.value()) instanceof Decoded.Success<DealEvent>) {
            decoded++;
          }
        }
      }
      return stopwatch.stop(decoded);
    }
  }

  /** Until the job says that every snapshot up to the last event has been sent. */
  private Measurement runStateJob() throws Exception {
    try (SchemaRegistryClient registry = RegistryConnection.open(registryUrl, Map.of());
        KafkaConsumer<byte[], byte[]> heartbeats = consumer(Topics.HEARTBEAT, false)) {
      RecordDecoder<Heartbeat> decoder = new RecordDecoder<>(Topics.HEARTBEAT, registry);
      StreamExecutionEnvironment env = environment();
      PipelineStateJob.define(env, settings());
      Stopwatch stopwatch = new Stopwatch();
      JobClient job = env.executeAsync(PipelineStateJob.NAME);
      long deadline = System.nanoTime() + LONGEST.toNanos();
      while (System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> record : heartbeats.poll(POLL)) {
          if (decoder.decode(record.value()) instanceof Decoded.Success<Heartbeat> success
              && success.value().getSource().equals(PipelineStateJob.HEARTBEAT_SOURCE)
              && success.value().getAt().toEpochMilli() >= endMillis) {
            return stopwatch.stop(events);
          }
        }
        if (job.getJobStatus().get().isGloballyTerminalState()) {
          throw new IllegalStateException("the job ended by itself: " + job.getJobStatus().get());
        }
      }
      throw new IllegalStateException("the job did not come to the end within " + LONGEST);
    }
  }

  private StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(128));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(128));
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  private JobSettings settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("schema.registry.url", registryUrl);
    settings.put("clock", "data");
    // The last tick is closed once the partitions are silent: that wait is not the job's work.
    settings.put("partition.idle-after.millis", "200");
    return JobSettings.of(settings);
  }

  private KafkaConsumer<byte[], byte[]> consumer(Topic<?> topic, boolean fromTheBeginning) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    if (fromTheBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      partitions.forEach(consumer::position);
    }
    return consumer;
  }
}
