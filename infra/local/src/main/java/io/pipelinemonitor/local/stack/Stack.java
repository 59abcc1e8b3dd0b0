package io.pipelinemonitor.local.stack;

import io.pipelinemonitor.alerts.AlertsService;
import io.pipelinemonitor.alerts.AlertsSettings;
import io.pipelinemonitor.alerts.Delivering;
import io.pipelinemonitor.alerts.OperationsServer;
import io.pipelinemonitor.alerts.channel.slack.SlackInteractionsHandler;
import io.pipelinemonitor.alerts.console.Console;
import io.pipelinemonitor.alerts.domain.organisation.Member;
import io.pipelinemonitor.alerts.live.LiveTopics;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.broker.EmbeddedBroker;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.connection.Reachability;
import io.pipelinemonitor.local.data.DataDirectory;
import io.pipelinemonitor.local.jobs.JobCluster;
import io.pipelinemonitor.local.jobs.JobCluster.RunningJob;
import io.pipelinemonitor.local.jobs.LocalJob;
import io.pipelinemonitor.local.outbox.Outbox;
import io.pipelinemonitor.local.outbox.SlackWorkspace;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.registry.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.flink.metrics.prometheus.LoopbackPrometheusReporterFactory;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on one machine: Kafka, the schema registry, the Flink jobs and the alerts
 * service. Closing it takes a last checkpoint and ends every part within fifteen seconds; what a
 * stack on the same directory finds afterwards is complete even without that.
 */
public final class Stack implements AutoCloseable {
  private static final Duration EXTERNAL_LIMIT = Duration.ofSeconds(30);
  private static final Duration SERVERS_CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final String FLINK_PREFIX = "flink.";

