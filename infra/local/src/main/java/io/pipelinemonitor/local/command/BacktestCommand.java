package io.pipelinemonitor.local.command;

import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.local.backtest.Backtest;
import io.pipelinemonitor.local.backtest.Report;
import io.pipelinemonitor.local.backtest.ReportJson;
import io.pipelinemonitor.local.backtest.ReportText;
import io.pipelinemonitor.local.backtest.RuleSet;
import io.pipelinemonitor.local.backtest.StoppedException;
import io.pipelinemonitor.local.connection.Connection;
import io.pipelinemonitor.local.demo.TemporaryDirectory;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.rules.PublishedRules;
import io.pipelinemonitor.local.rules.RuleEdit;
import io.pipelinemonitor.local.rules.RuleFiles;
import io.pipelinemonitor.local.rules.RulesTopic;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.schema.AlertRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor backtest}. */
@Command(
    name = "backtest",
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Try rules on the figures of the past: how often would they have fired, and were they right?",
      "",
      "Reads pipeline.history of a stack, the figures of every midnight, and judges them by the rules of"
          + " files, with the job that raises alerts. For DEAL rules it reads pipeline.deals as well, for STALE rules"
          + " which sources the events on crm.deal-events and crm.activity-events came from. It writes nothing to the"
          + " stack and tells nobody. Rules in SHADOW mode are tried as well, those that are switched off are not."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor backtest --rules candidate.yaml",
      "  monitor backtest --rules candidate.yaml --against current",
      "      beside the rules that are in force now",
      "  monitor backtest --rules new.yaml --against old.yaml --from 2026-01-01 --to 2026-03-31",
      "  monitor backtest --rules rules/*.yaml --rule coverage-to-go --json > report.json",
      "",
      "For a data directory of a stack that is down: monitor up --clock data --data-dir DIR, and in"
          + " another terminal the above."
    })
