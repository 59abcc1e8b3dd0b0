package io.pipelinemonitor.schema.contract;

import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The record types of the contract. */
public final class Records {

  private Records() {}

  /** The records that stand on topics. */
  public static Stream<Class<? extends SpecificRecord>> onTopics() {
    return Topics.all().stream().<Class<? extends SpecificRecord>>map(Topic::recordType).distinct();
  }

  public static Schema schema(Class<? extends SpecificRecord> type) {
    return SpecificData.get().getSchema(type);
  }

  /** Every record and enum, those inside others included. */
  static List<Schema> allNamedTypes() {
    Map<String, Schema> found = new LinkedHashMap<>();
    onTopics().map(Records::schema).forEach(schema -> collect(schema, found));
    return List.copyOf(found.values());
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM -> found.putIfAbsent(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
      default -> {
        // Simple types have no name of their own.
      }
    }
  }
}
