package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.schema.AlertCommandType;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor resolve}. */
@Command(
    name = "resolve",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Close an incident by hand.",
      "",
      "It opens again only after the value was healthy once, or at a severity above the one that it had."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  monitor resolve 8df5549 --comment 'the quota was wrong'"})
public final class ResolveCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin AskOptions ask = new AskOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "INCIDENT",
      arity = "0..1",
      description = "Its id, or as much of it as tells it from others; without: show what is open.")
  @Nullable String incident;

  @Override
  public Integer call() throws IOException {
    LogFile.quiet();
    ask.ask(AlertCommandType.RESOLVE, incident, null, connection, spec.commandLine().getOut());
    return 0;
  }
}
