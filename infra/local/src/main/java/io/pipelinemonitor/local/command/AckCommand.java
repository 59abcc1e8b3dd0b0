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

/** {@code monitor ack}. */
@Command(
    name = "ack",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Say that you have seen an incident.",
      "",
      "Nobody is reminded of it any more, unless it gets worse or opens again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor ack                                  the open incidents",
      "  monitor ack 8df5549 --comment 'two deals slip, see the forecast call'"
    })
public final class AckCommand implements Callable<Integer> {
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
    ask.ask(AlertCommandType.ACK, incident, null, connection, spec.commandLine().getOut());
    return 0;
  }
}
