package io.pipelinemonitor.schema.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.pipelinemonitor.schema.DeadLetterReason;
import io.pipelinemonitor.schema.registry.RegistryCall.NotFoundException;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one topic from the Confluent wire format, whatever version of the schema
 * they were written with. Bytes that are no such record are a value ({@link Decoded.Failure}), a
 * registry that is away is an exception: the first goes to the dead letters, the second is tried
 * again. It reuses its buffers: one thread at a time.
 */
public final class RecordDecoder<T extends SpecificRecord> {

  /** An id may be unknown only because a replica of the registry lags behind. */
  static final Duration UNKNOWN_ID_KEPT = Duration.ofSeconds(10);

  /** Ids in corrupt bytes are random: without a bound they would fill the memory. */
  private static final int MOST_UNKNOWN_IDS = 1_000;

  private static final String FOREIGN_SCHEMA_MESSAGE = "Invalid schema ";

  private final Schema schema;
  private final SpecificData model;
  private final PlainLists plainLists;
  private final SchemaRegistryClient client;
  private final LongSupplier nanoTime;

  // One parsed schema and one reader for each writer's schema: Avro's fast reader keeps what it
  // builds for each parsed schema that it meets, so parsing again for each record would leak.
  private final Map<Integer, Writer<T>> writers = new HashMap<>();
  private final Map<Integer, Long> unknownIds = new HashMap<>();
  private @Nullable BinaryDecoder decoder;

  /** A decoder; it asks the registry for a writer's schema when it first meets its id. */
  public RecordDecoder(Topic<T> topic, SchemaRegistryClient client) {
    this(topic.recordType(), client, System::nanoTime);
  }

  RecordDecoder(Class<T> recordType, SchemaRegistryClient client, LongSupplier nanoTime) {
    this.model = SpecificData.getForClass(recordType);
    this.schema = model.getSchema(recordType);
    this.plainLists = PlainLists.of(schema);
    this.client = client;
    this.nanoTime = nanoTime;
  }

  /**
   * The record in the bytes, or why there is none. A null is reported as an unexpected tombstone;
   * on a compacted topic, where it deletes, look for it before.
   *
   * @throws RegistryUnavailableException when the writer's schema is not known yet and the registry
   *     cannot be asked just now
   * @throws RegistryException when the registry refuses, for example these credentials
   */
  public Decoded<T> decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Decoded.Failure<>(
          DeadLetterReason.UNEXPECTED_TOMBSTONE, "a null value where every record has one");
    }
    if (bytes.length < WireFormat.HEADER_LENGTH || bytes[0] != WireFormat.MAGIC) {
      return new Decoded.Failure<>(
          DeadLetterReason.UNDECODABLE,
          bytes.length < WireFormat.HEADER_LENGTH
              ? "only "
                  + bytes.length
                  + " bytes; the schema registry's wire format has at least "
                  + WireFormat.HEADER_LENGTH
              : "the first byte is "
                  + bytes[0]
                  + ", not 0: not in the schema registry's wire format");
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    Writer<T> writer = writers.get(id);
    if (writer == null) {
      Optional<Writer<T>> asked = ask(id);
      if (asked.isEmpty()) {
        return new Decoded.Failure<>(
            DeadLetterReason.UNKNOWN_SCHEMA, "the schema registry has no schema with id " + id);
      }
      writer = asked.get();
      writers.put(id, writer);
    }
    return writer.reader == null
        ? new Decoded.Failure<>(DeadLetterReason.WRONG_SCHEMA, writer.refusal)
        : read(writer.reader, bytes);
  }

  private Decoded<T> read(DatumReader<T> reader, byte[] bytes) {
    try {
      decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  bytes,
                  WireFormat.HEADER_LENGTH,
                  bytes.length - WireFormat.HEADER_LENGTH,
                  decoder);
      T value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        return new Decoded.Failure<>(
            DeadLetterReason.UNDECODABLE,
            "bytes are left after the " + schema.getName() + ": written with another schema");
      }
      plainLists.apply(value);
      return new Decoded.Success<>(value);
    } catch (IOException | RuntimeException e) {
      // Random bytes make Avro throw almost anything; whatever it is, this record is unreadable.
      return new Decoded.Failure<>(
          DeadLetterReason.UNDECODABLE,
          "the bytes are no " + schema.getName() + ": " + describe(e));
    }
  }

  private Optional<Writer<T>> ask(int id) {
    Long unknownSince = unknownIds.get(id);
    if (unknownSince != null && nanoTime.getAsLong() - unknownSince < UNKNOWN_ID_KEPT.toNanos()) {
      return Optional.empty();
    }
    unknownIds.remove(id);
    try {
      Optional<Schema> written =
          RegistryCall.run("read the schema with id " + id, () -> schema(id));
      return Optional.of(
          written
              .map(schema -> writer(id, schema))
              .orElseGet(() -> Writer.refused("schema " + id + " is not an Avro schema")));
    } catch (NotFoundException e) {
      if (unknownIds.size() >= MOST_UNKNOWN_IDS) {
        unknownIds.clear();
      }
      unknownIds.put(id, nanoTime.getAsLong());
      return Optional.empty();
    }
  }

  /** The schema with that id; empty when it is none that Avro can read. */
  private Optional<Schema> schema(int id) throws IOException, RestClientException {
    try {
      return client.getSchemaById(id) instanceof AvroSchema avro
          ? Optional.of(avro.rawSchema())
          : Optional.empty();
    } catch (IOException e) {
      // The client tells a schema of another kind (JSON Schema, Protobuf) from a broken connection
      // by this message alone; only the latter is worth trying again.
      if (e.getMessage() != null && e.getMessage().startsWith(FOREIGN_SCHEMA_MESSAGE)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Writer<T> writer(int id, Schema written) {
    if (!schema.getFullName().equals(written.getFullName())) {
      return Writer.refused(
          "schema " + id + " is a " + written.getFullName() + ", not a " + schema.getFullName());
    }
    List<String> problems = Compatibility.readingProblems(schema, written);
    if (!problems.isEmpty()) {
      return Writer.refused(
          "schema " + id + " cannot be read as " + schema.getName() + ": " + problems.get(0));
    }
    return new Writer<>(new SpecificDatumReader<>(written, schema, model), "");
  }

  private static String describe(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** What one writer's schema means to us: how to read it, or why we refuse to. */
  private record Writer<T>(@Nullable DatumReader<T> reader, String refusal) {
    static <T> Writer<T> refused(String why) {
      return new Writer<>(null, why);
    }
  }
}
