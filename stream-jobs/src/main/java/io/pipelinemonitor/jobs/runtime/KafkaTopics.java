package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetter;
import io.pipelinemonitor.schema.topic.Topic;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.metrics.JmxReporter;

/** A job's way into and out of Kafka. */
public final class KafkaTopics {

  /** Longer than any pause between checkpoints, shorter than a broker's default limit of 15 min. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = "600000";

  private final JobSettings settings;
  private final String job;

  /**
   * @param job names the consumer group under which progress can be watched, and whose writes are
   *     counted until they are acknowledged
   */
  public KafkaTopics(JobSettings settings, String job) {
    this.settings = settings;
    this.job = job;
  }

  /**
   * All records of the topics in one stream, from the beginning unless a checkpoint says otherwise.
   * One source for all, so that stream time is one.
   *
   * @param clock how stream time follows from the records
   */
  public DataStream<RawRecord> read(
      StreamExecutionEnvironment env, String uid, SourceClock clock, List<Topic<?>> topics) {
    KafkaSource<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setProperties(consumerProperties(clock, topics))
            .setClientIdPrefix(clock.clientIdPrefix())
            .setTopics(topics.stream().map(Topic::name).toList())
            .setGroupId(job)
            .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new RawRecordReader())
            .build();
    return env.fromSource(source, clock, uid).uid(uid);
  }

  /** Such that the clock learns how far the consumer is behind. */
  private Properties consumerProperties(SourceClock clock, List<Topic<?>> topics) {
    Properties properties = settings.kafkaProperties();
    properties.merge(
        CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
        JmxReporter.class.getName() + "," + ConsumerBacklog.class.getName(),
        (chosen, ours) -> chosen + "," + ConsumerBacklog.class.getName());
    if (topics.stream().map(Topic::name).anyMatch(clock::movesWith)) {
      // A partition's turn takes as long as all of this takes. With a large one, stream time moves
      // in jumps, and what lies between the slowest and the fastest partition waits in memory.
      properties.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536");
    }
    return properties;
  }

  /** Writes to the topic: in transactions, to be read {@code read_committed}, or at least once. */
  public <T extends SpecificRecord> void write(
      DataStream<T> records, String uid, Topic<T> topic, boolean exactlyOnce) {
    if (exactlyOnce) {
      writeExactlyOnce(records, uid, topic);
    } else {
      writeAtLeastOnce(records, uid, topic);
    }
  }

  private <T extends SpecificRecord> void writeAtLeastOnce(
      DataStream<T> records, String uid, Topic<T> topic) {
    records
        .sinkTo(
            sink(new TopicChoice.Fixed<T>(topic.name()), DeliveryGuarantee.AT_LEAST_ONCE).build())
        .name(uid)
        .uid(uid);
  }

  private <T extends SpecificRecord> void writeExactlyOnce(
      DataStream<T> records, String uid, Topic<T> topic) {
    records
        .sinkTo(
            sink(new TopicChoice.Fixed<T>(topic.name()), DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(uid)
                .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                .setProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS)
                .build())
        .name(uid)
        .uid(uid);
  }

  /** Writes each dead letter to the dead-letter topic of where it was read. */
  public void writeDeadLetters(DataStream<DeadLetter> letters, String uid) {
    letters
        .sinkTo(
            sink(new TopicChoice.OfDeadLetter(), DeliveryGuarantee.AT_LEAST_ONCE)
                .setRecordSerializer(
                    new CountedDeadLetters(
                        new RecordSerializer<>(settings, new TopicChoice.OfDeadLetter())))
                .build())
        .name(uid)
        .uid(uid);
  }

  private <T extends SpecificRecord> KafkaSinkBuilder<T> sink(
      TopicChoice<T> choice, DeliveryGuarantee guarantee) {
    Properties properties = settings.kafkaProperties();
    // A small part of a tick. Sent one by one, records would cost the broker more than us.
    properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
    properties.put(JobWrites.JOB, job);
    properties.merge(
        ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
        JobWrites.class.getName(),
        (chosen, ours) -> chosen + "," + ours);
    return KafkaSink.<T>builder()
        .setKafkaProducerConfig(properties)
        .setDeliveryGuarantee(guarantee)
        .setRecordSerializer(new RecordSerializer<>(settings, choice));
  }
}
