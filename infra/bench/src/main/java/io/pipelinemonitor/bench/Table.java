package io.pipelinemonitor.bench;

import io.pipelinemonitor.bench.RulesFigures.Inputs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The results for people. */
final class Table {

  private static final String NONE = "–";

  private final StringBuilder text = new StringBuilder();

  private Table() {}

  static String of(Results results) {
    Table table = new Table();
    if (!results.rounds().lines().isEmpty()) {
      table.ladder(results);
    }
    if (!results.latencies().isEmpty()) {
      table.latency(results);
    }
    results.states().forEach(table::state);
    if (!results.rules().isEmpty()) {
      results.rules().stream()
          .collect(Collectors.groupingBy(RulesFigures::mix, TreeMap::new, Collectors.toList()))
          .forEach((mix, figures) -> table.rules(mix, figures));
    }
    table.machine(results);
    return table.text.toString();
  }

  private void ladder(Results results) {
    Rounds rounds = results.rounds();
    line(
        "%-38s %25s %9s   %32s   %s",
        "", "CPU s per million events", "compiler", "events a second", "CPU as a multiple of");
    line(
        "%-38s %9s %15s %9s   %9s %22s   %6s %6s %6s",
        "", "median", "range", "besides", "median", "range", "L1", "L2", "L3");
    for (Line line : rounds.lines()) {
      Spread cpu = rounds.spread(line, Measurement::cpuSecondsPerMillion);
      Spread speed = rounds.spread(line, Measurement::eventsPerSecond);
      line(
          "%s  %-34s %9.2f %15s %9.2f   %,9.0f %22s   %6s %6s %6s",
          line,
          line.description(),
          cpu.median(),
          range("%.2f", cpu),
          rounds.spread(line, Measurement::compilingSecondsPerMillion).median(),
          speed.median(),
          range("%,.0f", speed),
          times(rounds.cpuRatio(line, Line.L1)),
          times(rounds.cpuRatio(line, Line.L2)),
          times(rounds.cpuRatio(line, Line.L3)));
    }
    rounds
        .speedRatio(Line.L5, Line.L4)
        .ifPresent(ratio -> line("%nL5 has %.2f times the events a second of L4.", ratio.median()));
    line(
        "%n%,d events over at most %,d deals, seed %d; parallelism %d on Flink.",
        results.shape().events(), results.shape().deals(), results.seed(), results.parallelism());
    List<Line> checked = rounds.lines().stream().filter(Line::rollsUp).toList();
    if (!checked.isEmpty()) {
      line("Right figures at the end of every round: %s.", checked);
    }
    line("");
  }

  private void latency(Results results) {
    line(
        "%-26s %9s %10s %10s %10s %10s %10s",
        "ms from scheduled send", "samples", "p50", "p99", "p99.9", "longest", "sent late");
    for (LatencyFigures figures : results.latencies()) {
      line(
          "%s at %,6d events/s %,14d %10.1f %10.1f %10.1f %10.1f %10.1f",
          figures.line(),
          figures.eventsPerSecond(),
          figures.samples(),
          figures.median(),
          figures.p99(),
          figures.p999(),
          figures.longest(),
          figures.sentLate());
      if (figures.missing() > 0) {
        line(
            "   does not keep up: %,d of them had not come out a minute after the last was sent",
            figures.missing());
      }
      floor(results.latencies(), figures).ifPresent(floor -> overFloor(figures, floor, results));
    }
    line("");
  }

  private void overFloor(LatencyFigures figures, LatencyFigures floor, Results results) {
    line(
        "   over L3 %27s %10.1f %10.1f %10.1f",
        "",
        figures.median() - floor.median(),
        figures.p99() - floor.p99(),
        figures.p999() - floor.p999());
    line(
        "   as a multiple of L3 %15s %10.2f %10.2f %10.2f   p99 beyond one tick of %d ms: %.2f",
        "",
        figures.median() / floor.median(),
        figures.p99() / floor.p99(),
        figures.p999() / floor.p999(),
        results.tickMillis(),
        (figures.p99() - results.tickMillis()) / floor.p99());
  }

  /** What L3 had at the same rate; of L3 itself, nothing. */
  private static Optional<LatencyFigures> floor(List<LatencyFigures> all, LatencyFigures of) {
    return all.stream()
        .filter(it -> it.line() == Line.L3 && of.line() != Line.L3)
        .filter(it -> it.eventsPerSecond() == of.eventsPerSecond())
        .findFirst();
  }

  private void state(StateFigures state) {
    line(
        "State of %,d deals after %,d events: %,.0f bytes of heap and %,.0f bytes of checkpoint a"
            + " deal;",
        state.deals(), state.events(), state.heapBytesPerDeal(), state.checkpointBytesPerDeal());
    line(
        "a checkpoint takes %.2f s, a start from it %.2f s.%n",
        state.checkpointSeconds(), state.restoreSeconds());
  }

  private void rules(RuleMix.Kind mix, List<RulesFigures> all) {
    RulesFigures fewest = all.get(0);
    line(
        "%-14s %12s %9s %12s %12s %14s %9s",
        mix.label(), "CPU s per", "compiler", "snapshots", "steps of", "bytes of a", "start from");
    line(
        "%-14s %12s %9s %12s %12s %14s %9s   %s",
        "rules",
        "million",
        "besides",
        "a second",
        "incidents",
        "checkpoint",
        "it, s",
        "as a multiple of %,d rules: CPU, bytes, start".formatted(fewest.rules()));
    for (RulesFigures figures : all) {
      line(
          "%-14s %12.2f %9.2f %,12.0f %,12d %,14d %9.2f   %10.2f %10.2f %10.2f",
          "%,d%s".formatted(figures.rules(), figures.inputs() == Inputs.ALL ? "" : " (less)"),
          figures.measurement().cpuSecondsPerMillion(),
          figures.measurement().compilingSecondsPerMillion(),
          figures.measurement().eventsPerSecond(),
          figures.steps(),
          figures.checkpointBytes(),
          figures.startSeconds(),
          figures.measurement().cpuSecondsPerMillion()
              / fewest.measurement().cpuSecondsPerMillion(),
          (double) figures.checkpointBytes() / fewest.checkpointBytes(),
          figures.startSeconds() / fewest.startSeconds());
    }
    if (all.stream().anyMatch(figures -> figures.inputs() != Inputs.ALL)) {
      line("(less): without deal events and the figures of midnights.");
    }
    line(
        "%nOver the same %,d snapshots. Every step is the one that its rule, judged alone, comes to.%n",
        fewest.measurement().events());
  }

  private void machine(Results results) {
    line("%s", results.machine().text());
    if (results.machine().wasBusy()) {
      line(
          "The machine was busy with other things (load average %.1f): look at ratios only, and"
              + " with care.",
          results.machine().loadAverage());
    }
  }

  private static String range(String format, Spread spread) {
    return spread.least() == spread.greatest()
        ? NONE
        : String.format(Locale.ROOT, format + " to " + format, spread.least(), spread.greatest());
  }

  private static String times(Optional<Spread> ratio) {
    return ratio.map(it -> String.format(Locale.ROOT, "%.2f", it.median())).orElse(NONE);
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
  }
}
