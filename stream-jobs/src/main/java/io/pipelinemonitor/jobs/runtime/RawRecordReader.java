package io.pipelinemonitor.jobs.runtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes records as they are and makes their timestamps monotone within each partition. */
final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable Map<String, long[]> latest;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
    out.collect(
        new RawRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            streamTime(record),
            record.key(),
            record.value()));
  }

  private long streamTime(ConsumerRecord<byte[], byte[]> record) {
    if (latest == null) {
      latest = new HashMap<>();
    }
    long[] byPartition = latest.get(record.topic());
    if (byPartition == null || byPartition.length <= record.partition()) {
      int known = byPartition == null ? 0 : byPartition.length;
      byPartition =
          byPartition == null
              ? new long[record.partition() + 1]
              : Arrays.copyOf(byPartition, record.partition() + 1);
      Arrays.fill(byPartition, known, byPartition.length, Long.MIN_VALUE);
      latest.put(record.topic(), byPartition);
    }
    long streamTime = Math.max(byPartition[record.partition()], record.timestamp());
    byPartition[record.partition()] = streamTime;
    return streamTime;
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return Types.POJO(RawRecord.class);
  }
}