  private final StackSettings settings;
  private final DataDirectory directory;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "stack");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable EmbeddedBroker broker;
  private @Nullable EmbeddedRegistry registry;
  private @Nullable JobCluster cluster;
  private volatile @Nullable AlertsService alerts;
  private @Nullable LiveTopics live;
  private @Nullable OperationsServer operations;
  private @Nullable Outbox outbox;
  private @Nullable Console console;
  private boolean closed;

  private Stack(StackSettings settings, DataDirectory directory) {
    this.settings = settings;
    this.directory = directory;
  }

  /**
   * Starts everything and returns when every job runs. Logging goes to a file in the data directory
   * from here on, unless something was logged before.
   *
   * @throws Problem when a part cannot start; nothing is left running then
   */
  public static Stack start(StackSettings settings, StackProgress progress) {
    Ports ports = settings.ports();
    if (settings.bootstrapServers().isEmpty()) {
      Ports.requireFree(ports.kafka(), "Kafka");
    }
    Ports.requireFree(ports.flink(), "Flink's web interface");
    Ports.requireFree(ports.flinkMetrics(), "Flink's metrics");
    Ports.requireFree(ports.alerts(), "the alerts service");
    if (wantsOutbox(settings)) {
      Ports.requireFree(ports.outbox(), "the outbox");
    }
    if (settings.alerts().isPresent()) {
      Ports.requireFree(ports.console(), "the console");
    }
    DataDirectory directory = DataDirectory.open(settings.dataDirectory());
    LogFile.use(directory.logFile());
    Stack stack = new Stack(settings, directory);
    try {
      stack.startServers(progress);
      new Preparation(stack.connection(), progress).topicsAndSchemas();
      stack.startJobs(progress);
      stack.startAlerts();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  public String bootstrapServers() {
    return settings.bootstrapServers().orElseGet(() -> settings.ports().bootstrapServers());
  }

  public String schemaRegistryUrl() {
    return settings.schemaRegistry().orElseGet(() -> settings.ports().registryUrl());
  }

  public String flinkWebUrl() {
    return started(cluster).webUrl();
  }

  public Path dataDirectory() {
    return directory.root();
  }

  public Path logFile() {
    return directory.logFile();
  }

  /** Flink's metrics, as Prometheus reads them. */
  public String flinkMetricsUrl() {
    return "http://127.0.0.1:" + settings.ports().flinkMetrics() + "/metrics";
  }

  /** Health, readiness and metrics of the alerts service. */
  public String alertsUrl() {
    return alertsUrl(started(operations).port());
  }

  private static String alertsUrl(int port) {
    return "http://127.0.0.1:" + port;
  }

  /** Where people watch all of it; empty: nowhere. */
  public Optional<String> consoleUrl() {
    return Optional.ofNullable(console).map(open -> "http://localhost:" + open.port());
  }

  /** Where messages can be read that have no way out; empty: they go where the environment says. */
  public Optional<String> outboxUrl() {
    return Optional.ofNullable(outbox).map(Outbox::url);
  }

  /** How to talk to this stack. */
  public Connection connection() {
    return new Connection(
        bootstrapServers(),
        schemaRegistryUrl(),
        settings.client().kafka(),
        settings.client().registry());
  }

  public List<RunningJob> jobs() {
    return started(cluster).jobs();
  }

  /** Why the stack is of no use any more, or empty while it works or is about to recover. */
  public Optional<String> failure() {
    JobCluster running = started(cluster);
    for (RunningJob job : running.jobs()) {
      Optional<String> reason = running.failure(job);
      if (reason.isPresent()) {
        return Optional.of("The job %s has ended: %s.".formatted(job.name(), reason.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    // The heartbeat first, so that the last checkpoint is of a stream at rest.
    close(console);
    close(operations);
    close(live);
    close(alerts);
    close(outbox);
    close(cluster);
    List<CompletableFuture<Void>> servers = new ArrayList<>();
    servers.add(CompletableFuture.runAsync(() -> close(registry), executor));
    servers.add(CompletableFuture.runAsync(() -> close(broker), executor));
    try {
      CompletableFuture.allOf(servers.toArray(CompletableFuture[]::new))
          .get(SERVERS_CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Both keep what they acknowledged without a proper end.
    }
    executor.shutdownNow();
    directory.close();
  }

  private void startServers(StackProgress progress) {
    progress.say("starting Kafka, the schema registry and Flink");
    List<CompletableFuture<?>> starts = new ArrayList<>();
    if (settings.bootstrapServers().isEmpty()) {
      starts.add(
          async(() -> broker = EmbeddedBroker.start(directory.kafka(), settings.ports().kafka())));
    } else {
      starts.add(async(() -> requireKafka()));
    }
    if (settings.schemaRegistry().isEmpty()) {
      starts.add(async(() -> registry = startRegistry()));
    }
    starts.add(async(() -> cluster = startCluster()));
    Problem problem = null;
    for (CompletableFuture<?> start : starts) {
      try {
        start.join();
      } catch (CompletionException e) {
        Problem found = problem(e.getCause() == null ? e : e.getCause());
        if (problem == null) {
          problem = found;
        } else {
          problem.addSuppressed(found);
        }
      }
    }
    if (problem != null) {
      throw problem;
    }
  }

  private boolean requireKafka() {
    Reachability.requireKafka(connection(), EXTERNAL_LIMIT);
    return true;
  }

  private EmbeddedRegistry startRegistry() {
    return EmbeddedRegistry.start(
        settings.registryInstallation(),
        directory.registry(),
        directory.logs().resolve("registry.log"),
        settings.ports().registry());
  }

  private JobCluster startCluster() {
    Map<String, String> flinkSettings =
        new HashMap<>(LoopbackPrometheusReporterFactory.options(settings.ports().flinkMetrics()));
    settings
        .settings()
        .forEach(
            (key, value) -> {
              if (key.startsWith(FLINK_PREFIX)) {
                flinkSettings.put(key.substring(FLINK_PREFIX.length()), value);
              }
            });
    return JobCluster.start(
        settings.ports().flink(),
        settings.parallelism(),
        Math.max(1, settings.jobs().size()),
        directory.temporary(),
        flinkSettings);
  }

  private void startJobs(StackProgress progress) {
    JobCluster running = started(cluster);
    if (settings.jobs().isEmpty()) {
      return;
    }
    progress.say("starting the jobs");
    Map<String, String> jobSettings = new HashMap<>();
    settings
        .settings()
        .forEach(
            (key, value) -> {
              if (!key.startsWith(FLINK_PREFIX) && !key.startsWith(StackAlerts.PREFIX)) {
                jobSettings.put(key, value);
              }
            });
    jobSettings.putAll(connection().settings());
    jobSettings.put("clock", settings.clock().setting());
    new Preparation(connection(), progress).defaultRules(JobSettings.of(jobSettings));
    for (LocalJob job : settings.jobs()) {
      running.submit(job, directory.checkpoints(job.name()), jobSettings);
    }
    running.awaitRunning();
  }

  private static boolean wantsOutbox(StackSettings settings) {
    return settings.alerts().map(StackAlerts::wantsOutbox).orElse(false);
  }

  private void startAlerts() {
    if (wantsOutbox(settings)) {
      URI interactivity =
          URI.create(alertsUrl(settings.ports().alerts()) + SlackInteractionsHandler.PATH);
      outbox =
          Outbox.start(
              settings.ports().outbox(),
              new SlackWorkspace(interactivity, this::slackNames),
              Clock.systemUTC());
    }
    Optional<Delivering> delivering;
    try {
      delivering =
          settings
              .alerts()
              .flatMap(
                  configured ->
                      configured.delivering(Optional.ofNullable(outbox), settings.clock()));
    } catch (IllegalArgumentException e) {
      throw new Problem("A channel is not configured well: %s.".formatted(Problem.reason(e)), e);
    }
    AlertsSettings connected =
        new AlertsSettings(
            bootstrapServers(),
            settings.client().kafka(),
            schemaRegistryUrl(),
            settings.client().registry(),
            settings.clock() == StackClock.WALL);
    AlertsService service = AlertsService.start(connected, delivering, Clock.systemUTC());
    alerts = service;
    live = settings.alerts().map(configured -> configured.showBoard(connected)).orElse(null);
    operations =
        OperationsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.ports().alerts()),
            service::health,
            () -> settings.alerts().map(StackAlerts::scrape).orElse(""),
            service.interactions());
    console =
        settings
            .alerts()
            .flatMap(
                configured ->
                    configured.console(settings.ports().console(), Optional.ofNullable(outbox)))
            .map(to -> Console.start(connected, to, Clock.systemUTC()))
            .orElse(null);
  }

  /** As far as the alerts service has read who there is. */
  private Map<String, String> slackNames() {
    AlertsService service = alerts;
    Map<String, String> names = new HashMap<>();
    if (service != null) {
      for (Member member : service.organisation().members().values()) {
        if (member.slackUserId() != null && member.active()) {
          names.put(member.slackUserId(), member.name());
        }
      }
    }
    return names;
  }

  private <T> CompletableFuture<T> async(Supplier<T> start) {
    return CompletableFuture.supplyAsync(start, executor);
  }

  private static Problem problem(Throwable failure) {
    return failure instanceof Problem known
        ? known
        : new Problem("The stack did not start: %s.".formatted(Problem.reason(failure)), failure);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the stack is not started");
    }
    return part;
  }

  private static void close(@Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      org.slf4j.LoggerFactory.getLogger(Stack.class)
          .warn("A part of the stack did not close properly: {}", e.toString());
    }
  }
}
