package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.stack.LogFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor bench}. */
@Command(
    name = "monitor bench",
    sortOptions = false,
    abbreviateSynopsis = true,
    mixinStandardHelpOptions = true,
    description = {
      "Measure the state job beside everything simpler, over the same preloaded topic.",
      "",
      "Each line runs in a process of its own; broker, registry and generator run apart and are not"
          + " counted. Ratios within a round are the result, absolute figures depend on the machine."
          + " A line that ends with wrong figures is not reported: the exit status is then 1.",
      "",
      "Without --lines, --latency, --state or --rules, all but the rules is run; with one of them,"
          + " that alone."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor bench --quick",
      "      within five minutes: the ladder and latency, fewer events, one round, no state",
      "  monitor bench --lines L1,L4 --events 300000 --rounds 1 --profile state-job.jfr",
      "  monitor bench --state --deals 1000000",
      "  monitor bench --rules 10,10000 --mix typical,dense"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final long EVENTS = 2_000_000;
  private static final long QUICK_EVENTS = 120_000;
  private static final int DEALS = 200_000;
  private static final int STATE_DEALS = 100_000;
  private static final int RULES_EVENTS = 50_000;
  private static final int RULES_DEALS = 10_000;
  private static final int ROUNDS = 3;

  /** Of every line before it is measured; about what a Flink job needs. */
  private static final int LINE_WARM_UP_SECONDS = 60;

  private static final int QUICK_LINE_WARM_UP_SECONDS = 10;

  private static final int WARM_UP_SECONDS = 30;
  private static final int SECONDS = 60;
  private static final int QUICK_WARM_UP_SECONDS = 15;
  private static final int QUICK_SECONDS = 10;
  private static final List<Integer> RATES = List.of(2_000, 10_000);
  private static final List<Integer> QUICK_RATES = List.of(2_000);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--quick",
      description =
          "120,000 events, one round, latency for seconds and at 2,000 events/s only, no state unless asked.")
  boolean quick;

  @Option(
      names = "--lines",
      split = ",",
      paramLabel = "LINE",
      description = "Which lines of the ladder: ${COMPLETION-CANDIDATES}.")
  @Nullable List<Line> lines;

  @Option(
      names = "--latency",
      description = "How long it takes until a snapshot contains an event, at each of the --rates.")
  boolean latency;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      description =
          "Events a second for --latency (default: 2000,10000; half of what L4 managed is telling).")
  @Nullable List<Integer> rates;

  @Option(names = "--state", description = "What is kept of a deal, and how long a restore takes.")
  boolean state;

  @Option(
      names = "--rules",
      split = ",",
      paramLabel = "N",
      description =
          "The alert job over the same recorded snapshots by so many rules each, for example"
              + " 10,10000; by default of 50,000 events, 10,000 of which create the deals.")
  @Nullable List<Integer> rules;

  @Option(
      names = "--mix",
      split = ",",
      paramLabel = "MIX",
      description =
          "Which rules: ${COMPLETION-CANDIDATES}. Of typical ones (default) few have something to"
              + " tell, of dense ones nearly all.")
  List<RuleMix.Kind> mix = List.of(RuleMix.Kind.TYPICAL);

  @Option(
      names = "--fewer-inputs",
      description =
          "With --rules: the most of them once more, without deal events and the figures of"
              + " midnights.")
  boolean fewerInputs;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many deal events are loaded (default: 2000000; 120000 with --quick).")
  @Nullable Long events;

  @Option(
      names = "--deals",
      paramLabel = "N",
      description = "Over how many deals, at most (default: 200000; 100000 for --state).")
  @Nullable Integer deals;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each line is measured (default: 3; 1 with --quick).")
  @Nullable Integer rounds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, another load (default: ${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Of the Flink jobs (default: ${DEFAULT-VALUE}).")
  int parallelism = 2;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also write the results to this file.")
  @Nullable Path json;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Record the last run of L4, or that with the most rules, for JDK Mission Control; it costs"
              + " a little.")
  @Nullable Path profile;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      defaultValue = "700",
      description = "Added to the standard ports (default: ${DEFAULT-VALUE}).")
  int portOffset = 700;

  /** Runs the benchmark. */
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new BenchCommand());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof Problem
              || exception instanceof WrongRollUpException
              || exception instanceof WrongIncidentsException) {
            command.getErr().println(exception.getMessage());
            return 1;
          }
          throw exception;
        });
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("pipeline-monitor-bench");
    LogFile.use(directory.resolve("log"));
    Results results = run(directory);
    // After a failure it stays, to be looked into.
    delete(directory);
    if (json != null) {
      try (Writer writer = Files.newBufferedWriter(json, StandardCharsets.UTF_8)) {
        JsonReport.write(results, writer);
      }
    }
    spec.commandLine().getOut().println();
    spec.commandLine().getOut().print(Table.of(results));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Results run(Path directory) throws Exception {
    boolean everything = lines == null && !latency && !state && rules == null;
    Machine machine = Machine.here();
    Console console =
        new Console(spec.commandLine().getErr(), Boolean.getBoolean("monitor.terminal"));
    Load.Shape shape =
        Load.Shape.preloaded(
            events == null ? quick ? QUICK_EVENTS : EVENTS : events, deals == null ? DEALS : deals);
    Rounds measured = new Rounds();
    List<LatencyFigures> latencies = new ArrayList<>();
    List<StateFigures> states = new ArrayList<>();
    List<RulesFigures> judged = new ArrayList<>();
    console.status("starting Kafka and the registry…");
    try (BenchStack stack = BenchStack.start(new Ports(portOffset), directory)) {
      if (everything || lines != null) {
        measured = climb(stack, shape, directory, console);
      }
      if (everything || latency) {
        latencies.addAll(
            new LatencySection(stack, seed, parallelism, directory, console)
                .run(
                    List.of(Line.L3, Line.L4),
                    rates == null ? quick ? QUICK_RATES : RATES : rates,
                    quick ? QUICK_WARM_UP_SECONDS : WARM_UP_SECONDS,
                    quick ? QUICK_SECONDS : SECONDS));
      }
      if (state || (everything && !quick)) {
        states.add(
            new StateSection(stack, seed, parallelism, directory, console)
                .run(deals == null ? STATE_DEALS : deals));
      }
      if (rules != null) {
        for (RuleMix.Kind kind : mix) {
          judged.addAll(judge(stack, kind, rules, directory.resolve(kind.label()), console));
        }
      }
    }
    return new Results(
        machine,
        shape,
        seed,
        parallelism,
        JobSettings.of(Map.of()).tick().millis(),
        measured,
        latencies,
        states,
        judged);
  }

  private List<RulesFigures> judge(
      BenchStack stack, RuleMix.Kind kind, List<Integer> counts, Path directory, Console console)
      throws Exception {
    return new RulesSection(
            stack,
            kind,
            seed,
            Load.Shape.oneASecond(
                events == null ? RULES_EVENTS : events, deals == null ? RULES_DEALS : deals),
            quick ? QUICK_LINE_WARM_UP_SECONDS : LINE_WARM_UP_SECONDS,
            parallelism,
            directory,
            console)
        .run(Set.copyOf(counts), fewerInputs, profile == null ? null : profile.toAbsolutePath());
  }

  private Rounds climb(BenchStack stack, Load.Shape shape, Path directory, Console console)
      throws Exception {
    console.status("computing what %,d events come to…", shape.events());
    Gate gate = new Gate(ExpectedRollUp.of(seed, shape));
    Load load = new Load(seed, shape);
    stack.publishPlan(load);
    stack.publishEvents(load, shape, console);
    return new Throughput(
            stack,
            gate,
            shape,
            quick ? QUICK_LINE_WARM_UP_SECONDS : LINE_WARM_UP_SECONDS,
            parallelism,
            directory,
            console)
        .run(
            lines == null ? List.of(Line.values()) : new TreeSet<>(lines),
            rounds == null ? quick ? 1 : ROUNDS : rounds,
            profile == null ? null : profile.toAbsolutePath());
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }
}
