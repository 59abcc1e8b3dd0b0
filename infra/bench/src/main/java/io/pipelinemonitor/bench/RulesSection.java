package io.pipelinemonitor.bench;

import io.pipelinemonitor.bench.Assignment.Mode;
import io.pipelinemonitor.bench.RulesFigures.Inputs;
import io.pipelinemonitor.jobs.alerting.AlertRulesReplay;
import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.jobs.domain.backtest.IncidentStep;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.rules.AlertRule;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.schema.AlertCommand;
import io.pipelinemonitor.schema.AlertCommandType;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Has the alert job judge the same recorded snapshots by few and by many rules.
 *
 * <p>The state job makes the recording once: all deals are created in one tick, then one event a
 * second. So most ticks hold one event, as they do live. The rules are in force before; fewer of
 * them are always the first of the many.
 */
final class RulesSection {

  /**
   * How many commands for incidents that there never were show that the job has come to the end.
   */
  static final int END_MARKS = 32;

  private static final long MARK_AFTER_MILLIS = 500;
  private static final long CLOSING_AFTER_MILLIS = 5_000;
  private static final long MICROS_PER_MILLI = 1_000;

  private final BenchStack stack;
  private final RuleMix.Kind kind;
  private final long seed;
  private final Load.Shape shape;
  private final int warmUpSeconds;
  private final int parallelism;
  private final Path directory;
  private final Console console;
  private final JobSettings settings = JobSettings.of(Map.of());
  private final FiscalCalendar calendar = settings.policy().calendar();

  /**
   * @param kind which rules
   * @param shape of the load whose snapshots are judged
   * @param warmUpSeconds in which the job does the same before it is measured, at least
   */
  RulesSection(
      BenchStack stack,
      RuleMix.Kind kind,
      long seed,
      Load.Shape shape,
      int warmUpSeconds,
      int parallelism,
      Path directory,
      Console console) {
    this.stack = stack;
    this.kind = kind;
    this.seed = seed;
    this.shape = shape;
    this.warmUpSeconds = warmUpSeconds;
    this.parallelism = parallelism;
    this.directory = directory;
    this.console = console;
  }

  /**
   * @param withFewerInputs whether the most rules are measured once more, without deal events and
   *     the figures of midnights
   * @param recording where to put a recording of the run with the most rules; null for none
   */
  List<RulesFigures> run(Set<Integer> counts, boolean withFewerInputs, @Nullable Path recording)
      throws IOException, InterruptedException, ExecutionException, WrongIncidentsException {
    stack.empty();
    Load load = new Load(seed, shape);
    stack.publishPlan(load);
    publish(load);
    record();
    Map<String, List<Observation>> figures = stack.publishedFigures();
    RuleMix mix = mix(figures);
    List<AlertRule> inForce = new ArrayList<>();
    List<RulesFigures> measured = new ArrayList<>();
    TreeSet<Integer> ascending = new TreeSet<>(counts);
    for (int count : ascending) {
      List<io.pipelinemonitor.schema.AlertRule> more = mix.next(count - inForce.size());
      more.forEach(rule -> inForce.add(checked(rule)));
      try (Feed feed = stack.feed()) {
        more.forEach(rule -> feed.send(load.at(Topics.RULES, rule)));
      }
      console.status("%,d rules, %s…", count, kind.label());
      measured.add(
          measure(inForce, Inputs.ALL, figures, count == ascending.last() ? recording : null));
    }
    if (withFewerInputs) {
      stack.drop(List.of(Topics.DEAL_EVENTS, Topics.HISTORY));
      measured.add(measure(inForce, Inputs.NO_EDITS_AND_MIDNIGHTS, figures, null));
    }
    return measured;
  }

  private void publish(Load load) {
    long begin = beginMillis();
    try (Feed feed = stack.feed()) {
      for (long number = 0; number < shape.events(); number++) {
        var item = load.event(number);
        feed.send(new Load.Item<>(item.topic(), item.record(), Math.max(item.timestamp(), begin)));
      }
      var closing = load.closing();
      for (int partition = 0; partition < Topics.DEAL_EVENTS.partitions(); partition++) {
        feed.send(
            new Load.Item<>(
                closing.topic(), closing.record(), shape.endMillis() + CLOSING_AFTER_MILLIS),
            partition);
      }
      for (int mark = 0; mark < END_MARKS; mark++) {
        feed.send(new Load.Item<>(Topics.COMMANDS, endMark(mark), endMillis()));
      }
    }
  }

  /** All deals are created at that moment. */
  private long beginMillis() {
    return shape.millis(shape.createdFirst());
  }

