package io.pipelinemonitor.bench;

/**
 * A Kafka record as it is, for {@link CopyJob}; public because Flink is to know its fields.
 *
 * @param key as read
 * @param value as read
 */
public record BytesRecord(byte[] key, byte[] value) {}
