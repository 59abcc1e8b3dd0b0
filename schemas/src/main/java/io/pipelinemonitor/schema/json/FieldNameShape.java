package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The name of a field of some record: the schema's name in the record, the natural name in JSON, so
 * that {@code "clearedFields": ["amount"]} means what {@code "amount"} means beside it.
 */
final class FieldNameShape implements ValueShape {

  private final String recordName;
  private final Map<String, String> schemaNames = new HashMap<>();
  private final Map<String, String> naturalNames = new HashMap<>();

  FieldNameShape(Schema record) {
    this.recordName = record.getName();
    for (Schema.Field field : record.getFields()) {
      String natural = RecordShape.naturalName(field);
      schemaNames.put(natural, field.name());
      naturalNames.put(field.name(), natural);
    }
  }

  @Override
  public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw unexpected(parser);
    }
    String name = parser.getText();
    String schemaName = schemaNames.get(name);
    if (schemaName == null) {
      String natural = naturalNames.get(name);
      throw new Mismatch(
          unexpected(parser).problem()
              + (natural == null
                  ? NearestName.hint(name, schemaNames.keySet())
                  : "; here it is '" + natural + "'"));
    }
    return schemaName;
  }

  @Override
  public void write(JsonGenerator json, Object value, @Nullable Enclosing enclosing)
      throws IOException {
    String name = (String) value;
    json.writeString(naturalNames.getOrDefault(name, name));
  }

  @Override
  public String expected() {
    return "the name of a field of " + recordName;
  }
}
