package io.pipelinemonitor.local.demo;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** Writes records of any topic in the Confluent wire format; one thread at a time. */
public final class Encoders {

  private final SchemaRegistryClient registry;
  private final Map<Topic<?>, Encoder<?>> encoders = new HashMap<>();

  /** The topics' schemas are registered already. */
  public Encoders(SchemaRegistryClient registry) {
    this.registry = registry;
  }

  /**
   * The record's bytes.
   *
   * @throws ClassCastException if the record is not of the topic's type
   */
  public byte[] encode(Topic<?> topic, SpecificRecord record) {
    return encoders.computeIfAbsent(topic, this::open).encode(record);
  }

  private <T extends SpecificRecord> Encoder<T> open(Topic<T> topic) {
    return new Encoder<>(topic.recordType(), RecordEncoder.open(topic, registry));
  }

  private record Encoder<T extends SpecificRecord>(Class<T> type, RecordEncoder<T> encoder) {
    byte[] encode(SpecificRecord record) {
      return encoder.encode(type.cast(record));
    }
  }
}
