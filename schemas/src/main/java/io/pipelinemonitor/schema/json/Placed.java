package io.pipelinemonitor.schema.json;

import java.util.Map;

/** A record that was read from a file, and where it stands there. */
public final class Placed<T> {

  private final T record;
  private final Map<String, Integer> lines;

  Placed(T record, Map<String, Integer> lines) {
    this.record = record;
    this.lines = lines;
  }

  public T record() {
    return record;
  }

  /**
   * The line of a field, from 1; of what encloses it, if the field is absent.
   *
   * @param path as messages spell it, for example {@code levels[1].clear}; empty for the record
   */
  public int line(String path) {
    return line(lines, path);
  }

  static int line(Map<String, Integer> lines, String path) {
    String at = path;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return lines.getOrDefault(at, 1);
  }
}
