package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Files of one type of record as people write them: the fields of {@link NaturalJson}, in YAML or
 * in JSON. A file holds one record, a list of them, or several documents one after the other. Safe
 * for concurrent use.
 */
public final class NaturalYaml<T extends SpecificRecord> {

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  private final NaturalJson<T> fields;

  private NaturalYaml(NaturalJson<T> fields) {
    this.fields = fields;
  }

  /** The files of a record type; derive it once and keep it. */
  public static <T extends SpecificRecord> NaturalYaml<T> of(Class<T> type) {
    return new NaturalYaml<>(NaturalJson.of(type));
  }

  /** The records of a file, in its order. */
  public List<Placed<T>> read(String text) throws NaturalJsonException {
    return read(text, null);
  }

  /**
   * The records of a file, in its order.
   *
   * @param standIns whose values stand in for required fields that a record of the file lacks;
   *     null: none do
   */
  public List<Placed<T>> read(String text, @Nullable T standIns) throws NaturalJsonException {
    List<Placed<T>> records = new ArrayList<>();
    try (LineNotes parser = new LineNotes(parser(text))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        // Around the records: a list, or a document that holds nothing but comments.
        if (token != JsonToken.START_ARRAY
            && token != JsonToken.END_ARRAY
            && token != JsonToken.VALUE_NULL) {
          parser.begin();
          records.add(new Placed<>(record(parser, standIns), parser.lines()));
        }
      }
    } catch (IOException e) {
      throw malformed(e);
    }
    return records;
  }

  private T record(LineNotes parser, @Nullable T standIns)
      throws IOException, NaturalJsonException {
    try {
      return fields.record(parser, standIns);
    } catch (Mismatch e) {
      throw new NaturalJsonException(parser.line(e.path()), e.path(), e.problem());
    }
  }

  /** Writes a record as a YAML document of its own, with every field that is not null. */
  public String write(T record) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator yaml = YAML.createGenerator(text)) {
      fields.write(yaml, record);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return text.toString();
  }

  private static JsonParser parser(String text) throws IOException {
    String begin = text.stripLeading();
    boolean json = begin.startsWith("{") || begin.startsWith("[");
    return (json ? JSON : YAML).createParser(text);
  }

  private static NaturalJsonException malformed(IOException e) {
    if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
      return new NaturalJsonException(
          yaml.getProblemMark().getLine() + 1L, "", "not valid YAML: " + yaml.getProblem());
    }
    if (e instanceof JsonProcessingException json && json.getLocation() != null) {
      return new NaturalJsonException(
          json.getLocation().getLineNr(), "", "not readable: " + json.getOriginalMessage());
    }
    return new NaturalJsonException(1, "", "not readable: " + e.getMessage());
  }
}
