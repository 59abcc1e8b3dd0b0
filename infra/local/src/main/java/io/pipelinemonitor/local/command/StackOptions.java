package io.pipelinemonitor.local.command;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.data.DataDirectory;
import io.pipelinemonitor.local.jobs.StandardJobs;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.stack.StackAlerts;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a command starts a stack. */
public final class StackOptions {
  @Mixin ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the stack keeps everything: Kafka's log, schemas, checkpoints, log files. Starting again on"
              + " the same directory goes on where it stopped. Default:"
              + " $$XDG_DATA_HOME/pipeline-monitor, or ~/.local/share/pipeline-monitor.")
  @Nullable Path dataDirectory;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many threads each step of a job has (default: ${DEFAULT-VALUE}).")
  int parallelism;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the jobs, for example fiscal.first-month=2 or reporting.currency=EUR; with the"
              + " prefix flink. an option of Flink's, with alerts.delivery. one of the alerts service. Wins over --config. May be repeated.")
  Map<String, String> set = new HashMap<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file with settings as --set takes them.")
  @Nullable Path config;

  /** The directory that was asked for, or this user's own. */
  public Path dataDirectory(Map<String, String> environment) {
    return dataDirectory != null
        ? dataDirectory
        : DataDirectory.standard(environment, System.getProperty("user.home"));
  }

  /** The settings of a stack as the options describe it, on the given clock. */
  public StackSettings settings(StackClock clock, Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    if (config != null) {
      settings.putAll(ClientProperties.properties(config));
    }
    settings.putAll(set);
    requireKnown(settings);
    return new StackSettings(
        dataDirectory(environment),
        connection.ports(),
        connection.bootstrapServers(environment),
        connection.schemaRegistry(environment),
        connection.clientProperties(environment),
        parallelism,
        clock,
        settings,
        StandardJobs.all(),
        Path.of(System.getProperty("monitor.registry", "infra/registry/target/registry")),
        Optional.of(alerts(settings, environment)));
  }

  /** By what the stack tells people, as settings and environment say. */
  static StackAlerts alerts(Map<String, String> settings, Map<String, String> environment) {
    try {
      return StackAlerts.of(settings, environment);
    } catch (IllegalArgumentException e) {
      throw new Problem(Problem.reason(e) + " (settings of the alerts service).", e);
    }
  }

  /** Now, and not when half of the stack is up. */
  private static void requireKnown(Map<String, String> settings) {
    Map<String, String> forJobs = new HashMap<>(settings);
    forJobs
        .keySet()
        .removeIf(key -> key.startsWith("flink.") || key.startsWith(StackAlerts.PREFIX));
    try {
      JobSettings.of(forJobs);
    } catch (IllegalArgumentException e) {
      throw new Problem("A setting of the jobs is wrong: %s.".formatted(e.getMessage()), e);
    }
  }
}
