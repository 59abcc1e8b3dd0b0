package io.pipelinemonitor.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lets a line's figures through only if the line came to the right end. */
final class Gate {

  private static final int MOST_NAMED = 10;

  private final SortedMap<String, Cell> expected;

  /**
   * @param expected by {@code TYPE:id|period}, without those that hold nothing
   */
  Gate(SortedMap<String, Cell> expected) {
    this.expected = expected;
  }

  /**
   * Holds a line's final roll-up against the expected one.
   *
   * @param found as the line left it; a cell that holds nothing is as good as none
   */
  void require(Line line, SortedMap<String, Cell> found) throws WrongRollUpException {
    SortedSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      Cell right = expected.getOrDefault(key, Cell.NOTHING);
      Cell is = found.getOrDefault(key, Cell.NOTHING);
      if (!right.equals(is)) {
        differences.add("%s: %s is %s, expected %s".formatted(key, line, is, right));
      }
    }
    if (!differences.isEmpty()) {
      throw new WrongRollUpException(line, differences, MOST_NAMED);
    }
  }

  /** How many figures are compared. */
  int size() {
    return expected.size();
  }
}
