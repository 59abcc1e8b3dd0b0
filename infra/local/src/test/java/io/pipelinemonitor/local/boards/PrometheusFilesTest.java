package io.pipelinemonitor.local.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration and the rules, by Prometheus' own tool. */
class PrometheusFilesTest {
  private static final Path FOLDER = Dashboards.INFRA.resolve("prometheus");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  @Test
  void configurationAndRulesAreValid() throws Exception {
    assertThat(promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
  }

  @Test
  void alertRulesFireWhenTheyShouldAndOnlyThen() throws Exception {
    assertThat(promtool("test", "rules", "tests/alerts.yml")).contains("SUCCESS");
  }

  @Test
  void eachAlertHasATestAndAnEntryInTheRunbook() throws IOException {
    String rules = Files.readString(FOLDER.resolve("rules/alerts.yml"));
    String tests = Files.readString(FOLDER.resolve("tests/alerts.yml"));
    List<String> runbook = Files.readAllLines(Dashboards.INFRA.resolve("../docs/runbook.md"));
    List<String> alerts = ALERT.matcher(rules).results().map(match -> match.group(1)).toList();

    assertThat(alerts).isNotEmpty();
    for (String alert : alerts) {
      assertThat(rules).contains("docs/runbook.md#" + alert.toLowerCase(Locale.ROOT));
      assertThat(runbook).contains("### " + alert);
      Matcher tested = Pattern.compile("alertname: " + alert + "\\b").matcher(tests);
      assertThat(tested.results().count()).as(alert).isGreaterThanOrEqualTo(2);
    }
  }

  private static String promtool(String... arguments) throws IOException, InterruptedException {
    Optional<Program> promtool = Program.installed("promtool", "prometheus");
    assumeTrue(promtool.isPresent(), "no promtool is installed");
    Program.Answer answer = promtool.get().run(FOLDER, arguments);
    assertThat(answer.status()).as(answer.output()).isZero();
    return answer.output();
  }
}
