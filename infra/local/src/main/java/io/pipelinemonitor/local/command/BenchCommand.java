package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code monitor bench}: the launcher runs it from a module of its own; here it has its place. */
@Command(
    name = "bench",
    description = {
      "Measure how fast the jobs are on this machine.",
      "",
      "Its options: monitor bench --help"
    },
    footerHeading = "%nExample:%n",
    footer = "  monitor bench")
public final class BenchCommand implements Callable<Integer> {

  @Unmatched List<String> options = new ArrayList<>();

  @Override
  public Integer call() {
    throw new Problem("Run it with the launcher, ./monitor bench, at the root of the sources.");
  }
}
