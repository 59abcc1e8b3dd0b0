package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Natural JSON of one type of record: one object a line, an absent field is null (or its default),
 * instants and days in ISO-8601, money as a decimal in major units, enums by name, bytes in base64.
 * Strict in reading: an unknown, repeated or mistyped field is refused, by line, field and expected
 * type. Derived from the schema, so a new field needs no code here. Safe for concurrent use.
 */
public final class NaturalJson<T extends SpecificRecord> {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final Class<T> type;
  private final RecordShape shape;

  private NaturalJson(Class<T> type, RecordShape shape) {
    this.type = type;
    this.shape = shape;
  }

  /** The natural JSON of a record type; derive it once and keep it. */
  public static <T extends SpecificRecord> NaturalJson<T> of(Class<T> type) {
    SpecificData classes = new SpecificData(type.getClassLoader());
    Schema schema = classes.getSchema(type);
    return new NaturalJson<>(type, new RecordShape(schema, classes));
  }

  /**
   * Reads one line.
   *
   * @param lineNumber the number that a message names
   */
  public T read(String line, long lineNumber) throws NaturalJsonException {
    try (JsonParser parser = FACTORY.createParser(line)) {
      return read(parser, lineNumber);
    } catch (IOException e) {
      throw malformed(e, lineNumber);
    }
  }

  /**
   * Reads one line of UTF-8, without its line end.
   *
   * @param lineNumber the number that a message names
   */
  public T read(byte[] line, int offset, int length, long lineNumber) throws NaturalJsonException {
    try (JsonParser parser = FACTORY.createParser(line, offset, length)) {
      return read(parser, lineNumber);
    } catch (IOException e) {
      throw malformed(e, lineNumber);
    }
  }

  /** Writes a record as one line, without a line end. */
  public String write(T record) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      write(json, record);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return line.toString();
  }

  void write(JsonGenerator json, T record) throws IOException {
    shape.write(json, record, null);
  }

  /**
   * The record that the parser's current token starts; leaves the parser on its last token.
   *
   * @param standIns whose values stand in for required fields that are absent; null: none do
   */
  T record(JsonParser parser, @Nullable T standIns) throws IOException, Mismatch {
    Reading reading = new Reading(standIns);
    T record = type.cast(shape.read(parser, reading));
    reading.end();
    return record;
  }

  private T read(JsonParser parser, long lineNumber) throws IOException, NaturalJsonException {
    try {
      if (parser.nextToken() == null) {
        throw new Mismatch("expected " + shape.expected() + ", found nothing");
      }
      T record = record(parser, null);
      JsonToken next = parser.nextToken();
      if (next != null) {
        throw new Mismatch("expected the end of the line after the object; one object a line");
      }
      return record;
    } catch (Mismatch e) {
      throw new NaturalJsonException(lineNumber, e.path(), e.problem());
    }
  }

  private static NaturalJsonException malformed(IOException e, long lineNumber) {
    if (e instanceof JsonProcessingException json) {
      int column = json.getLocation() == null ? 0 : json.getLocation().getColumnNr();
      String where = column > 0 ? " (column " + column + ")" : "";
      return new NaturalJsonException(
          lineNumber, "", "not valid JSON: " + json.getOriginalMessage() + where);
    }
    return new NaturalJsonException(lineNumber, "", "not valid JSON: " + e.getMessage());
  }
}
