package io.pipelinemonitor.schema.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record, derived once from its schema. Beside Avro's own types it knows these properties of a
 * field: {@code jsonName} (its natural name), {@code money} (it holds minor units of the currency
 * in the nearest field of the given name), {@code duration} (it holds seconds) and {@code
 * fieldNamesOf} (it lists names of fields of the given record).
 */
final class RecordShape implements ValueShape {

  private final Schema schema;
  private final MethodHandle constructor;
  private final List<FieldShape> fields = new ArrayList<>();
  private final Map<String, FieldShape> byNaturalName = new HashMap<>();
  private final Map<String, Integer> positions = new HashMap<>();

  RecordShape(Schema schema, SpecificData classes) {
    this.schema = schema;
    this.constructor = constructor(classes.getClass(schema), schema);
    for (Schema.Field field : schema.getFields()) {
      FieldShape shape =
          new FieldShape(field, naturalName(field), valueShape(field, classes), classes);
      fields.add(shape);
      byNaturalName.put(shape.naturalName(), shape);
      positions.put(field.name(), field.pos());
    }
  }

  static String naturalName(Schema.Field field) {
    String natural = field.getProp("jsonName");
    return natural == null ? field.name() : natural;
  }

  /** Position of the field of that name in the schema; negative when there is none. */
  int position(String field) {
    return positions.getOrDefault(field, -1);
  }

  @Override
  public Object read(JsonParser parser, Reading reading) throws IOException, Mismatch {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected(parser);
    }
    SpecificRecord record = newRecord();
    boolean[] seen = new boolean[fields.size()];
    int mark = reading.pending();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldShape field = field(parser.currentName());
      parser.nextToken();
      if (seen[field.position()]) {
        throw new Mismatch(field.naturalName(), "is given twice");
      }
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        seen[field.position()] = true;
        readField(parser, reading, record, field);
      }
    }
    fillAbsent(record, seen, reading);
    reading.settle(mark, this, record);
    return record;
  }

  private FieldShape field(String name) throws Mismatch {
    FieldShape field = byNaturalName.get(name);
    if (field == null) {
      throw new Mismatch(
          "unknown field '" + ValueShape.shortened(name) + "' in " + schema.getName() + hint(name));
    }
    return field;
  }

  private String hint(String name) {
    for (FieldShape field : fields) {
      if (field.schemaName().equals(name)) {
        return "; here it is '" + field.naturalName() + "', " + field.value().expected();
      }
    }
    return NearestName.hint(name, byNaturalName.keySet());
  }

  private static void readField(
      JsonParser parser, Reading reading, SpecificRecord record, FieldShape field)
      throws IOException, Mismatch {
    int mark = reading.pending();
    Object value;
    try {
      value = field.value().read(parser, reading);
    } catch (Mismatch e) {
      throw e.inField(field.naturalName());
    }
    if (reading.pending() > mark) {
      reading.nest(mark, field.naturalName());
    }
    if (value instanceof BigDecimal major && field.value() instanceof MoneyShape money) {
      reading.add(record, field.position(), field.naturalName(), money.currencyField(), major);
    } else {
      record.put(field.position(), value);
    }
  }

  private void fillAbsent(SpecificRecord record, boolean[] seen, Reading reading) throws Mismatch {
    for (FieldShape field : fields) {
      if (!seen[field.position()]) {
        Object value =
            field.isRequired() ? reading.standIn(schema, field.position()) : field.absentValue();
        if (value != null) {
          record.put(field.position(), value);
        } else if (field.isRequired()) {
          throw new Mismatch(
              field.naturalName(),
              "is missing; every " + schema.getName() + " needs it, " + field.value().expected());
        }
      }
    }
  }

  @Override
  public void write(JsonGenerator json, Object value, @Nullable Enclosing outer)
      throws IOException {
    SpecificRecord record = (SpecificRecord) value;
    Enclosing enclosing = new Enclosing(this, record, outer);
    json.writeStartObject();
    for (FieldShape field : fields) {
      Object fieldValue = record.get(field.position());
      if (fieldValue != null) {
        json.writeFieldName(field.naturalName());
        field.value().write(json, fieldValue, enclosing);
      }
    }
    json.writeEndObject();
  }

  @Override
  public String expected() {
    return "an object {...} of " + schema.getName();
  }

  private SpecificRecord newRecord() {
    try {
      return (SpecificRecord) constructor.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot create a " + schema.getFullName(), e);
    }
  }

  private static MethodHandle constructor(@Nullable Class<?> type, Schema schema) {
    if (type == null) {
      throw new IllegalArgumentException("no class is generated for " + schema.getFullName());
    }
    try {
      return MethodHandles.publicLookup()
          .findConstructor(type, MethodType.methodType(void.class))
          .asType(MethodType.methodType(SpecificRecord.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot create a " + schema.getFullName(), e);
    }
  }

  private static ValueShape valueShape(Schema.Field field, SpecificData classes) {
    Schema type = withoutNull(field.schema());
    String currencyField = field.getProp("money");
    if (currencyField != null) {
      return new MoneyShape(currencyField);
    }
    if (field.getProp("duration") != null) {
      return ScalarShape.DURATION;
    }
    String named = field.getProp("fieldNamesOf");
    if (named != null) {
      return new ListShape(new FieldNameShape(namedSchema(named, type, field, classes)));
    }
    return valueShape(type, classes);
  }

  private static Schema namedSchema(
      String name, Schema type, Schema.Field field, SpecificData classes) {
    if (type.getType() != Schema.Type.ARRAY) {
      throw new IllegalArgumentException("fieldNamesOf belongs on a list, not on " + field.name());
    }
    String className = RecordShape.class.getPackageName().replaceAll("\\.json$", "") + "." + name;
    try {
      return classes.getSchema(Class.forName(className, true, classes.getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          field.name() + " lists fields of " + name + ", which is no record", e);
    }
  }

  private static ValueShape valueShape(Schema type, SpecificData classes) {
    String logical = type.getLogicalType() == null ? "" : type.getLogicalType().getName();
    return switch (type.getType()) {
      case RECORD -> new RecordShape(type, classes);
      case ENUM -> new EnumShape(type, classes);
      case ARRAY -> new ListShape(valueShape(type.getElementType(), classes));
      case STRING -> ScalarShape.TEXT;
      case BOOLEAN -> ScalarShape.BOOLEAN;
      case DOUBLE -> ScalarShape.DOUBLE;
      case BYTES -> ScalarShape.BYTES;
      case INT -> logical.equals("date") ? ScalarShape.DAY : ScalarShape.INT;
      case LONG -> logical.equals("timestamp-micros") ? ScalarShape.INSTANT : ScalarShape.LONG;
      case UNION, MAP, FIXED, FLOAT, NULL ->
          throw new IllegalArgumentException("natural JSON has no form for " + type);
    };
  }

  private static Schema withoutNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    if (others.size() != 1) {
      throw new IllegalArgumentException("natural JSON has no form for " + schema);
    }
    return others.get(0);
  }
}
