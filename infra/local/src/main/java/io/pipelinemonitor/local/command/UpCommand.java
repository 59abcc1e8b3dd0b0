package io.pipelinemonitor.local.command;

import io.pipelinemonitor.local.jobs.JobCluster.RunningJob;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackClock;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor up}. */
@Command(
    name = "up",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Start the whole system on this machine, until Ctrl-C.",
      "",
      "That is a Kafka broker, a schema registry, the Flink jobs and the alerts service. It is ready when a"
          + " line says so. Everything is kept in one directory: starting again goes on where it stopped,"
          + " even after kill -9 or a power cut.",
      "",
      "People are told by SLACK_BOT_TOKEN and SMTP_URL of the environment (docs/delivery.md). Without them"
          + " messages stay on this machine: monitor outbox shows them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor up",
      "  monitor up --data-dir /tmp/trial --port-offset 100",
      "      a second stack beside the first; say --port-offset 100 to the other commands too",
      "  monitor up --clock data",
      "      to load history: time passes as the data says (publish it with --timestamps event)",
      "  monitor up --bootstrap-servers kafka:9093 --schema-registry https://registry \\",
      "      --client-properties client.properties",
      "      the jobs here, on an existing Kafka and registry",
      "",
      "More memory: MONITOR_JAVA_OPTS=-Xmx6g monitor up"
    })
public final class UpCommand implements Callable<Integer> {
  private static final Duration WATCH = Duration.ofSeconds(2);

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin StackOptions options = new StackOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Option(
      names = "--clock",
      paramLabel = "wall|data",
      defaultValue = "wall",
      description =
          "What time it is: wall (default) writes a heartbeat a second, for data as it happens; data"
              + " leaves time to the timestamps of what is published.")
  StackClock clock = StackClock.WALL;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    StopSignal stop = StopSignal.install();
    long start = System.nanoTime();
    try (Stack stack =
        Stack.start(
            options.settings(clock, System.getenv()),
            what -> {
              out.println(what + "…");
              out.flush();
            })) {
      describe(stack, out);
      out.printf(
          "ready in %.1f s; Ctrl-C stops it%n", (System.nanoTime() - start) / 1_000_000_000.0);
      out.flush();
      Optional<String> failure = Optional.empty();
      while (!stop.await(WATCH) && failure.isEmpty()) {
        failure = stack.failure();
      }
      if (failure.isPresent()) {
        throw new Problem(failure.get() + " Its log is " + stack.logFile());
      }
      out.println("stopping…");
      out.flush();
    }
    out.println("stopped; monitor up goes on from here");
    out.flush();
    return 0;
  }

  private void describe(Stack stack, PrintWriter out) {
    stack.consoleUrl().ifPresent(url -> out.printf("console          %s%n", url));
    out.printf("Kafka            %s%n", stack.bootstrapServers());
    out.printf("schema registry  %s%n", stack.schemaRegistryUrl());
    out.printf("Flink            %s%n", stack.flinkWebUrl());
    for (RunningJob job : stack.jobs()) {
      out.printf("  job            %s, %s%n", job.name(), origin(job));
    }
    out.printf(
        "alerts service   %s, %s%n",
        stack.alertsUrl(),
        clock == StackClock.WALL
            ? "a heartbeat a second"
            : "no heartbeats, the data moves the clock");
    out.printf("metrics          %s/metrics, %s%n", stack.alertsUrl(), stack.flinkMetricsUrl());
    out.printf("messages         %s%n", whereMessagesGo(stack));
    out.printf("data             %s%n", stack.dataDirectory());
    out.printf("log              %s%n", stack.logFile());
  }

  static String whereMessagesGo(Stack stack) {
    return stack
        .outboxUrl()
        .map(url -> "stay here: %s, or monitor outbox".formatted(url))
        .orElse("go out, as the environment says");
  }

  private static String origin(RunningJob job) {
    return job.restoredFrom()
        .map(
            checkpoint ->
                "from checkpoint %d of %s"
                    .formatted(
                        checkpoint.number(),
                        checkpoint.completedAt().truncatedTo(ChronoUnit.SECONDS)))
        .orElse("from the beginning of its topics");
  }
}
