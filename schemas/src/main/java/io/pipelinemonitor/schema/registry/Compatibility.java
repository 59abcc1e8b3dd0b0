package io.pipelinemonitor.schema.registry;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/**
 * Whether two versions of a schema can each read what the other wrote (Confluent's FULL), in words
 * that name the field.
 */
public final class Compatibility {

  private Compatibility() {}

  /**
   * What keeps the two schemas apart; empty when they are compatible both ways.
   *
   * @param earlierName how messages call the earlier schema, for example "version 3"
   */
  public static List<String> problems(Schema candidate, Schema earlier, String earlierName) {
    List<String> problems = new ArrayList<>();
    for (Incompatibility found : incompatibilities(candidate, earlier)) {
      problems.add("it cannot read " + earlierName + ": " + describe(found, candidate));
    }
    for (Incompatibility found : incompatibilities(earlier, candidate)) {
      problems.add(earlierName + " cannot read it: " + describe(found, earlier));
    }
    return problems;
  }

  static List<String> readingProblems(Schema reader, Schema writer) {
    return incompatibilities(reader, writer).stream()
        .map(found -> describe(found, reader))
        .toList();
  }

  private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
        .getResult()
        .getIncompatibilities();
  }

  private static String describe(Incompatibility found, Schema reader) {
    String field = field(found.getLocation(), reader);
    return switch (found.getType()) {
      case NAME_MISMATCH -> field + " has another name (" + found.getMessage() + ")";
      case FIXED_SIZE_MISMATCH -> field + " has another size";
      case MISSING_ENUM_SYMBOLS -> field + " lacks the symbols " + found.getMessage();
      case READER_FIELD_MISSING_DEFAULT_VALUE -> field + " is new there and has no default";
      case TYPE_MISMATCH -> field + " has another type (" + found.getMessage() + ")";
      case MISSING_UNION_BRANCH -> field + " allows less (" + found.getMessage() + ")";
    };
  }

  /**
   * Turns a JSON pointer into the schema, such as {@code /fields/7/type}, into the field's path.
   */
  private static String field(String pointer, Schema root) {
    StringBuilder path = new StringBuilder(root.getName());
    Schema at = root;
    String[] steps = pointer.split("/");
    for (int i = 1; i < steps.length && at != null; i++) {
      switch (steps[i]) {
        case "fields" -> {
          i++;
          Schema.Field field = at.getFields().get(Integer.parseInt(steps[i]));
          path.append('.').append(field.name());
          at = field.schema();
        }
        case "items" -> {
          path.append("[]");
          at = at.getElementType();
        }
        case "type", "name", "symbols", "size" -> {}
        default -> at = branch(at, steps[i]);
      }
    }
    return path.toString();
  }

  private static Schema branch(Schema schema, String step) {
    return schema.getType() == Schema.Type.UNION && step.matches("\\d+")
        ? schema.getTypes().get(Integer.parseInt(step))
        : schema;
  }
}
