package io.pipelinemonitor.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a measured process tells the one that started it: a line of its standard output.
 *
 * @param kind what it is about
 * @param values numbers by their names
 */
record Message(String kind, Map<String, Double> values) {

  private static final String PREFIX = "bench-message ";

  String text() {
    return PREFIX
        + kind
        + values.entrySet().stream()
            .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining());
  }

  /** Reads a line that {@link #text} made; empty for any other. */
  static Optional<Message> parse(String line) {
    if (!line.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String[] parts = line.substring(PREFIX.length()).split(" ");
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      values.put(parts[i].substring(0, equals), Double.valueOf(parts[i].substring(equals + 1)));
    }
    return Optional.of(new Message(parts[0], values));
  }

  double value(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("there is no " + name + " in " + this);
    }
    return value;
  }
}
