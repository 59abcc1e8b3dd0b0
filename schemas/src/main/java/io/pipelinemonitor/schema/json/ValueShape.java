package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How one type of value is read from and written to natural JSON. Null never comes here. */
interface ValueShape {

  /**
   * Reads the value that the parser's current token starts; leaves the parser on its last token.
   */
  Object read(JsonParser parser, Reading reading) throws IOException, Mismatch;

  /** Writes a value of a record; the enclosing records are there for values that depend on them. */
  void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing) throws IOException;

  /** What people are told to write, for example "text" or "a whole number". */
  String expected();

  /** A mismatch that names what is expected here and what was found. */
  default Mismatch unexpected(JsonParser parser) throws IOException {
    return new Mismatch("expected " + expected() + ", found " + found(parser));
  }

  private static String found(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "the text \"" + shortened(parser.getText()) + "\"";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shortened(parser.getText());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> parser.getText();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          "'" + parser.getText() + "'";
    };
  }

  /** Keeps messages to one readable line whatever the input holds. */
  static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
