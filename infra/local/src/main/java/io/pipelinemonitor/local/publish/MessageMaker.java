package io.pipelinemonitor.local.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.json.NaturalJsonException;
import io.pipelinemonitor.schema.topic.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes the Kafka message of one line: a record in natural JSON, or a deletion of a key. */
final class MessageMaker<T extends SpecificRecord> {
  /** The one field of a line that deletes: {@code {"$delete": "<key>"}}. */
  static final String DELETE = "$delete";

  private static final String DELETED_AT = "at";
  private static final byte[] DELETE_MARK = ("\"" + DELETE + "\"").getBytes(StandardCharsets.UTF_8);
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Topic<T> topic;
  private final NaturalJson<T> json;
  private final Function<T, byte[]> encoder;
  private final TimestampSource timestamps;
  private final InstantSource clock;

  MessageMaker(
      Topic<T> topic,
      Function<T, byte[]> encoder,
      TimestampSource timestamps,
      InstantSource clock) {
    this.topic = topic;
    this.json = NaturalJson.of(topic.recordType());
    this.encoder = encoder;
    this.timestamps = timestamps;
    this.clock = clock;
  }

  ProducerRecord<byte[], byte[]> make(byte[] buffer, int start, int length, long number)
      throws BadLineException {
    if (isDeletion(buffer, start, length)) {
      return deletion(buffer, start, length);
    }
    T record;
    byte[] value;
    try {
      record = json.read(buffer, start, length, number);
      value = encoder.apply(record);
    } catch (NaturalJsonException e) {
      throw new BadLineException(e.path().isEmpty() ? e.problem() : e.path() + ": " + e.problem());
    } catch (IllegalArgumentException e) {
      throw new BadLineException(String.valueOf(e.getMessage()));
    }
    String key = topic.key(record);
    if (key == null && topic.retention().isCompacted()) {
      throw new BadLineException(
          "%s keeps one record a key (%s), and this one has no key"
              .formatted(topic.name(), topic.keyDescription()));
    }
    return message(key, timestamp(topic.time(record)), value);
  }

  private ProducerRecord<byte[], byte[]> message(
      @Nullable String key, long timestamp, byte @Nullable [] value) {
    return new ProducerRecord<>(
        topic.name(),
        null,
        timestamp,
        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
        value);
  }

  private long timestamp(@Nullable Instant own) throws BadLineException {
    return switch (timestamps) {
      case NOW -> clock.millis();
      case EVENT -> {
        if (own == null) {
          throw new BadLineException(
              "it has no time of its own, which --timestamps event asks for");
        }
        yield own.toEpochMilli();
      }
    };
  }

  /** Looks at the first field name only, so that an ordinary record costs no second reading. */
  private static boolean isDeletion(byte[] buffer, int start, int length) {
    int end = start + length;
    int at = skipSpace(buffer, start, end);
    if (at >= end || buffer[at] != '{') {
      return false;
    }
    at = skipSpace(buffer, at + 1, end);
    if (end - at < DELETE_MARK.length) {
      return false;
    }
    for (int i = 0; i < DELETE_MARK.length; i++) {
      if (buffer[at + i] != DELETE_MARK[i]) {
        return false;
      }
    }
    return true;
  }

  private static int skipSpace(byte[] buffer, int from, int end) {
    int at = from;
    while (at < end && (buffer[at] == ' ' || buffer[at] == '\t')) {
      at++;
    }
    return at;
  }

  private ProducerRecord<byte[], byte[]> deletion(byte[] buffer, int start, int length)
      throws BadLineException {
    if (!topic.retention().isCompacted()) {
      throw new BadLineException(
          "%s keeps every record, so nothing is deleted from it by key".formatted(topic.name()));
    }
    String key = null;
    Instant at = null;
    try (JsonParser parser = FACTORY.createParser(buffer, start, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
        if (field.equals(DELETE) && text) {
          key = parser.getText();
        } else if (field.equals(DELETED_AT) && text) {
          at = Instant.parse(parser.getText());
        } else {
          throw new BadLineException(
              "a deletion is {\"$delete\": \"<key>\"}, and may have \"at\": \"<instant>\"; '%s' is neither"
                  .formatted(field));
        }
      }
      if (parser.nextToken() != null) {
        throw new BadLineException("something follows the deletion on its line");
      }
    } catch (DateTimeParseException e) {
      throw new BadLineException("at: expected an instant such as 2026-02-01T09:30:00Z");
    } catch (IOException e) {
      throw new BadLineException("not valid JSON: " + e.getMessage());
    }
    if (key == null || key.isEmpty()) {
      throw new BadLineException("$delete: expected the key to delete");
    }
    return message(key, timestamp(at), null);
  }
}
