package io.pipelinemonitor.local.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How two records in natural JSON differ, field by field. */
final class FieldDifferences {

  /** Numbers stay as they are written. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<String> found = new ArrayList<>();

  private FieldDifferences() {}

  /**
   * A line for each field: {@code + field: new}, {@code - field: old} or {@code ~ field: old →
   * new}. An empty list or text is the same as none.
   *
   * @param without fields of the record that do not count
   */
  static List<String> between(String before, String after, Collection<String> without) {
    FieldDifferences differences = new FieldDifferences();
    differences.compare("", read(before).remove(without), read(after).remove(without));
    return List.copyOf(differences.found);
  }

  private static ObjectNode read(String json) {
    try {
      return (ObjectNode) MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("written by ourselves", e);
    }
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    if (hasFields(before) || hasFields(after)) {
      for (String name : names(after, before)) {
        compare(path.isEmpty() ? name : path + "." + name, before.path(name), after.path(name));
      }
    } else if (hasItems(before) || hasItems(after)) {
      for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
        compare(path + "[" + i + "]", before.path(i), after.path(i));
      }
    } else {
      compare(path, text(before), text(after));
    }
  }

  private void compare(String path, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    if (before.isEmpty()) {
      found.add("+ " + path + ": " + after);
    } else if (after.isEmpty()) {
      found.add("- " + path + ": " + before);
    } else {
      found.add("~ " + path + ": " + before + " → " + after);
    }
  }

  private static boolean hasFields(JsonNode node) {
    return node.isObject();
  }

  /** A list of plain values is read as one. */
  private static boolean hasItems(JsonNode node) {
    return node.isArray() && node.path(0).isContainerNode();
  }

  private static Set<String> names(JsonNode first, JsonNode second) {
    Set<String> names = new LinkedHashSet<>();
    first.fieldNames().forEachRemaining(names::add);
    second.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String text(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "))
        : node instanceof MissingNode ? "" : node.asText();
  }
}