  private long endMillis() {
    return shape.endMillis() + MARK_AFTER_MILLIS;
  }

  /** Of a scope of its own, so that each task gets some. */
  private AlertCommand endMark(int number) {
    return AlertCommand.newBuilder()
        .setCommandId("end-" + number)
        .setIncidentId("none-" + number)
        .setCommand(AlertCommandType.ACK)
        .setIssuedBy("bench")
        .setIssuedAt(Instant.ofEpochMilli(endMillis()))
        .setDedupKey("none|REP:nobody-" + number + '|' + currentPeriod())
        .build();
  }

  private String currentPeriod() {
    return calendar.periodAt(beginMillis() * MICROS_PER_MILLI).name();
  }

  private RuleMix mix(Map<String, List<Observation>> figures) {
    var current = calendar.periodAt(beginMillis() * MICROS_PER_MILLI);
    return RuleMix.of(
        kind,
        seed,
        new RuleMix.Recorded(
            Instant.ofEpochMilli(beginMillis()).truncatedTo(ChronoUnit.DAYS),
            current.name(),
            calendar.periodOf(current.endDay()).name(),
            figures,
            calendar));
  }

  private AlertRule checked(io.pipelinemonitor.schema.AlertRule rule) {
    RuleCheck check = RuleReader.check(rule, settings.reportingCurrency());
    if (check instanceof RuleCheck.Accepted accepted) {
      return accepted.rule();
    }
    throw new IllegalStateException("the bench made a rule that is wrong: " + check + ' ' + rule);
  }

  /** Has the state job make the snapshots, and leaves them in Kafka. */
  private void record() throws IOException, InterruptedException {
    console.status("making snapshots of %,d events…", shape.events());
    try (LineProcess process = LineProcess.start(assignment(Mode.RECORD, "recording", null))) {
      process.await(Measurement.KIND);
      process.awaitEnd();
    }
  }

  private RulesFigures measure(
      List<AlertRule> rules,
      Inputs inputs,
      Map<String, List<Observation>> figures,
      @Nullable Path recording)
      throws IOException, InterruptedException, WrongIncidentsException {
    String name = "rules-" + rules.size() + '-' + inputs;
    try (LineProcess process = LineProcess.start(assignment(Mode.RULES, name, recording))) {
      process.await(FlinkRun.WARM);
      Map<TopicPartition, Long> before = stack.alertEnds();
      process.proceed();
      Measurement measurement = Measurement.of(process.await(Measurement.KIND));
      Message state = process.await(RulesFigures.KIND);
      process.awaitEnd();
      console.status("%,d rules: judging by each of them alone…", rules.size());
      RulesFigures found =
          new RulesFigures(
              kind,
              rules.size(),
              inputs,
              measurement.of(snapshots(figures)),
              requireRight(rules, figures, before),
              (long) state.value("checkpoint"),
              state.value("start"));
      say(found);
      return found;
    }
  }

  /** Returns how many steps there are. */
  private long requireRight(
      List<AlertRule> rules,
      Map<String, List<Observation>> figures,
      Map<TopicPartition, Long> before)
      throws WrongIncidentsException {
    long until = endMillis() * MICROS_PER_MILLI;
    Set<IncidentStep> expected = new PlainJudgement(rules, calendar, until).steps(figures.values());
    Set<IncidentStep> found = new HashSet<>();
    stack.publishedAlerts(
        before,
        event -> {
          IncidentStep step = AlertRulesReplay.step(event);
          if (step.at() < until) {
            found.add(step);
          }
        });
    WrongIncidentsException.requireSame(rules.size(), expected, found);
    return found.size();
  }

  private static long snapshots(Map<String, List<Observation>> figures) {
    return figures.values().stream().mapToLong(List::size).sum();
  }

  private void say(RulesFigures found) {
    console.say(
        "%-7s %,7d rules  %7.2f CPU s per million snapshots, compiler %6.2f  %,9.0f snapshots/s"
            + "  %,d steps of incidents right",
        kind.label(),
        found.rules(),
        found.measurement().cpuSecondsPerMillion(),
        found.measurement().compilingSecondsPerMillion(),
        found.measurement().eventsPerSecond(),
        found.steps());
  }

  private Assignment assignment(Mode mode, String name, @Nullable Path recording) {
    return new Assignment(
        mode,
        Line.L4,
        stack.bootstrapServers(),
        stack.registryUrl(),
        shape,
        warmUpSeconds,
        parallelism,
        directory.resolve(name),
        recording);
  }
}
