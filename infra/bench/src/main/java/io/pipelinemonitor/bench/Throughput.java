package io.pipelinemonitor.bench;

import io.pipelinemonitor.bench.Assignment.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Runs lines over a load that is in Kafka already, round by round. */
final class Throughput {

  private final BenchStack stack;
  private final Gate gate;
  private final Load.Shape shape;
  private final int warmUpSeconds;
  private final int parallelism;
  private final Path directory;
  private final Console console;

  /**
   * @param warmUpSeconds in which a line does the same before it is measured, at least
   */
  Throughput(
      BenchStack stack,
      Gate gate,
      Load.Shape shape,
      int warmUpSeconds,
      int parallelism,
      Path directory,
      Console console) {
    this.stack = stack;
    this.gate = gate;
    this.shape = shape;
    this.warmUpSeconds = warmUpSeconds;
    this.parallelism = parallelism;
    this.directory = directory;
    this.console = console;
  }

  /**
   * Measures every line once a round.
   *
   * @param recording where to put the last recording of L4; null for none
   */
  Rounds run(Collection<Line> chosen, int rounds, @Nullable Path recording)
      throws IOException, InterruptedException, WrongRollUpException {
    Rounds measured = new Rounds();
    List<Line> lines = new ArrayList<>(chosen);
    for (int round = 1; round <= rounds; round++) {
      for (Line line : lines) {
        console.status("round %d: %s, %s…", round, line, line.description());
        Measurement measurement =
            run(line, directory.resolve(line + "-" + round), line == Line.L4 ? recording : null);
        measured.add(line, measurement);
        console.say(
            "round %d  %s  %7.2f CPU s per million, compiler %6.2f  %,9.0f events/s%s",
            round,
            line,
            measurement.cpuSecondsPerMillion(),
            measurement.compilingSecondsPerMillion(),
            measurement.eventsPerSecond(),
            line.rollsUp() ? "  %,d figures right".formatted(gate.size()) : "");
      }
      // Another order each round, so that nobody is always the one that warms the disk's cache.
      lines.add(lines.remove(0));
    }
    return measured;
  }

  private Measurement run(Line line, Path ownDirectory, @Nullable Path recording)
      throws IOException, InterruptedException, WrongRollUpException {
    Assignment assignment =
        new Assignment(
            Mode.THROUGHPUT,
            line,
            stack.bootstrapServers(),
            stack.registryUrl(),
            shape,
            warmUpSeconds,
            parallelism,
            ownDirectory,
            recording);
    try (LineProcess process = LineProcess.start(assignment)) {
      Map<TopicPartition, Long> before = Map.of();
      if (line.isOnFlink()) {
        process.await(FlinkRun.WARM);
        before = stack.snapshotEnds();
        process.proceed();
      }
      Measurement measurement = Measurement.of(process.await(Measurement.KIND));
      process.awaitEnd();
      if (line.rollsUp()) {
        gate.require(line, rollUp(assignment, before));
      }
      return measurement;
    }
  }

  private SortedMap<String, Cell> rollUp(Assignment assignment, Map<TopicPartition, Long> before)
      throws IOException {
    return assignment.line().isStateJob()
        ? stack.publishedRollUp(before)
        : RollUpFile.read(assignment.rollUpFile());
  }
}
