package io.pipelinemonitor.local.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command edits rules. */
final class RuleEditOptions {
  @Option(names = "--dry-run", description = "Say what would change, and write nothing.")
  boolean dryRun;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description =
          "When it takes effect, for example 2026-01-01T00:00:00Z; default: now. For a stack on the data's"
              + " clock, where now may never come.")
  @Nullable Instant at;

  /** When the edit takes effect: a record's time has milliseconds. */
  Instant at() {
    return (at == null ? Instant.now() : at).truncatedTo(ChronoUnit.MILLIS);
  }
}
