package io.pipelinemonitor.local.backtest;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.pipelinemonitor.jobs.alerting.SourceReader;
import io.pipelinemonitor.jobs.domain.backtest.Horizon;
import io.pipelinemonitor.jobs.domain.backtest.Outcome;
import io.pipelinemonitor.jobs.domain.backtest.PastIncident;
import io.pipelinemonitor.jobs.domain.backtest.RuleDifference;
import io.pipelinemonitor.jobs.domain.backtest.RuleScore;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.rules.RuleType;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.jobs.runtime.RawRecord;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.topics.FiguresProgress;
import io.pipelinemonitor.local.topics.TopicScan;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.registry.RecordEncoder;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Judges the recorded figures and deals of a stack by rules, as the job does, and scores them. It
 * reads Kafka and the registry, and writes only to its temporary directory.
 */
public final class Backtest {
  private static final long MICROS_PER_MILLI = 1_000;

  /** What rules on deals are judged by, with the figures. */
  private static final List<Topic<?>> OF_DEALS =
      List.of(Topics.ORG_UNITS, Topics.ORG_MEMBERS, Topics.CHANGES, Topics.DEALS);

  private final Connection connection;
  private final JobSettings settings;
  private final FiscalCalendar calendar;
  private final Path temporary;
  private final Stop stop;
  private final Progress progress;

  /**
   * @param settings those of the stack, with its addresses
   * @param temporary an empty directory
   */
  public Backtest(
      Connection connection, JobSettings settings, Path temporary, Stop stop, Progress progress) {
    this.connection = connection;
    this.settings = settings;
    this.calendar = settings.policy().calendar();
    this.temporary = temporary;
    this.stop = stop;
    this.progress = progress;
  }

  /**
   * Tries one rule set, or two against each other.
   *
   * @param from the first day on which the rules are in force; empty: that of the first figures
   * @param to the last day; empty: as far as the figures are complete
   * @throws StoppedException if somebody wants no more
   */
  public Report run(List<RuleSet> sets, Optional<LocalDate> from, Optional<LocalDate> to)
      throws InterruptedException, IOException {
    try (SchemaRegistryClient registry = connection.registry();
        KafkaConsumer<byte[], byte[]> consumer = connection.consumer("monitor-backtest")) {
      TopicScan scan = new TopicScan(consumer);
      long until = until(scan, registry, to);
      Recording recording = record(scan, registry, sets, until);
      Horizon horizon =
          new Horizon(
              from.map(this::startOf)
                  .orElseGet(() -> calendar.startOfDay(calendar.epochDay(recording.firstAt()))),
              until,
              calendar);
      if (horizon.from() >= until) {
        throw new Problem(
            "--from is not before the end, %s. Give an earlier day.".formatted(instant(until)));
      }
      List<Outcome> ofScopes = recording.outcomes().within(horizon);
      List<Outcome> outcomes = new ArrayList<>(ofScopes);
      outcomes.addAll(recording.dealOutcomes().within(horizon));
      List<Report.Result> results = new ArrayList<>();
      for (RuleSet set : sets) {
        results.add(judge(recording, set, outcomes, horizon, registry));
      }
      return new Report(
          horizon,
          recording.figures(),
          recording.reports(),
          recording.deals(),
          recording.missingDeals(),
          recording.unusable(),
          ofScopes.size(),
          results,
          results.size() == 2
              ? RuleDifference.between(results.get(0).incidents(), results.get(1).incidents())
              : List.of());
    }
  }

  /** Figures that came after the job last said that they are complete may lack others. */
  private long until(TopicScan scan, SchemaRegistryClient registry, Optional<LocalDate> to) {
    Instant complete =
        FiguresProgress.read(scan, registry)
            .orElseThrow(
                () ->
                    new Problem(
                        "There are no figures on %s yet, so there is nothing to judge."
                            .formatted(Topics.HISTORY.name())));
    long until = ChronoUnit.MICROS.between(Instant.EPOCH, complete);
    return to.map(day -> Math.min(until, startOf(day.plusDays(1)))).orElse(until);
  }

