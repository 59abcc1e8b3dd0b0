package io.pipelinemonitor.local.command;

import io.pipelinemonitor.jobs.domain.rules.RuleCheck;
import io.pipelinemonitor.local.problem.Problem;
import io.pipelinemonitor.local.rules.PublishedRules;
import io.pipelinemonitor.local.rules.RuleEdit;
import io.pipelinemonitor.local.rules.RuleFiles;
import io.pipelinemonitor.local.rules.RulesTopic;
import io.pipelinemonitor.local.stack.LogFile;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RuleDirection;
import io.pipelinemonitor.schema.RuleScope;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.json.NaturalJson;
import io.pipelinemonitor.schema.json.NaturalYaml;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code monitor rules}. */
@Command(
    name = "rules",
    description = {
      "Show and edit the rules that say when an alert is raised.",
      "",
      "Rules are data, on the topic monitor.rules: an edit takes effect without a restart. Files of rules are"
          + " YAML or JSON, one rule or several, with the fields of docs/alerts.md. Most rules watch figures;"
          + " those of type DEAL watch single deals, such as the default rule deal-at-risk."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  monitor rules list",
      "  monitor rules show coverage-to-go > coverage.yaml",
      "      then edit the file: the lines you want",
      "  monitor rules apply coverage.yaml --dry-run",
      "  monitor rules apply coverage.yaml",
      "  monitor rules disable next-period-coverage",
      "  monitor rules enable deal-at-risk",
      "",
      "monitor rules COMMAND --help tells more about one."
    })
public final class RulesCommand implements Runnable {
  private static final int REFUSED = 2;
  private static final NaturalJson<AlertRule> JSON = NaturalJson.of(AlertRule.class);
  private static final NaturalYaml<AlertRule> YAML = NaturalYaml.of(AlertRule.class);

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin CommonOptions common = new CommonOptions();

  @Override
  public void run() {
    spec.commandLine().usage(out());
  }

  @Command(
      name = "list",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = {
        "List the rules in force.",
        "",
        "A rule whose last edit was refused is in force as it was before; the reason is shown below."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  monitor rules list",
        "  monitor rules list --json > rules.jsonl      all of them, as apply takes them"
      })
  int list(
      @Option(names = "--json", description = "A line of natural JSON each, with every field.")
          boolean json,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    PublishedRules published = topic(connection).read();
    if (json) {
      published.all().forEach(rule -> out().println(JSON.write(rule)));
      out().flush();
    } else {
      Table table =
          new Table("RULE", "VERSION", "NAME", "TYPE", "MODE", "ENABLED", "LEVELS", "SCOPES");
      for (AlertRule rule : published.all()) {
        table.add(
            rule.getRuleId(),
            Integer.toString(rule.getVersion()),
            rule.getName(),
            rule.getType().toString(),
            rule.getMode().toString(),
            rule.getEnabled() ? "yes" : "no",
            levels(rule),
            scopes(rule.getScope()));
      }
      table.print(out());
    }
    published.refusals().forEach(this::tellRefusal);
    return 0;
  }

