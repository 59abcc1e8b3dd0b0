package io.pipelinemonitor.jobs.runtime;

import io.pipelinemonitor.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Records that could not be used, on their way out: with a reason, and nothing lost. */
public final class DeadLetters {

  /** The side output of every operator that reads records. */
  public static final OutputTag<DeadLetter> TAG =
      new OutputTag<>("dead-letters", new AvroTypeInfo<>(DeadLetter.class));

  private DeadLetters() {}

  /**
   * The dead letter of a record.
   *
   * @param reason what is wrong, where, and what to do
   * @param failedBy the job and operator
   * @param now wall clock, milliseconds
   */
  public static DeadLetter of(
      RawRecord record, UnusableRecordException reason, String failedBy, long now) {
    return DeadLetter.newBuilder()
        .setKey(buffer(record.key()))
        .setValue(buffer(record.value()))
        .setTopic(record.topic())
        .setPartition(record.partition())
        .setOffset(record.offset())
        .setTimestamp(Instant.ofEpochMilli(record.kafkaTimestamp()))
        .setReason(reason.reason())
        .setMessage(reason.text())
        .setFailedBy(failedBy)
        .setFailedAt(Instant.ofEpochMilli(now))
        .build();
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
