package io.pipelinemonitor.local.command;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.problem.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the jobs of a stack were started with, for a command that computes as they do. */
final class JobSettingsOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting that the stack was started with, where it is not the default. May be repeated.")
  Map<String, String> set = new HashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The properties file that the stack was started with.")
  @Nullable Path config;

  /**
   * The settings, or what is wrong with them.
   *
   * @param known what holds unless it was given
   */
  JobSettings read(Map<String, String> known) {
    Map<String, String> settings = new HashMap<>(known);
    if (config != null) {
      settings.putAll(ClientProperties.properties(config));
    }
    settings.putAll(set);
    settings.keySet().removeIf(key -> key.startsWith("flink."));
    try {
      return JobSettings.of(settings);
    } catch (IllegalArgumentException e) {
      throw new Problem("A setting is wrong: %s.".formatted(e.getMessage()), e);
    }
  }
}
