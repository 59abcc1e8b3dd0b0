package io.pipelinemonitor.local.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.local.problem.Problem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishedRulesTest {

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
  void takesTheLastOfEachRuleButNeverALowerVersion() {
    published.rule(Rules.pace(2));
    published.rule(Rules.pace(3));
    published.rule(Rules.pace(1));

    assertThat(published.rules().require("reps-on-pace").getVersion()).isEqualTo(3);
  }

  @Test
  void forgetsADeletedRuleButNotItsVersions() {
    published.rule(Rules.pace(2));
    published.tombstone("reps-on-pace");

    assertThat(published.rules().all()).isEmpty();
    assertThat(published.rules().nextVersion("reps-on-pace")).isEqualTo(3);
    published.rule(Rules.pace(1));
    assertThat(published.rules().require("reps-on-pace").getVersion())
        .as("may come back with any version")
        .isEqualTo(1);
  }

  @Test
  void keepsInForceWhatCameBeforeARefusedEdit() {
    published.rule(Rules.pace(2));
    published.refused(Rules.pace(7), "levels[0].clear: is 0.3");

    assertThat(published.rules().require("reps-on-pace").getVersion()).isEqualTo(2);
    assertThat(published.rules().nextVersion("reps-on-pace")).isEqualTo(8);
    assertThat(published.rules().refusals())
        .containsEntry("reps-on-pace", "levels[0].clear: is 0.3");

    published.rule(Rules.pace(8));
    assertThat(published.rules().require("reps-on-pace").getVersion()).isEqualTo(8);
    assertThat(published.rules().refusals()).isEmpty();
  }

  @Test
  void holdsNothingAgainstARuleForWhatWasAtItsPlaceBefore() {
    published.deadLetterOfLongAgo();
    published.rule(Rules.pace(1));

    assertThat(published.rules().all()).hasSize(1);
    assertThat(published.rules().refusals()).isEmpty();
  }

  @Test
  void leavesOutWhatIsNoRule() {
    published.put("reps-on-pace", new byte[] {1, 2, 3});

    assertThat(published.rules().all()).isEmpty();
  }

  @Test
  void namesTheNearestRule() {
    published.rule(Rules.pace(1));

    assertThatThrownBy(() -> published.rules().require("rep-on-pace"))
        .isInstanceOf(Problem.class)
        .hasMessage(
            "There is no rule rep-on-pace. Did you mean reps-on-pace? All of them are listed by:"
                + " monitor rules list");
  }
}
