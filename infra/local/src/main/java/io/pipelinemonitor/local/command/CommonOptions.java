package io.pipelinemonitor.local.command;

import picocli.CommandLine.Option;

/** What every command takes. */
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  boolean help;

  @Option(
      names = "--verbose",
      description = "When something goes wrong, show where in the program.")
  boolean verbose;
}
