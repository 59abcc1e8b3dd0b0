package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list of values of one shape. */
final class ListShape implements ValueShape {

  private final ValueShape item;

  ListShape(ValueShape item) {
    this.item = item;
  }

  @Override
  public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw unexpected(parser);
    }
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int mark = reading.pending();
      try {
        items.add(item.read(parser, reading));
      } catch (Mismatch e) {
        throw e.inItem(items.size());
      }
      if (reading.pending() > mark) {
        reading.nest(mark, "[" + (items.size() - 1) + "]");
      }
    }
    return items;
  }

  @Override
  public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
      throws IOException {
    json.writeStartArray();
    for (Object each : (List<?>) value) {
      item.write(json, each, enclosing);
    }
    json.writeEndArray();
  }

  @Override
  public String expected() {
    return "a list [...] of " + item.expected();
  }
}
