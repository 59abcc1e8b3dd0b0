package io.pipelinemonitor.bench;

import io.pipelinemonitor.bench.Assignment.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Looks at what the state job keeps of each deal. */
final class StateSection {

  private final BenchStack stack;
  private final long seed;
  private final int parallelism;
  private final Path directory;
  private final Console console;

  StateSection(BenchStack stack, long seed, int parallelism, Path directory, Console console) {
    this.stack = stack;
    this.seed = seed;
    this.parallelism = parallelism;
    this.directory = directory;
    this.console = console;
  }

  StateFigures run(int deals) throws IOException, InterruptedException, ExecutionException {
    Load.Shape shape = Load.Shape.ofDeals(deals);
    Load load = new Load(seed, shape);
    stack.empty();
    stack.publishPlan(load);
    Assignment assignment =
        new Assignment(
            Mode.STATE,
            Line.L4,
            stack.bootstrapServers(),
            stack.registryUrl(),
            shape,
            0,
            parallelism,
            directory.resolve("state"),
            null);
    console.status("state: starting…");
    try (LineProcess process = LineProcess.start(assignment)) {
      process.await(FlinkRun.READY);
      stack.publishEvents(load, shape, console);
      console.status("state: %,d deals…", deals);
      return StateFigures.of(process.await(StateFigures.KIND));
    }
  }
}
