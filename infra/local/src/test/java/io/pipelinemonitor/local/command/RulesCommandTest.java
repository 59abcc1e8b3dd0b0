package io.pipelinemonitor.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.alerting.DefaultRules;
import io.pipelinemonitor.jobs.alerting.DefaultRulesInstaller;
import io.pipelinemonitor.jobs.runtime.JobSettings;
import io.pipelinemonitor.local.MonitorCommand;
import io.pipelinemonitor.local.connection.Ports;
import io.pipelinemonitor.local.stack.FreePorts;
import io.pipelinemonitor.local.stack.Stack;
import io.pipelinemonitor.local.stack.StackSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The rules on a real broker with a real registry, without jobs. */
class RulesCommandTest {
  private static final String PACE =
      """
      ruleId: reps-on-pace
      name: Reps on pace
      type: THRESHOLD
      scope: {types: [UNIT], exclude: ["UNIT:apac"]}
      metric: repsOnPace
      direction: BELOW
      levels:
        - {severity: WARNING, fire: 0.4, clear: 0.5, for: 1d}
      """;

  @TempDir Path directory;

  private final Ports ports = FreePorts.find();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void editsTheRulesOfAStack() throws Exception {
    try (Stack stack =
        Stack.start(
            StackSettings.embedded(
                    directory.resolve("data"),
                    List.of(),
                    Path.of(System.getProperty("monitor.registry")))
                .withPorts(ports),
            what -> {})) {
      assertThat(install(stack)).hasSize(DefaultRules.of("USD").size());
      listsAndShowsTheDefaultRules();
      appliesWhatWasShownWithoutAChange();
      showsADifferenceAndWritesIt();
      writesNothingWhenAnythingIsWrong();
      switchesARuleOffAndOnAgain();
      deletesADefaultRuleUntilItIsAppliedAgain(stack);
    }
  }

