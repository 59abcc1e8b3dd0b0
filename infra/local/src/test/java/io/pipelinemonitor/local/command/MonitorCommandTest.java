package io.pipelinemonitor.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.local.MonitorCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MonitorCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void teachesItsCommands() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("up ", "publish ", "tail ", "topics ", "rules ", "backtest ", "test ", "bench ")
        .contains("version ");
  }

  @Test
  void givesExamplesForEveryCommand() {
    for (String command :
        new String[] {
          "up",
          "publish",
          "tail",
          "topics",
          "rules",
          "backtest",
          "test",
          "ack",
          "snooze",
          "silence",
          "resolve",
          "outbox",
          "setup"
        }) {
      out.getBuffer().setLength(0);
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).as(command).contains("Examples:", "monitor " + command);
    }
    for (String command : new String[] {"list", "show", "apply", "disable", "enable", "delete"}) {
      out.getBuffer().setLength(0);
      assertThat(run("rules", command, "--help")).isZero();
      assertThat(out.toString()).as(command).contains("Example", "  monitor rules " + command);
    }
  }

  @Test
  void showsTheVersionsOfWhatItRunsOn() {
    assertThat(run("version")).isZero();
    assertThat(out.toString()).containsPattern("Kafka +4").containsPattern("Flink +2");
  }

  @Test
  void endsWithTwoOnWrongUsage() {
    assertThat(run("tail")).isEqualTo(2);
    assertThat(err.toString()).contains("TOPIC").contains("monitor tail --help");
    assertThat(run("up", "--clock", "sundial")).isEqualTo(2);
    assertThat(err.toString()).contains("sundial");
    assertThat(run("tial")).isEqualTo(2);
  }

  @Test
  void saysWhatASilenceIsMissingBeforeItAsksAnybody() {
    assertThat(run("silence", "--for", "4h")).isEqualTo(1);
    assertThat(err.toString())
        .contains("Silence what? Give --rule RULE, --scope TYPE[:ID], or both");
    assertThat(run("silence", "--rule", "r")).isEqualTo(1);
    assertThat(err.toString()).contains("For how long? Give --for 4h, or --until INSTANT");
    assertThat(run("silence", "--rule", "r", "--for", "soon")).isEqualTo(1);
    assertThat(err.toString()).contains("--for soon is no length of time; write 30m, 4h or 1d12h");
    assertThat(run("silence", "--scope", "TEAM:x", "--for", "1h")).isEqualTo(1);
    assertThat(err.toString()).contains("TEAM is no kind of scope; write one of COMPANY, UNIT");
    assertThat(run("silence", "--rule", "r", "--until", "2020-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(err.toString()).contains("2020-01-01T00:00:00Z is over already");
    assertThat(run("snooze", "8df5", "--for", "4h", "--end")).isEqualTo(2);
  }

  @Test
  void namesTheNearestTopicInOneLine() {
    assertThat(run("tail", "crm.deal-event")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            "monitor: There is no topic crm.deal-event. Did you mean crm.deal-events?"
                + " All of them are listed by: monitor topics"
                + System.lineSeparator());
  }

  @Test
  void saysThatTheFileIsMissing() {
    Path missing = directory.resolve("deals.jsonl");
    assertThat(run("publish", "crm.deal-events", missing.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file " + missing).doesNotContain("Exception");
  }

  @Test
  void refusesAWrongSettingBeforeAnythingIsStarted() {
    assertThat(run("up", "--data-dir", directory.resolve("d").toString(), "--set", "fiscal.zone=X"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("fiscal.zone").doesNotContain("Exception");
    assertThat(directory.resolve("d")).doesNotExist();
  }

  @Test
  void showsWhereAProblemComesFromOnlyWhenAsked() {
    run("tail", "nothing", "--verbose");
    assertThat(err.toString()).contains("at io.pipelinemonitor.local");
    err.getBuffer().setLength(0);
    run("rules", "apply", directory.resolve("missing").toString(), "--verbose");
    assertThat(err.toString()).contains("There is no file", "at io.pipelinemonitor.local");
  }

  private int run(String... arguments) {
    CommandLine line = MonitorCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }
}
