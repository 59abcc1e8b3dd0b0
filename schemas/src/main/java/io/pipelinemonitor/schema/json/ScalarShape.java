package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The values that are a single JSON token whose reading needs nothing but that token. */
enum ScalarShape implements ValueShape {
  TEXT("text in quotes") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_STRING);
      return parser.getText();
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeString((String) value);
    }
  },

  BOOLEAN("true or false") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      return switch (parser.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default -> throw unexpected(parser);
      };
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeBoolean((Boolean) value);
    }
  },

  INT("a whole number") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_NUMBER_INT);
      try {
        return parser.getIntValue();
      } catch (InputCoercionException e) {
        throw tooLarge(parser);
      }
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeNumber((Integer) value);
    }
  },

  LONG("a whole number") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_NUMBER_INT);
      try {
        return parser.getLongValue();
      } catch (InputCoercionException e) {
        throw tooLarge(parser);
      }
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeNumber((Long) value);
    }
  },

  DOUBLE("a number") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      if (!parser.currentToken().isNumeric()) {
        throw unexpected(parser);
      }
      double value = parser.getDoubleValue();
      if (Double.isInfinite(value)) {
        throw tooLarge(parser);
      }
      return value;
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeNumber((Double) value);
    }
  },

  BYTES("bytes as base64 text") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_STRING);
      try {
        return ByteBuffer.wrap(Base64Variants.MIME_NO_LINEFEEDS.decode(parser.getText()));
      } catch (IllegalArgumentException e) {
        throw unexpected(parser);
      }
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      ByteBuffer bytes = ((ByteBuffer) value).duplicate();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      json.writeString(Base64Variants.MIME_NO_LINEFEEDS.encode(copy));
    }
  },

  INSTANT("an instant such as 2026-02-01T09:30:00Z") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_STRING);
      Instant instant = TimeText.instant(parser.getText());
      if (instant == null) {
        throw unexpected(parser);
      }
      return instant;
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeString(((Instant) value).toString());
    }
  },

  DAY("a day such as 2026-02-01") {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      require(parser, JsonToken.VALUE_STRING);
      LocalDate day = TimeText.day(parser.getText());
      if (day == null) {
        throw unexpected(parser);
      }
      return day;
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      json.writeString(((LocalDate) value).toString());
    }
  },

  /** A long of seconds in the record. */
  DURATION(DurationText.EXPECTED) {
    @Override
    public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        long seconds = (Long) LONG.read(parser, reading);
        if (seconds < 0) {
          throw unexpected(parser);
        }
        return seconds;
      }
      require(parser, JsonToken.VALUE_STRING);
      OptionalLong seconds = DurationText.seconds(parser.getText());
      if (seconds.isEmpty()) {
        throw unexpected(parser);
      }
      return seconds.getAsLong();
    }

    @Override
    public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
        throws IOException {
      long seconds = (Long) value;
      if (seconds < 0) {
        json.writeNumber(seconds);
      } else {
        json.writeString(DurationText.text(seconds));
      }
    }
  };

  private final String expected;

  ScalarShape(String expected) {
    this.expected = expected;
  }

  @Override
  public String expected() {
    return expected;
  }

  void require(JsonParser parser, JsonToken token) throws IOException, Mismatch {
    if (parser.currentToken() != token) {
      throw unexpected(parser);
    }
  }

  Mismatch tooLarge(JsonParser parser) throws IOException {
    return new Mismatch(
        "the number " + ValueShape.shortened(parser.getText()) + " is too large for this field");
  }
}
