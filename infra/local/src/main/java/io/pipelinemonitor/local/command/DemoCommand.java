package io.pipelinemonitor.local.command;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.demo.Demo;
import io.pipelinemonitor.local.demo.TemporaryDirectory;
import io.pipelinemonitor.local.jobs.StandardJobs;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.simulator.Simulation;
import io.pipelinemonitor.local.simulator.quarters.FiscalQuarters;
import io.pipelinemonitor.local.simulator.story.StoryQuarter;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackClock;
import io.pipelinemonitor.local.stack.StackSettings;
import io.pipelinemonitor.local.topics.TopicCounts;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Watch a fiscal quarter of a made-up sales organisation in a few minutes.",
      "",
      "Starts the whole system, publishes the company's events to it much faster than life, and shows"
          + " its coverage and every alert as they come. Everything on Kafka can be looked at from another"
          + " terminal, meanwhile and afterwards.",
      "",
      "One quarter tells a story: a team loses its largest deals, a competitor launches a product, two"
          + " reps leave, a manager promises too much. See alerts fire, get worse, and recover. Several"
          + " quarters tell none: whatever happens follows from how thousands of deals go. At their end you"
          + " see how good the forecasts were."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor demo",
      "  monitor demo --seed 7 --speed 50000",
      "      another quarter, a little slower",
      "  monitor demo --quarters 4 --seed 7",
      "      a year, in about four minutes",
      "  monitor demo --data-dir /tmp/quarter --port-offset 100",
      "      kept in a directory; monitor up --clock data --data-dir /tmp/quarter shows it again"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration WATCH = Duration.ofSeconds(2);

  /**
   * The last quarter: in the past, because Kafka refuses records from the future, and always the
   * same, so that a seed is one simulation.
   */
  private static final String LAST_QUARTER = "2026-Q1";

  /** A single quarter is read line by line; several are watched as they fly by. */
  private static final double SPEED_OF_ONE = 60_000;

  private static final double SPEED_OF_SEVERAL = 190_000;
  private static final int MOST_QUARTERS = 12;

  private static final int PARALLELISM = 2;

  /** Whole simulated days pass in a second: a partition is not idle because it has a day off. */
  private static final Map<String, String> SETTINGS = Map.of("partition.idle-after.millis", "2000");

  /**
   * Who leads a team is told by Slack, others by mail, and a channel besides. A quarter passes in
   * minutes, so by the wall's clock there are no quiet hours, and no measure of what is too much.
   */
  private static final Map<String, String> DELIVERY =
      Map.of(
          "alerts.delivery.route.channels", "slack:#sales-alerts,slack,email",
          "alerts.delivery.quiet.from", "00:00",
          "alerts.delivery.quiet.to", "00:00",
          "alerts.delivery.quiet.days", "",
          "alerts.delivery.budget.messages", "100000",
          // The quarter is over at the end, and still what people want to see.
          "alerts.delivery.board.periods", "PREVIOUS,CURRENT,NEXT");

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--quarters",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many fiscal quarters, 1 to 12 (default: ${DEFAULT-VALUE}).")
  int quarters;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number is another simulation (default: ${DEFAULT-VALUE}).")
  long seed;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description =
          "Simulated seconds in a second, at most (default: 60000, for several quarters 190000). Waits"
              + " for the jobs where they do not keep up.")
  @Nullable Double speed;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where to keep the data. Default: a temporary directory, removed at the end.")
  @Nullable Path dataDirectory;

  @Option(
      names = "--exit",
      description = "End after the summary, instead of staying up until Ctrl-C.")
  boolean exit;

  @Mixin ConnectionOptions connection = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (speed != null && !(speed > 0)) {
      throw new Problem("--speed takes a number above 0, not %s.".formatted(speed));
    }
    if (quarters < 1 || quarters > MOST_QUARTERS) {
      throw new Problem(
          "--quarters takes a number from 1 to %d, not %d.".formatted(MOST_QUARTERS, quarters));
    }
    PrintWriter out = spec.commandLine().getOut();
    StopSignal stop = StopSignal.install();
    if (dataDirectory != null) {
      int status = run(dataDirectory, stop, out);
      out.printf(
          "stopped; monitor up --clock data --data-dir \"%s\" goes on from here%n", dataDirectory);
      out.flush();
      return status;
    }
    try (TemporaryDirectory temporary = TemporaryDirectory.create("pipeline-monitor-demo-")) {
      return run(temporary.path(), stop, out);
    }
  }

  private int run(Path directory, StopSignal stop, PrintWriter out)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    try (Stack stack =
        Stack.start(
            settings(directory),
            what -> {
              out.println(what + "…");
              out.flush();
            })) {
      requireEmpty(stack);
      stack.consoleUrl().ifPresent(url -> out.printf("console %s%n", url));
      out.printf(
          "Kafka %s, schema registry %s, Flink %s%n",
          stack.bootstrapServers(), stack.schemaRegistryUrl(), stack.flinkWebUrl());
      out.printf("messages %s%n", UpCommand.whereMessagesGo(stack));
      out.printf("ready in %.1f s%n%n", (System.nanoTime() - start) / 1_000_000_000.0);
      out.flush();
      play(stack, stop, out);
    }
    return 0;
  }

  private void play(Stack stack, StopSignal stop, PrintWriter out)
      throws InterruptedException, IOException {
    var calendar = JobSettings.of(Map.of()).policy().calendar();
    var last = calendar.periodNamed(LAST_QUARTER);
    if (last == null) {
      throw new IllegalStateException("the calendar has no " + LAST_QUARTER);
    }
    Simulation simulation;
    String worthALook;
    if (quarters == 1) {
      StoryQuarter quarter = StoryQuarter.of(seed, calendar, last);
      simulation = quarter.simulation();
      worthALook = quarter.story().setback().unitId();
    } else {
      simulation = FiscalQuarters.of(seed, calendar, last, quarters);
      worthALook = "emea";
    }
    Demo demo =
        new Demo(stack.connection(), simulation, calendar, waiting(stop), stack::failure, out);
    if (demo.play(speed != null ? speed : quarters == 1 ? SPEED_OF_ONE : SPEED_OF_SEVERAL)) {
      if (exit) {
        out.printf(
            "%nTo look closer at all of it, run the demo without --exit: it then stays up until Ctrl-C.%n");
      } else {
        tellWhereToLook(stack, simulation, worthALook, out);
        out.printf("%nEverything stays up until Ctrl-C.%n");
        out.flush();
        stayUp(stack, stop);
      }
    }
    out.println("stopping…");
    out.flush();
  }

  private static void stayUp(Stack stack, StopSignal stop) throws InterruptedException {
    Optional<String> failure = Optional.empty();
    while (!stop.await(WATCH) && failure.isEmpty()) {
      failure = stack.failure();
    }
    if (failure.isPresent()) {
      throw new Problem(failure.get() + " Its log is " + stack.logFile());
    }
  }

  private void tellWhereToLook(Stack stack, Simulation simulation, String unitId, PrintWriter out) {
    String options = connection.portOffset == 0 ? "" : " --port-offset " + connection.portOffset;
    String key = "UNIT:%s|%s".formatted(unitId, LAST_QUARTER);
    stack
        .consoleUrl()
        .ifPresent(url -> out.printf("%nLook at the quarter: %s/#period=%s%n", url, LAST_QUARTER));
    out.printf("%nLook closer, from another terminal:%n");
    out.printf(
        "  monitor tail alerts.events --from-beginning --timeout 3%s%n"
            + "      every step of every alert, with its explanation%n",
        options);
    out.printf(
        "  monitor tail pipeline.snapshots --from-beginning --timeout 3 --key '%s'%s%n"
            + "      the figures of %s%n",
        key, options, simulation.unitNames().get(unitId));
    out.printf("  monitor outbox%s%n      what people were told%n", options);
    out.printf(
        "  monitor verify%s%n      every published figure against a plain recomputation%n",
        options);
    out.printf("  %s%n      the jobs%n", stack.flinkWebUrl());
    out.flush();
  }

  private StackSettings settings(Path directory) {
    Map<String, String> environment = System.getenv();
    return new StackSettings(
        directory,
        connection.ports(),
        connection.bootstrapServers(environment),
        connection.schemaRegistry(environment),
        connection.clientProperties(environment),
        PARALLELISM,
        StackClock.DATA,
        SETTINGS,
        StandardJobs.all(),
        Path.of(System.getProperty("monitor.registry", "infra/registry/target/registry")),
        Optional.of(StackOptions.alerts(DELIVERY, environment)));
  }

  /** A quarter on top of other deals would be neither. */
  private static void requireEmpty(Stack stack) {
    String topic = Topics.DEAL_EVENTS.name();
    try (Admin admin = Admin.create(stack.connection().kafkaClient())) {
      TopicCounts counts = TopicCounts.of(admin, List.of(topic)).get(topic);
      if (counts != null && counts.offsets() > 0) {
        throw new Problem(
            "There are deals on %s already, from an earlier demo perhaps. Give the demo an empty --data-dir, or none."
                .formatted(topic));
      }
    }
  }

  private static Demo.Waiting waiting(StopSignal stop) {
    return new Demo.Waiting() {
      @Override
      public boolean await(Duration duration) throws InterruptedException {
        return stop.await(duration);
      }

      @Override
      public boolean isOver() {
        return stop.isRaised();
      }
    };
  }
}
