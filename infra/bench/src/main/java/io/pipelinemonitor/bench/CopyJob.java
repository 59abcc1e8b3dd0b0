package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.runtime.JobEnvironment;
import io.pipelinemonitor.schema.topic.Topics;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Deal events from topic to topic, untouched, at least once: what Flink and Kafka cost before
 * anything is done. Kafka's clients are set as the product sets them.
 */
final class CopyJob {

  static final String NAME = "copy";

  /** Where the copies go. */
  static final String TOPIC = "bench.copy";

  private CopyJob() {}

  static void define(StreamExecutionEnvironment env, String bootstrapServers) {
    JobEnvironment.prepare(env);
    KafkaSource<BytesRecord> source =
        KafkaSource.<BytesRecord>builder()
            .setBootstrapServers(bootstrapServers)
            .setTopics(Topics.DEAL_EVENTS.name())
            .setGroupId(NAME)
            .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setDeserializer(new Reader())
            .build();
    KafkaSink<BytesRecord> sink =
        KafkaSink.<BytesRecord>builder()
            .setBootstrapServers(bootstrapServers)
            .setProperty(ProducerConfig.LINGER_MS_CONFIG, "1")
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new Writer())
            .build();
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "copy-input")
        .uid("copy-input")
        .sinkTo(sink)
        .name("copy-output")
        .uid("copy-output");
  }

  private static final class Reader implements KafkaRecordDeserializationSchema<BytesRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<BytesRecord> out) {
      out.collect(new BytesRecord(record.key(), record.value()));
    }

    @Override
    public TypeInformation<BytesRecord> getProducedType() {
      return TypeInformation.of(BytesRecord.class);
    }
  }

  private static final class Writer implements KafkaRecordSerializationSchema<BytesRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        BytesRecord record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(TOPIC, null, timestamp, record.key(), record.value());
    }
  }
}
