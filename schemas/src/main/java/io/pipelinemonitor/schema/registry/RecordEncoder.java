package io.pipelinemonitor.schema.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.schema.registry.RegistryCall.NotFoundException;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the records of one topic in the Confluent wire format. It reuses its buffers: one thread
 * at a time.
 */
public final class RecordEncoder<T extends SpecificRecord> {

  private static final int FIRST_BUFFER_BYTES = 512;

  private final Topic<T> topic;
  private final int schemaId;
  private final DatumWriter<T> writer;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
  private @Nullable BinaryEncoder encoder;

  private RecordEncoder(Topic<T> topic, int schemaId) {
    this.topic = topic;
    this.schemaId = schemaId;
    this.writer =
        new SpecificDatumWriter<>(topic.schema(), SpecificData.getForClass(topic.recordType()));
  }

  /**
   * An encoder for a topic whose schema is registered (see {@link SchemaRegistrar}); asks the
   * registry once, here, for the schema's id.
   *
   * @throws RegistryUnavailableException when the registry cannot be asked just now
   * @throws RegistryException when it does not have the schema, or refuses
   */
  public static <T extends SpecificRecord> RecordEncoder<T> open(
      Topic<T> topic, SchemaRegistryClient client) {
    try {
      int id =
          RegistryCall.run(
              "look up the schema of " + topic.subject(),
              () -> client.getId(topic.subject(), new AvroSchema(topic.publishedSchema())));
      return new RecordEncoder<>(topic, id);
    } catch (NotFoundException e) {
      throw new RegistryException(
          "the schema registry does not have this program's schema of "
              + topic.subject()
              + ": register it at start (SchemaRegistrar), or let this program register it",
          e);
    }
  }

  /** The id that the registry gave to the topic's schema. */
  public int schemaId() {
    return schemaId;
  }

  /**
   * The record in the wire format, in an array of its own.
   *
   * @throws IllegalArgumentException when a field that cannot be null is null
   */
  public byte[] encode(T record) {
    encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
    // After the line above: taking an encoder back into use lets go of what a failed record left.
    buffer.reset();
    buffer.write(WireFormat.MAGIC);
    buffer.write(schemaId >>> 24);
    buffer.write(schemaId >>> 16);
    buffer.write(schemaId >>> 8);
    buffer.write(schemaId);
    try {
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "not a complete " + topic.recordType().getSimpleName() + ": " + e.getMessage(), e);
    }
    return buffer.toByteArray();
  }
}
