package io.pipelinemonitor.schema.json;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record: its place, its natural name, its shape, and what stands in when absent.
 */
final class FieldShape {

  private final Schema.Field field;
  private final String naturalName;
  private final ValueShape value;
  private final @Nullable Object absent;
  private final SpecificData classes;

  FieldShape(Schema.Field field, String naturalName, ValueShape value, SpecificData classes) {
    this.field = field;
    this.naturalName = naturalName;
    this.value = value;
    this.classes = classes;
    this.absent = field.hasDefaultValue() ? classes.getDefaultValue(field) : null;
  }

  String naturalName() {
    return naturalName;
  }

  String schemaName() {
    return field.name();
  }

  int position() {
    return field.pos();
  }

  ValueShape value() {
    return value;
  }

  boolean isRequired() {
    return !field.hasDefaultValue();
  }

  /** The default, a copy of its own for each record since lists and records can be changed. */
  @Nullable Object absentValue() {
    return absent == null ? null : classes.deepCopy(field.schema(), absent);
  }
}