  private void listsAndShowsTheDefaultRules() {
    assertThat(run("list")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")))
        .hasSize(1 + DefaultRules.of("USD").size())
        .contains(
            "RULE|VERSION|NAME|TYPE|MODE|ENABLED|LEVELS|SCOPES",
            "coverage-to-go|1|Coverage of what is left to sell|THRESHOLD|LIVE|yes"
                + "|coverageToGo: WARNING < 3.0, CRITICAL < 2.0|UNIT, COMPANY",
            "next-period-coverage|1|Coverage of the next period|THRESHOLD|LIVE|yes"
                + "|coverageFull: WARNING < 2.0|UNIT, COMPANY",
            "forecast-drift|1|Forecast slides|DRIFT|LIVE|no"
                + "|projectedAmount: WARNING > 5.0|UNIT, COMPANY",
            "source-silent|1|Source silent|STALE|LIVE|yes"
                + "|silentHours: WARNING > 24.0, CRITICAL > 48.0|SOURCE",
            "deal-at-risk|1|Deal at risk|DEAL|LIVE|yes" + "|riskScore: WARNING > 79.0|COMPANY");
    assertThat(run("show", "coverage-to-go")).isZero();
    assertThat(out.toString())
        .contains("ruleId: coverage-to-go\n", "minQuota: 1000.00\n", "keepFiringFor: 1h\n");
    assertThat(run("show", "coverage-to-go", "--json")).isZero();
    assertThat(out.toString()).startsWith("{\"ruleId\":\"coverage-to-go\"").hasLineCount(1);
    assertThat(run("show", "coverage-to-goo")).isEqualTo(1);
    assertThat(err.toString()).contains("Did you mean coverage-to-go?");
  }

  private void appliesWhatWasShownWithoutAChange() throws IOException {
    run("show", "coverage-to-go");
    String yaml = file("coverage.yaml", out.toString());
    assertThat(run("apply", yaml)).isZero();
    assertThat(out.toString()).isEqualTo("coverage-to-go: unchanged, version 1\n");
    assertThat(err.toString()).isEmpty();

    run("list", "--json");
    assertThat(run("apply", file("rules.jsonl", out.toString()))).isZero();
    assertThat(out.toString())
        .hasLineCount(DefaultRules.of("USD").size())
        .contains("next-period-coverage: unchanged");
  }

  private void showsADifferenceAndWritesIt() throws IOException {
    run("show", "coverage-to-go");
    String edited =
        file("edited.yaml", out.toString().replace("fire: 3.0", "fire: 2.8") + "---\n" + PACE);

    assertThat(run("apply", edited, "--dry-run")).isZero();
    assertThat(out.toString())
        .startsWith(
            "coverage-to-go: version 1 → 2\n  ~ levels[0].fire: 3.0 → 2.8\n"
                + "reps-on-pace: new, version 1\n  + name: Reps on pace\n");
    assertThat(err.toString()).isEqualTo("dry run: nothing was written\n");

    assertThat(run("apply", edited, "--at", "2026-02-01T09:00:00Z")).isZero();
    assertThat(err.toString())
        .isEqualTo(
            "wrote 2 rules, in force once the stack's clock has come to 2026-02-01T09:00:00Z\n");
    assertThat(run("show", "reps-on-pace")).isZero();
    assertThat(out.toString()).contains("version: 1\n", "updatedAt: 2026-02-01T09:00:00Z\n");
    run("list");
    assertThat(out.toString()).contains("coverageToGo: WARNING < 2.8", "UNIT, without UNIT:apac");
  }

  private void writesNothingWhenAnythingIsWrong() throws IOException {
    String good = file("good.yaml", PACE.replace("0.4", "0.44"));
    String bad = file("bad.yaml", PACE.replace("reps-on-pace", "pace").replace("0.5", "0.3"));
    assertThat(run("apply", good, bad)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            bad
                + ":8: levels[0].clear: is 0.3, but with direction BELOW the clear line lies above"
                + " the fire line; write a number above 0.4\nnothing was written\n");
    assertThat(run("apply", file("worse.yaml", "ruleId: [")))
        .as("found without a stack")
        .isEqualTo(2);
    run("list", "--json");
    assertThat(out.toString()).contains("\"fire\":0.4,").doesNotContain("0.44");
  }

  private void switchesARuleOffAndOnAgain() {
    assertThat(run("disable", "reps-on-pace")).isZero();
    assertThat(out.toString())
        .isEqualTo("reps-on-pace: version 1 → 2\n  ~ enabled: true → false\n");
    assertThat(run("disable", "reps-on-pace")).isZero();
    assertThat(out.toString()).isEqualTo("reps-on-pace: unchanged, version 2\n");
    assertThat(run("enable", "reps-on-pace")).isZero();
    assertThat(out.toString()).contains("version 2 → 3", "enabled: false → true");
  }

  private void deletesADefaultRuleUntilItIsAppliedAgain(Stack stack) throws IOException {
    assertThat(run("delete", "coverage-to-go")).isZero();
    assertThat(out.toString()).contains("ruleId: coverage-to-go\nversion: 2\n");
    assertThat(err.toString())
        .contains("deleted coverage-to-go, which was at version 2", "monitor rules apply FILE");
    assertThat(install(stack)).isEmpty();
    String shown = file("deleted.yaml", out.toString());
    assertThat(run("show", "coverage-to-go")).isEqualTo(1);
    assertThat(run("apply", shown)).isZero();
    assertThat(out.toString()).startsWith("coverage-to-go: new, version 3\n");
  }

  private static List<String> install(Stack stack) throws IOException {
    return DefaultRulesInstaller.install(
        JobSettings.of(stack.connection().settings()), Duration.ofSeconds(20));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  /** Runs a command on the stack, from clean outputs. */
  private int run(String command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = MonitorCommand.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of("rules", command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--port-offset", Integer.toString(ports.offset())));
    return line.execute(all.toArray(String[]::new));
  }
}
