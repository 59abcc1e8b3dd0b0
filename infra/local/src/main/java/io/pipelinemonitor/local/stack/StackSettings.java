package io.pipelinemonitor.local.stack;

import io.pipelinemonitor.local.connection.ClientProperties;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.jobs.LocalJob;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a stack is made of.
 *
 * @param dataDirectory holds all that it remembers
 * @param ports where its parts listen
 * @param bootstrapServers an existing Kafka to use; empty for one of its own
 * @param schemaRegistry an existing registry to use; empty for one of its own
 * @param client how to talk to those two
 * @param parallelism of each job
 * @param clock what moves stream time on
 * @param settings of the jobs, by the keys of their configuration; those that begin with {@code
 *     flink.} are Flink's own options
 * @param jobs what runs on the Flink cluster
 * @param registryInstallation where the registry's server is unpacked
 * @param alerts by what people are told; empty: nobody is
 */
public record StackSettings(
    Path dataDirectory,
    Ports ports,
    Optional<String> bootstrapServers,
    Optional<String> schemaRegistry,
    ClientProperties client,
    int parallelism,
    StackClock clock,
    Map<String, String> settings,
    List<LocalJob> jobs,
    Path registryInstallation,
    Optional<StackAlerts> alerts) {

  private static final int PARALLELISM = 2;

  public StackSettings {
    settings = Map.copyOf(settings);
    jobs = List.copyOf(jobs);
  }

  /** Everything embedded, standard ports, two-fold parallelism, the wall's clock. */
  public static StackSettings embedded(
      Path dataDirectory, List<LocalJob> jobs, Path registryInstallation) {
    return new StackSettings(
        dataDirectory,
        new Ports(0),
        Optional.empty(),
        Optional.empty(),
        ClientProperties.NONE,
        PARALLELISM,
        StackClock.WALL,
        Map.of(),
        jobs,
        registryInstallation,
        Optional.empty());
  }

  public StackSettings withPorts(Ports chosen) {
    return new StackSettings(
        dataDirectory,
        chosen,
        bootstrapServers,
        schemaRegistry,
        client,
        parallelism,
        clock,
        settings,
        jobs,
        registryInstallation,
        alerts);
  }

  public StackSettings withClock(StackClock chosen) {
    return new StackSettings(
        dataDirectory,
        ports,
        bootstrapServers,
        schemaRegistry,
        client,
        parallelism,
        chosen,
        settings,
        jobs,
        registryInstallation,
        alerts);
  }

  public StackSettings withSettings(Map<String, String> chosen) {
    return new StackSettings(
        dataDirectory,
        ports,
        bootstrapServers,
        schemaRegistry,
        client,
        parallelism,
        clock,
        chosen,
        jobs,
        registryInstallation,
        alerts);
  }

  public StackSettings withAlerts(StackAlerts chosen) {
    return new StackSettings(
        dataDirectory,
        ports,
        bootstrapServers,
        schemaRegistry,
        client,
        parallelism,
        clock,
        settings,
        jobs,
        registryInstallation,
        Optional.of(chosen));
  }
}
