package io.pipelinemonitor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A roll-up as text: a line a key, with the cell's numbers. */
final class RollUpFile {

  private static final String SEPARATOR = "\t";

  private RollUpFile() {}

  static void write(Path file, SortedMap<String, Cell> cells) throws IOException {
    List<String> lines = new ArrayList<>();
    cells.forEach(
        (key, cell) ->
            lines.add(
                String.join(
                    SEPARATOR,
                    key,
                    Long.toString(cell.openAmount()),
                    Long.toString(cell.openCount()),
                    Long.toString(cell.bookedAmount()),
                    Long.toString(cell.bookedCount()),
                    Long.toString(cell.lostCount()))));
    Files.write(file, lines);
  }

  static SortedMap<String, Cell> read(Path file) throws IOException {
    SortedMap<String, Cell> cells = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      List<String> parts = List.of(line.split(SEPARATOR, -1));
      cells.put(
          parts.get(0),
          new Cell(
              Long.parseLong(parts.get(1)),
              Long.parseLong(parts.get(2)),
              Long.parseLong(parts.get(3)),
              Long.parseLong(parts.get(4)),
              Long.parseLong(parts.get(5))));
    }
    return cells;
  }
}
