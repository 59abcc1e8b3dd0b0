package io.pipelinemonitor.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a measured process is to do.
 *
 * @param mode how it goes about it
 * @param line which system
 * @param bootstrapServers of Kafka
 * @param registryUrl of the schema registry
 * @param shape of the load that is in Kafka, or will be
 * @param warmUpSeconds in which the same is done before it is measured, at least
 * @param parallelism of a Flink job
 * @param directory its own, empty
 * @param recording the file for a JFR recording; null for none
 */
record Assignment(
    Mode mode,
    Line line,
    String bootstrapServers,
    String registryUrl,
    Load.Shape shape,
    int warmUpSeconds,
    int parallelism,
    Path directory,
    @Nullable Path recording) {

  /** How a line is run. */
  enum Mode {
    /** Through the whole load, as fast as it goes. */
    THROUGHPUT,
    /** As the events happen, until standard input ends. */
    LIVE,
    /** To look at the state that it keeps. */
    STATE,
    /** Through the whole load once, for what it writes. */
    RECORD,
    /** The alert job, over what was written. */
    RULES
  }

  /** What runs, for people. */
  String title() {
    return mode == Mode.RULES ? "the alert job" : line.toString();
  }

  /** Where L2 leaves its figures. */
  Path rollUpFile() {
    return directory.resolve("roll-up");
  }

  /** As {@link #parse} reads it. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add("mode=" + mode);
    arguments.add("line=" + line);
    arguments.add("bootstrap=" + bootstrapServers);
    arguments.add("registry=" + registryUrl);
    arguments.add("start=" + shape.start());
    arguments.add("rate=" + shape.eventsPerSecond());
    arguments.add("events=" + shape.events());
    arguments.add("deals=" + shape.deals());
    arguments.add("created-first=" + shape.createdFirst());
    arguments.add("warm-up=" + warmUpSeconds);
    arguments.add("parallelism=" + parallelism);
    arguments.add("directory=" + directory);
    if (recording != null) {
      arguments.add("recording=" + recording);
    }
    return arguments;
  }

  static Assignment parse(String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      values.put(argument.substring(0, equals), argument.substring(equals + 1));
    }
    String recording = values.get("recording");
    return new Assignment(
        Mode.valueOf(value(values, "mode")),
        Line.valueOf(value(values, "line")),
        value(values, "bootstrap"),
        value(values, "registry"),
        new Load.Shape(
            Instant.parse(value(values, "start")),
            Integer.parseInt(value(values, "rate")),
            Long.parseLong(value(values, "events")),
            Integer.parseInt(value(values, "deals")),
            Integer.parseInt(value(values, "created-first"))),
        Integer.parseInt(value(values, "warm-up")),
        Integer.parseInt(value(values, "parallelism")),
        Path.of(value(values, "directory")),
        recording == null ? null : Path.of(recording));
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
