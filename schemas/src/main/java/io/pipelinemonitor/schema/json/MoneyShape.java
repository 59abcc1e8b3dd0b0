package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An amount: a long of minor units in the record, a decimal of major units in JSON. What is in the
 * record but cannot be written so, because its currency is missing or unknown, is written as {@code
 * {"minor": 12345}}, which is read back as well: whatever is on a topic can be shown and kept.
 */
final class MoneyShape implements ValueShape {

  private static final String MINOR = "minor";

  private final String currencyField;

  MoneyShape(String currencyField) {
    this.currencyField = currencyField;
  }

  String currencyField() {
    return currencyField;
  }

  /**
   * A BigDecimal of major units, to be settled once the currency is known, or a Long of minor
   * units.
   */
  @Override
  public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_STRING -> decimal(parser);
      case START_OBJECT -> minor(parser, reading);
      default -> throw unexpected(parser);
    };
  }

  /** Programs that keep money out of floating point send it as text. */
  private BigDecimal decimal(JsonParser parser) throws IOException, Mismatch {
    try {
      return new BigDecimal(parser.getText());
    } catch (NumberFormatException e) {
      throw unexpected(parser);
    }
  }

  private Object minor(JsonParser parser, Reading reading) throws IOException, Mismatch {
    if (parser.nextToken() != JsonToken.FIELD_NAME || !parser.currentName().equals(MINOR)) {
      throw new Mismatch("expected " + expected() + ", found an object");
    }
    parser.nextToken();
    Object minor = ScalarShape.LONG.read(parser, reading);
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw new Mismatch("expected " + expected() + ", found an object of several fields");
    }
    return minor;
  }

  @Override
  public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
      throws IOException {
    long minor = (Long) value;
    String currency = Enclosing.nearest(enclosing, currencyField);
    BigDecimal major = currency == null ? null : majorOrNull(minor, currency);
    if (major != null) {
      json.writeNumber(major.toPlainString());
    } else {
      json.writeStartObject();
      json.writeNumberField(MINOR, minor);
      json.writeEndObject();
    }
  }

  private static @Nullable BigDecimal majorOrNull(long minor, String currency) {
    try {
      return MinorUnits.toMajor(minor, currency);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public String expected() {
    return "an amount in major units such as 12500.50";
  }
}