  private long startOf(LocalDate day) {
    return calendar.startOfDay(day.toEpochDay());
  }

  private Recording record(
      TopicScan scan, SchemaRegistryClient registry, List<RuleSet> sets, long until)
      throws IOException {
    try (Recording.Builder builder =
        new Recording.Builder(
            registry,
            settings,
            scope -> isWatched(sets, scope),
            until,
            temporary,
            stop,
            progress)) {
      // Not the snapshots themselves: of those that are compacted, only the latest are sure to be
      // there, and how many more differs from one look to the next.
      scan.read(List.of(Topics.HISTORY), builder::add);
      if (watchesSources(sets)) {
        scan.read(SourceReader.TOPICS, builder::addReport);
      }
      if (judgesDeals(sets)) {
        scan.read(OF_DEALS, builder::add);
      }
      Recording recording = builder.build();
      if (recording.figures() + recording.reports() + recording.deals() == 0) {
        throw new Problem(
            "There is no midnight with figures, no report and no deal, of what the rules watch up to"
                + " %s%s."
                    .formatted(
                        instant(until),
                        recording.unusable() == 0
                            ? ""
                            : "; %,d are of periods that the fiscal calendar does not have: give the"
                                    .formatted(recording.unusable())
                                + " stack's fiscal.* settings with --set"));
      }
      return recording;
    }
  }

  private static boolean watchesSources(List<RuleSet> sets) {
    return sets.stream()
        .flatMap(set -> set.judging().stream())
        .anyMatch(rule -> rule.judgement().type() == RuleType.STALE);
  }

  private static boolean isWatched(List<RuleSet> sets, Scope scope) {
    return sets.stream()
        .flatMap(set -> set.judging().stream())
        .anyMatch(rule -> rule.watches(scope));
  }

  private static boolean judgesDeals(List<RuleSet> sets) {
    return sets.stream()
        .flatMap(set -> set.judging().stream())
        .anyMatch(rule -> rule.judgesDeals());
  }

  private Report.Result judge(
      Recording recording,
      RuleSet set,
      List<Outcome> outcomes,
      Horizon horizon,
      SchemaRegistryClient registry)
      throws InterruptedException, IOException {
    List<PastIncident> incidents =
        set.rules().isEmpty()
            ? List.of()
            : PastIncident.of(
                new Replay(settings, temporary, stop, progress)
                    .run(recording, set.name(), records(set, horizon.from(), registry)),
                horizon.until());
    return new Report.Result(
        set.name(), RuleScore.of(set.judging(), incidents, outcomes, horizon), incidents);
  }

  /**
   * Written just before they are in force: a rule holds from the end of the tick that it is in. One
   * on deals is there from the beginning, switched off, so that the deals that are at risk by then
   * are known.
   */
  private static List<RawRecord> records(RuleSet set, long from, SchemaRegistryClient registry)
      throws IOException {
    RecordEncoder<AlertRule> encoder = RecordEncoder.open(Topics.RULES, registry);
    long time = Math.floorDiv(from, MICROS_PER_MILLI) - 1;
    List<RawRecord> records = new ArrayList<>();
    for (RuleSet.Candidate candidate : set.rules()) {
      AlertRule inForce = candidate.record();
      if (candidate.rule().judgesDeals()) {
        records.add(
            record(AlertRule.newBuilder(inForce).setEnabled(false), 0, records.size(), encoder));
        inForce = AlertRule.newBuilder(inForce).setVersion(inForce.getVersion() + 1).build();
      }
      records.add(record(AlertRule.newBuilder(inForce), time, records.size(), encoder));
    }
    return records;
  }

  private static RawRecord record(
      AlertRule.Builder rule, long time, long offset, RecordEncoder<AlertRule> encoder)
      throws IOException {
    AlertRule record = rule.setUpdatedAt(Instant.ofEpochMilli(time)).build();
    return new RawRecord(
        Topics.RULES.name(),
        0,
        offset,
        time,
        time,
        record.getRuleId().getBytes(StandardCharsets.UTF_8),
        encoder.encode(record));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
