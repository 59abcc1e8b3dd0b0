package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.schema.json.DurationText;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** When a quiet ends. */
final class UntilOptions {
  @ArgGroup(exclusive = true, multiplicity = "0..1")
  Choice choice = new Choice();

  /** One of them. */
  static final class Choice {
    @Option(names = "--for", paramLabel = "4h", description = "How long: 30m, 4h, 1d12h.")
    @Nullable String length;

    @Option(
        names = "--until",
        paramLabel = "INSTANT",
        description = "Until when, for example 2026-01-05T08:00:00Z.")
    @Nullable Instant until;

    @Option(names = "--end", description = "End it now.")
    boolean end;
  }

  boolean ends() {
    return choice.end;
  }

  /** The end of a quiet that begins at that moment. */
  Instant after(Instant at) {
    if (choice.until != null) {
      return choice.until;
    }
    if (choice.length == null) {
      throw new Problem("For how long? Give --for 4h, or --until INSTANT");
    }
    OptionalLong seconds = DurationText.seconds(choice.length);
    return at.plusSeconds(
        seconds.orElseThrow(
            () ->
                new Problem(
                    "--for %s is no length of time; write 30m, 4h or 1d12h"
                        .formatted(choice.length))));
  }
}
