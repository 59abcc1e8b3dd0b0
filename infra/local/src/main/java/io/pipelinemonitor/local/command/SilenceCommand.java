package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.ScopeType;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor silence}. */
@Command(
    name = "silence",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Quieten a rule, a kind of scope or one scope for a while.",
      "",
      "Incidents open and end as always; their events say suppressedBy SILENCE until the end. What is still"
          + " firing then, and was not told, is told. A later silence of the same rule and scope takes the"
          + " place of the earlier one."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor silence --rule coverage-to-go --for 2d --comment 'planning week'",
      "  monitor silence --scope UNIT:emea --until 2026-01-05T08:00:00Z",
      "  monitor silence --rule coverage-to-go --scope REP --for 1d      all reps",
      "  monitor silence --scope UNIT:emea --end                        end it now"
    })
public final class SilenceCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--rule", paramLabel = "RULE", description = "One of: monitor rules list")
  @Nullable String ruleId;

  @Option(
      names = "--scope",
      paramLabel = "TYPE[:ID]",
      description = "A scope, UNIT:emea, or every scope of a kind, REP.")
  @Nullable String scope;

  @Mixin UntilOptions until = new UntilOptions();
  @Mixin AskOptions ask = new AskOptions();
  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws IOException {
    LogFile.quiet();
    AlertCommand command = command();
    ask.send(connection.reachable(), command);
    PrintWriter out = spec.commandLine().getOut();
    if (until.ends()) {
      out.printf("asked: end the silence of %s%n", what());
    } else {
      out.printf("asked: silence %s until %s%n", what(), command.getUntil());
    }
    out.flush();
    return 0;
  }

  private AlertCommand command() {
    if (ruleId == null && scope == null) {
      throw new Problem("Silence what? Give --rule RULE, --scope TYPE[:ID], or both");
    }
    Instant end = until.ends() ? ask.at() : until.after(ask.at());
    if (!until.ends() && !end.isAfter(ask.at())) {
      throw new Problem("%s is over already".formatted(end));
    }
    AlertCommand.Builder command =
        ask.command(AlertCommandType.SILENCE, null).setRuleId(ruleId).setUntil(end);
    if (scope != null) {
      int colon = scope.indexOf(':');
      command.setScopeType(type(colon < 0 ? scope : scope.substring(0, colon)));
      command.setScopeId(colon < 0 ? null : scope.substring(colon + 1));
    }
    return command.build();
  }

  private static ScopeType type(String name) {
    return Arrays.stream(ScopeType.values())
        .filter(type -> type != ScopeType.UNKNOWN && type.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new Problem(
                    "%s is no kind of scope; write one of %s"
                        .formatted(
                            name,
                            Arrays.stream(ScopeType.values())
                                .filter(type -> type != ScopeType.UNKNOWN)
                                .map(ScopeType::name)
                                .collect(Collectors.joining(", ")))));
  }

  private String what() {
    return (ruleId == null ? "every rule" : ruleId)
        + " for "
        + (scope == null ? "every scope" : scope);
  }
}