public final class BacktestCommand implements Callable<Integer> {
  private static final int REFUSED = 2;
  private static final int STOPPED = 130;
  private static final int MOST_SHOWN = 50;
  private static final String CURRENT = "current";
  private static final long SAID_EVERY_NANOS = Duration.ofSeconds(2).toNanos();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = "The rules to try: YAML or JSON, as monitor rules apply takes them.")
  List<String> files = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "current|FILE",
      description = "Rules to compare with: those in force now, or those of another file.")
  @Nullable String against;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description =
          "The first day on which the rules are in force, for example 2026-01-01. Default: that of the"
              + " first figures.")
  @Nullable LocalDate from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "The last day. Default: as far as the figures are complete.")
  @Nullable LocalDate to;

  @Option(
      names = "--rule",
      paramLabel = "ID",
      arity = "1..*",
      description = "Only these rules, of both.")
  List<String> only = new ArrayList<>();

  @Option(names = "--json", description = "A line of JSON, with every incident.")
  boolean json;

  @Mixin JobSettingsOptions settings = new JobSettingsOptions();
  @Mixin ConnectionOptions connectionOptions = new ConnectionOptions();
  @Mixin CommonOptions common = new CommonOptions();

  private long saidAt;

  @Override
  public Integer call() throws InterruptedException, IOException {
    LogFile.quiet();
    RuleFiles given = read(files);
    RuleFiles compared =
        against == null || against.equals(CURRENT) ? new RuleFiles() : read(List.of(against));
    if (isRefused(given, compared)) {
      return REFUSED;
    }
    Connection connection = connectionOptions.reachable();
    PublishedRules published = new RulesTopic(connection).read();
    List<RuleSet> sets = new ArrayList<>();
    sets.add(checked(String.join(" ", files), given, published));
    if (against != null) {
      sets.add(
          against.equals(CURRENT) ? current(published) : checked(against, compared, published));
    }
    return isRefused(given, compared) ? REFUSED : run(connection, published, chosen(sets));
  }

  private int run(Connection connection, PublishedRules published, List<RuleSet> sets)
      throws InterruptedException, IOException {
    StopSignal stop = StopSignal.install();
    Map<String, String> known = new HashMap<>(connection.settings());
    published.reportingCurrency().ifPresent(currency -> known.put("reporting.currency", currency));
    try (TemporaryDirectory temporary = TemporaryDirectory.create("pipeline-monitor-backtest-")) {
      tell(
          new Backtest(
                  connection,
                  settings.read(known),
                  temporary.path(),
                  stop::await,
                  this::sayNowAndThen)
              .run(sets, Optional.ofNullable(from), Optional.ofNullable(to)));
      return 0;
    } catch (StoppedException e) {
      say("stopped");
      return STOPPED;
    }
  }

  private static RuleFiles read(List<String> names) {
    RuleFiles read = new RuleFiles();
    names.stream().map(InputFile::of).forEach(file -> read.add(file.name(), file.text()));
    return read;
  }

  /** The rules of files, each with a version; what is wrong with them is noted there. */
  private static RuleSet checked(String name, RuleFiles files, PublishedRules published) {
    List<RuleSet.Candidate> candidates = new ArrayList<>();
    for (AlertRule rule : files.rules()) {
      AlertRule versioned = RuleEdit.of(published, rule, Instant.EPOCH).after();
      RuleCheck check = published.check(versioned);
      files.add(rule.getRuleId(), check);
      if (check instanceof RuleCheck.Accepted accepted) {
        candidates.add(new RuleSet.Candidate(versioned, accepted.rule()));
      }
    }
    return new RuleSet(name, candidates);
  }

  private static RuleSet current(PublishedRules published) {
    List<RuleSet.Candidate> candidates = new ArrayList<>();
    for (AlertRule rule : published.all()) {
      if (published.check(rule) instanceof RuleCheck.Accepted accepted) {
        candidates.add(new RuleSet.Candidate(rule, accepted.rule()));
      }
    }
    return new RuleSet(CURRENT, candidates);
  }

  /** Those that were asked for and are not switched off. */
  private List<RuleSet> chosen(List<RuleSet> sets) {
    TreeSet<String> known = new TreeSet<>();
    sets.forEach(set -> set.rules().forEach(rule -> known.add(rule.rule().ruleId())));
    for (String ruleId : only) {
      if (!known.contains(ruleId)) {
        throw new Problem(
            "There is no rule %s among those to try: %s."
                .formatted(ruleId, String.join(", ", known)));
      }
    }
    List<RuleSet> chosen =
        sets.stream()
            .map(
                set ->
                    new RuleSet(
                        set.name(),
                        set.rules().stream()
                            .filter(rule -> rule.rule().enabled())
                            .filter(rule -> only.isEmpty() || only.contains(rule.rule().ruleId()))
                            .toList()))
            .toList();
    if (chosen.stream().allMatch(set -> set.rules().isEmpty())) {
      throw new Problem("All of the rules are switched off. To try one, leave out enabled: false.");
    }
    return chosen;
  }

  private boolean isRefused(RuleFiles given, RuleFiles compared) {
    given.problems().forEach(this::say);
    compared.problems().forEach(this::say);
    return !given.problems().isEmpty() || !compared.problems().isEmpty();
  }

  private void tell(Report report) {
    if (report.unusable() > 0) {
      say(
          "%,d records are no figures of the fiscal calendar and were left out"
              .formatted(report.unusable()));
    }
    if (report.missingDeals() > 0) {
      say(
          "%,d earlier states of deals are no longer on pipeline.deals: rules on deals are judged by"
                  .formatted(report.missingDeals())
              + " what is left, and may miss incidents that were over long ago");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ReportJson.of(report));
      out.flush();
      return;
    }
    ReportText text = new ReportText(report);
    out.println(text.basis());
    out.println();
    print(ReportText.SCORE_HEADINGS, text.scoreRows(), out);
    if (report.sets().size() > 1) {
      tellDifferences(text, out);
    }
  }

  private static void tellDifferences(ReportText text, PrintWriter out) {
    out.println();
    text.differenceSummary().forEach(out::println);
    List<List<String>> rows = text.differenceRows();
    if (!rows.isEmpty()) {
      out.println();
      print(ReportText.DIFFERENCE_HEADINGS, rows.stream().limit(MOST_SHOWN).toList(), out);
    }
    if (rows.size() > MOST_SHOWN) {
      out.printf("and %,d more, all of them with --json%n", rows.size() - MOST_SHOWN);
    }
    out.flush();
  }

  private static void print(List<String> headings, List<List<String>> rows, PrintWriter out) {
    Table table = new Table(headings.toArray(String[]::new));
    rows.forEach(row -> table.add(row.toArray(String[]::new)));
    table.print(out);
  }

  private synchronized void sayNowAndThen(String what) {
    long now = System.nanoTime();
    if (saidAt == 0 || now - saidAt > SAID_EVERY_NANOS) {
      saidAt = now;
      say(what);
    }
  }

  private void say(String what) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(what);
    err.flush();
  }
}
