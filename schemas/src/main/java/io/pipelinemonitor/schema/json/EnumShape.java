package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/** One of a fixed set of names. */
final class EnumShape implements ValueShape {

  private final Schema schema;
  private final Map<String, Object> constants = new HashMap<>();

  EnumShape(Schema schema, SpecificData classes) {
    this.schema = schema;
    for (String symbol : schema.getEnumSymbols()) {
      constants.put(symbol, classes.createEnum(symbol, schema));
    }
  }

  @Override
  public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw unexpected(parser);
    }
    String name = parser.getText();
    Object constant = constants.get(name);
    if (constant == null) {
      throw new Mismatch(
          unexpected(parser).problem() + NearestName.hint(name, schema.getEnumSymbols()));
    }
    return constant;
  }

  @Override
  public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
      throws IOException {
    json.writeString(value.toString());
  }

  @Override
  public String expected() {
    return "one of " + String.join(", ", schema.getEnumSymbols());
  }
}
