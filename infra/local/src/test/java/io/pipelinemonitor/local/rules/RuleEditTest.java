package io.pipelinemonitor.local.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.schema.ActiveWindow;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.RuleLevel;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleEditTest {

  private static final Instant NOON = Instant.parse("2026-02-02T12:00:00Z");

  private Published published;

  @BeforeEach
  void publish() throws Exception {
    published = new Published();
  }

  @AfterEach
  void close() throws Exception {
    published.close();
  }

  @Test
  void leavesARuleAloneThatSaysWhatIsInForce() {
    AlertRule inForce = Rules.pace(3);
    inForce.setUpdatedAt(Instant.parse("2026-01-01T00:00:00Z"));
    published.rule(inForce);

    RuleEdit edit = edit(Rules.pace(0));
    assertThat(edit.changesSomething()).isFalse();
    assertThat(edit.after()).isEqualTo(inForce);
    assertThat(edit.text()).isEqualTo("reps-on-pace: unchanged, version 3");
  }

  @Test
  void showsEachFieldThatChanges() {
    AlertRule inForce = Rules.pace(3);
    inForce.setDescription("Who is behind?");
    inForce.setMinQuotaMinor(1_000_00L);
    inForce.setCurrency("USD");
    published.rule(inForce);
    AlertRule wanted = Rules.pace(3);
    wanted.getScope().setTypes(List.of(ScopeType.UNIT, ScopeType.COMPANY));
    wanted.setMinQuotaMinor(2_500_50L);
    wanted.setCurrency("USD");
    wanted.getLevels().get(0).setFire(0.35);
    wanted
        .getLevels()
        .add(
            RuleLevel.newBuilder()
                .setSeverity(Severity.CRITICAL)
                .setFire(0.2)
                .setClear(0.3)
                .build());
    wanted.setKeepFiringForSeconds(3_600);
    wanted.setActiveWindow(ActiveWindow.newBuilder().setFromPct(50).setToPct(100).build());

    RuleEdit edit = edit(wanted);
    assertThat(edit.text())
        .isEqualTo(
            """
            reps-on-pace: version 3 → 4
              ~ scope.types: UNIT → UNIT, COMPANY
              ~ minQuota: 1000.00 → 2500.50
              ~ levels[0].fire: 0.4 → 0.35
              + levels[1].severity: CRITICAL
              + levels[1].fire: 0.2
              + levels[1].clear: 0.3
              + levels[1].for: 0s
              ~ keepFiringFor: 0s → 1h
              + activeWindow.fromPct: 50.0
              + activeWindow.toPct: 100.0
              - description: Who is behind?""");
    assertThat(edit.after().getVersion()).isEqualTo(4);
    assertThat(edit.after().getUpdatedAt()).isEqualTo(NOON);
  }

  @Test
  void showsANewRuleWithWhatItSays() {
    assertThat(edit(Rules.pace(0)).text())
        .startsWith("reps-on-pace: new, version 1\n  + name: Reps on pace\n")
        .contains("+ scope.types: UNIT", "+ levels[0].for: 1d")
        .doesNotContain("include", "version:", "updatedAt");
  }

  @Test
  void countsUpFromTheHighestVersionThatWasEverThere() {
    published.rule(Rules.pace(5));
    published.tombstone("reps-on-pace");

    assertThat(edit(Rules.pace(1)).text()).startsWith("reps-on-pace: new, version 6");
  }

  @Test
  void takesAHigherVersionThatTheFileGives() {
    published.rule(Rules.pace(5));

    assertThat(edit(Rules.pace(9)).text()).isEqualTo("reps-on-pace: version 5 → 9");
    assertThat(edit(Rules.pace(5)).changesSomething()).isFalse();
  }

  private RuleEdit edit(AlertRule wanted) {
    return RuleEdit.of(published.rules(), wanted, NOON);
  }
}
