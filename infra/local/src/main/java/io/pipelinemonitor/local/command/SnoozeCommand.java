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

/** {@code monitor snooze}. */
@Command(
    name = "snooze",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Quieten an incident for a while.",
      "",
      "It goes on living; its events say suppressedBy SNOOZE until the end, which is told."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor snooze 8df5549 --for 4h",
      "  monitor snooze 8df5549 --until 2026-01-05T08:00:00Z",
      "  monitor snooze 8df5549 --end                  end it now"
    })
public final class SnoozeCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin UntilOptions until = new UntilOptions();
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
    boolean quiet = incident != null && !until.ends();
    ask.ask(
        until.ends() ? AlertCommandType.UNSNOOZE : AlertCommandType.SNOOZE,
        incident,
        quiet ? until.after(ask.at()) : null,
        connection,
        spec.commandLine().getOut());
    return 0;
  }
}
