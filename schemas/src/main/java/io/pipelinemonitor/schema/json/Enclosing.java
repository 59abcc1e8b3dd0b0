package io.pipelinemonitor.schema.json;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record being written and the records around it, innermost first. */
record Enclosing(RecordShape shape, SpecificRecord record, @Nullable Enclosing outer) {

  /** The text of the nearest field of that name; null when it is null or there is none. */
  static @Nullable String nearest(@Nullable Enclosing innermost, String field) {
    for (Enclosing at = innermost; at != null; at = at.outer) {
      int position = at.shape.position(field);
      if (position >= 0) {
        Object value = at.record.get(position);
        return value == null ? null : value.toString();
      }
    }
    return null;
  }
}
