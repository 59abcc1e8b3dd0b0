package io.pipelinemonitor.local.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.alerting.RuleReader;
import io.pipelinemonitor.schema.AlertRule;
import org.junit.jupiter.api.Test;

class RuleFilesTest {

  private final RuleFiles files = new RuleFiles();

  @Test
  void readsSeveralRulesOfSeveralFiles() {
    files.add("two.yaml", Rules.PACE + "---\n" + Rules.PACE.replace("reps-on-pace", "pace-2"));
    files.add(
        "one.json",
        """
        {"ruleId": "pace-3", "name": "Pace", "type": "THRESHOLD", "metric": "repsOnPace",
         "direction": "BELOW", "levels": [{"severity": "INFO", "fire": 0.4, "clear": 0.5}]}
        """);

    assertThat(files.problems()).isEmpty();
    assertThat(files.rules())
        .extracting(AlertRule::getRuleId)
        .containsExactly("reps-on-pace", "pace-2", "pace-3");
  }

  @Test
  void namesFileLineAndFieldOfWhatIsNoRule() {
    files.add("a.yaml", Rules.PACE.replace("1d", "soon"));
    files.add("b.yaml", Rules.PACE.replace("metric", "metrics"));
    files.add("c.yaml", "# nothing yet");
    files.add("d.yaml", Rules.PACE.replace("[UNIT]", "[UNIT"));

    assertThat(files.problems())
        .satisfiesExactly(
            first -> assertThat(first).startsWith("a.yaml:12: levels[0].for: expected a length of"),
            second -> assertThat(second).startsWith("b.yaml:6: unknown field 'metrics' in AlertR"),
            third -> assertThat(third).startsWith("c.yaml:1: holds no rule"),
            fourth -> assertThat(fourth).startsWith("d.yaml:5: not valid YAML: "));
  }

  @Test
  void refusesARuleThatIsThereTwice() {
    files.add("a.yaml", Rules.PACE);
    files.add("b.yaml", "\n" + Rules.PACE);

    assertThat(files.problems())
        .containsExactly(
            "b.yaml:3: ruleId: 'reps-on-pace' is in a.yaml too, on line 2; keep one of them");
  }

  @Test
  void putsWhatTheJobWouldRefuseOnItsLine() {
    files.add("a.yaml", Rules.PACE.replace("0.5", "0.3").replace("repsOnPace", "repsOnPac"));
    AlertRule rule = files.rules().get(0);
    rule.setVersion(1);
    files.add(rule.getRuleId(), RuleReader.check(rule, "USD"));

    assertThat(files.problems())
        .containsExactly(
            "a.yaml:6: metric: 'repsOnPac' is none that this version computes; did you mean"
                + " 'repsOnPace'?",
            "a.yaml:11: levels[0].clear: is 0.3, but with direction BELOW the clear line lies above"
                + " the fire line; write a number above 0.4");
  }
}
