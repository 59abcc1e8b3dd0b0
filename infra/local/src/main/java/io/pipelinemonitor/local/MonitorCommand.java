package io.pipelinemonitor.local;

import io.pipelinemonitor.local.command.AckCommand;
import io.pipelinemonitor.local.command.BacktestCommand;
import io.pipelinemonitor.local.command.BenchCommand;
import io.pipelinemonitor.local.command.DemoCommand;
import io.pipelinemonitor.local.command.OutboxCommand;
import io.pipelinemonitor.local.command.PublishCommand;
import io.pipelinemonitor.local.command.ResolveCommand;
import io.pipelinemonitor.local.command.RulesCommand;
import io.pipelinemonitor.local.command.SetupCommand;
import io.pipelinemonitor.local.command.SilenceCommand;
import io.pipelinemonitor.local.command.SnoozeCommand;
import io.pipelinemonitor.local.command.TailCommand;
import io.pipelinemonitor.local.command.TestCommand;
import io.pipelinemonitor.local.command.TopicsCommand;
import io.pipelinemonitor.local.command.UpCommand;
import io.pipelinemonitor.local.command.VerifyCommand;
import io.pipelinemonitor.local.command.VersionCommand;
import io.pipelinemonitor.local.problem.Problem;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The monitor command. Exit status: 0 well, 1 a problem that its message explains, 2 wrong usage or
 * bad input.
 */
@Command(
    name = "monitor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    description = {
      "Watches a sales pipeline: deal events in, coverage and alerts out, within a second.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Commands:%n",
    subcommands = {
      UpCommand.class,
      DemoCommand.class,
      PublishCommand.class,
      TailCommand.class,
      OutboxCommand.class,
      TopicsCommand.class,
      RulesCommand.class,
      BacktestCommand.class,
      AckCommand.class,
      SnoozeCommand.class,
      SilenceCommand.class,
      ResolveCommand.class,
      VerifyCommand.class,
      TestCommand.class,
      BenchCommand.class,
      SetupCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  monitor demo                                a made-up quarter, to see what it does",
      "  monitor up                                  in one terminal, and wait for: ready",
      "  monitor publish crm.deal-events FILE        in another: your deals, as JSON lines",
      "  monitor tail pipeline.snapshots             what became of them",
      "  monitor rules list                          when it raises an alert",
      "  monitor outbox                              what people were told",
      "",
      "monitor help COMMAND tells more about one, with examples."
    })
public final class MonitorCommand implements Runnable {
  private static final int PROBLEM = 1;
  private static final int USAGE = 2;
  private static final int USAGE_WIDTH = 100;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with all its subcommands, as {@code main} runs it. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new MonitorCommand());
    line.setUsageHelpWidth(USAGE_WIDTH);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
    line.setParameterExceptionHandler(MonitorCommand::explainUsage);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int explain(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(
        failure instanceof Problem
            ? "monitor: " + failure.getMessage()
            : Problem.endedOnce(
                "monitor: %s. Run it again with --verbose to see where this comes from."
                    .formatted(unexpected(failure))));
    if (command.getParseResult().hasMatchedOption("--verbose")) {
      failure.printStackTrace(err);
    }
    err.flush();
    return PROBLEM;
  }

  private static String unexpected(Exception failure) {
    String reason = Problem.reason(failure);
    return failure.getClass().getSimpleName()
        + (reason.equals(failure.getClass().getSimpleName()) ? "" : ": " + reason);
  }

  private static int explainUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("monitor: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.printf("Its options: %s --help%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return USAGE;
  }
}