  @Command(
      name = "show",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = "Show a rule with every field, as apply takes it.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  monitor rules show coverage-to-go",
        "  monitor rules show coverage-to-go > coverage.yaml      to keep it, or to edit it"
      })
  int show(
      @Parameters(paramLabel = "RULE", description = "One of: monitor rules list") String ruleId,
      @Option(names = "--json", description = "A line of natural JSON instead of YAML.")
          boolean json,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    PublishedRules published = topic(connection).read();
    published.refusals().entrySet().stream()
        .filter(refusal -> refusal.getKey().equals(ruleId))
        .forEach(refusal -> tellRefusal(refusal.getKey(), refusal.getValue()));
    AlertRule rule = published.require(ruleId);
    out().print(json ? JSON.write(rule) + System.lineSeparator() : YAML.write(rule));
    out().flush();
    return 0;
  }

  @Command(
      name = "apply",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = {
        "Put the rules of files in force, and show what that changes.",
        "",
        "A rule that says what is in force already is left as it is. The version is counted up by itself, and"
            + " the time of the edit is set; a file may leave both out, or give a higher version. If anything"
            + " is wrong, each problem is reported with its line, nothing is written, and the exit status is 2."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  monitor rules apply rules/*.yaml --dry-run",
        "  monitor rules apply rules/*.yaml",
        "  monitor rules apply rule.yaml --at 2026-01-01T00:00:00Z",
        "      into a stack on the data's clock, to judge the data since then",
        "",
        "A file needs no more than this:",
        "  ruleId: reps-on-pace",
        "  name: Reps on pace",
        "  type: THRESHOLD",
        "  mode: SHADOW                  # events go to alerts.events.shadow, nobody is told",
        "  scope: {types: [UNIT]}",
        "  metric: repsOnPace",
        "  direction: BELOW",
        "  levels:",
        "    - {severity: WARNING, fire: 0.4, clear: 0.5, for: 1d}"
      })
  int apply(
      @Parameters(
              paramLabel = "FILE",
              arity = "1..*",
              description = "YAML or JSON, - for standard input.")
          List<String> files,
      @Mixin RuleEditOptions options,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    RuleFiles given = new RuleFiles();
    files.stream().map(InputFile::of).forEach(file -> given.add(file.name(), file.text()));
    if (!given.problems().isEmpty()) {
      return refuse(given);
    }
    RulesTopic topic = topic(connection);
    PublishedRules published = topic.read();
    Instant at = options.at();
    List<RuleEdit> edits = new ArrayList<>();
    for (AlertRule rule : given.rules()) {
      RuleEdit edit = RuleEdit.of(published, rule, at);
      given.add(rule.getRuleId(), published.check(edit.after()));
      edits.add(edit);
    }
    return given.problems().isEmpty() ? write(topic, edits, options.dryRun, at) : refuse(given);
  }

  @Command(
      name = "disable",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = {
        "Switch a rule off, with a new version.",
        "",
        "It judges nothing any more, and its open incidents are resolved."
      },
      footerHeading = "%nExample:%n",
      footer = "  monitor rules disable next-period-coverage")
  int disable(
      @Parameters(paramLabel = "RULE", description = "One of: monitor rules list") String ruleId,
      @Mixin RuleEditOptions options,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    return enable(ruleId, false, options, connection);
  }

  @Command(
      name = "enable",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = "Switch a rule on again, with a new version.",
      footerHeading = "%nExample:%n",
      footer = "  monitor rules enable next-period-coverage")
  int enable(
      @Parameters(paramLabel = "RULE", description = "One of: monitor rules list") String ruleId,
      @Mixin RuleEditOptions options,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    return enable(ruleId, true, options, connection);
  }

  @Command(
      name = "delete",
      sortOptions = false,
      abbreviateSynopsis = true,
      description = {
        "Delete a rule, and show what it was.",
        "",
        "Its open incidents are resolved. A default rule that was deleted stays away, also after a restart."
            + " To have the rule back, apply what was shown. To only switch it off: monitor rules disable"
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  monitor rules delete reps-on-pace > reps-on-pace.yaml",
        "  monitor rules apply reps-on-pace.yaml      to have it back"
      })
  int delete(
      @Parameters(paramLabel = "RULE", description = "One of: monitor rules list") String ruleId,
      @Mixin RuleEditOptions options,
      @Mixin ConnectionOptions connection,
      @Mixin CommonOptions common)
      throws IOException {
    RulesTopic topic = topic(connection);
    AlertRule rule = topic.read().require(ruleId);
    out().print(YAML.write(rule));
    out().flush();
    if (options.dryRun) {
      tell("dry run: %s was not deleted", ruleId);
      return 0;
    }
    Instant at = options.at();
    topic.delete(ruleId, at);
    tell(
        "deleted %s, which was at version %d; in force once the stack's clock has come to %s",
        ruleId, rule.getVersion(), at);
    tell("To have it back, keep what was shown as a file, and: monitor rules apply FILE");
    return 0;
  }

  private int enable(
      String ruleId, boolean enabled, RuleEditOptions options, ConnectionOptions connection)
      throws IOException {
    RulesTopic topic = topic(connection);
    PublishedRules published = topic.read();
    Instant at = options.at();
    AlertRule rule = AlertRule.newBuilder(published.require(ruleId)).setEnabled(enabled).build();
    RuleEdit edit = RuleEdit.of(published, rule, at);
    if (published.check(edit.after()) instanceof RuleCheck.Refused refused) {
      throw new Problem(
          "%s would be refused: %s. Correct it first: monitor rules show %s"
              .formatted(ruleId, refused.message(), ruleId));
    }
    return write(topic, List.of(edit), options.dryRun, at);
  }

  private int write(RulesTopic topic, List<RuleEdit> edits, boolean dryRun, Instant at)
      throws IOException {
    edits.forEach(edit -> out().println(edit.text()));
    out().flush();
    List<AlertRule> changed =
        edits.stream().filter(RuleEdit::changesSomething).map(RuleEdit::after).toList();
    if (dryRun) {
      tell("dry run: nothing was written");
    } else if (!changed.isEmpty()) {
      topic.write(changed, at);
      tell(
          "wrote %d %s, in force once the stack's clock has come to %s",
          changed.size(), changed.size() == 1 ? "rule" : "rules", at);
    }
    return 0;
  }

  private int refuse(RuleFiles given) {
    given.problems().forEach(problem -> tell("%s", problem));
    tell("nothing was written");
    return REFUSED;
  }

  private void tellRefusal(String ruleId, String reason) {
    tell("the last edit of %s was refused: %s", ruleId, reason);
  }

  private void tell(String format, Object... arguments) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(format + "%n", arguments);
    err.flush();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static RulesTopic topic(ConnectionOptions connection) {
    LogFile.quiet();
    return new RulesTopic(connection.reachable());
  }

  private static String levels(AlertRule rule) {
    boolean above = rule.getDirection() == RuleDirection.ABOVE || rule.getType() == RuleType.DRIFT;
    String side = above ? ">" : "<";
    return rule.getLevels().stream()
        .map(level -> "%s %s %s".formatted(level.getSeverity(), side, level.getFire()))
        .collect(Collectors.joining(", ", rule.getMetric() + ": ", ""));
  }

  private static String scopes(RuleScope scope) {
    String text =
        scope.getInclude().isEmpty()
            ? scope.getTypes().isEmpty() ? "all" : joined(scope.getTypes())
            : joined(scope.getInclude());
    return scope.getExclude().isEmpty() ? text : text + ", without " + joined(scope.getExclude());
  }

  private static String joined(List<?> words) {
    return words.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
