package io.pipelinemonitor.jobs.domain.backtest;

import static io.pipelinemonitor.jobs.domain.backtest.Trial.day;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.days;
import static io.pipelinemonitor.jobs.domain.backtest.Trial.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.incident.Transition;
import io.pipelinemonitor.jobs.domain.rules.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastIncidentTest {
  private static final List<IncidentStep> REOPENED =
      List.of(
          step("a", 1, Transition.PENDING, Severity.WARNING, "01-09"),
          step("a", 2, Transition.FIRED, Severity.WARNING, "01-10"),
          step("a", 3, Transition.ESCALATED, Severity.CRITICAL, "01-12"),
          step("a", 4, Transition.STEPPED_DOWN, Severity.WARNING, "01-14"),
          step("a", 5, Transition.RECOVERING, Severity.WARNING, "01-15"),
          step("a", 6, Transition.RESOLVED, Severity.WARNING, "01-16"),
          step("a", 7, Transition.REOPENED, Severity.WARNING, "01-18"),
          step("a", 8, Transition.RESOLVED, Severity.WARNING, "01-19"));

  @Test
  void countsTheTimeThatItWasOpenAndTheWorstThatItWas() {
    assertThat(PastIncident.of(REOPENED, day("05-01")))
        .containsExactly(
            new PastIncident(
                "coverage",
                Trial.NORTH,
                "2026-Q1",
                Severity.CRITICAL,
                day("01-10"),
                day("01-19"),
                days(7)));
  }

  @Test
  void isTheSameWhateverTheOrderOfTheSteps() {
    List<IncidentStep> backwards = new ArrayList<>(REOPENED);
    Collections.reverse(backwards);
    assertThat(PastIncident.of(backwards, day("05-01")))
        .isEqualTo(PastIncident.of(REOPENED, day("05-01")));
  }

  @Test
  void isOpenUntilTheEndOfTheDataIfItsEndCameLater() {
    PastIncident cut = PastIncident.of(REOPENED, day("01-13")).get(0);
    assertThat(cut.endedAt()).isNull();
    assertThat(cut.openMicros()).isEqualTo(days(3));
    PastIncident reopened = PastIncident.of(REOPENED, day("01-18") + Trial.days(1) / 2).get(0);
    assertThat(reopened.endedAt()).isNull();
    assertThat(reopened.openMicros()).isEqualTo(days(6) + days(1) / 2);
  }

  @Test
  void leavesOutWhatNeverOpened() {
    assertThat(
            PastIncident.of(
                List.of(
                    step("b", 1, Transition.PENDING, Severity.WARNING, "02-01"),
                    step("b", 2, Transition.PENDING_CLEARED, Severity.WARNING, "02-02")),
                day("05-01")))
        .isEmpty();
  }

  @Test
  void listsIncidentsByTheirOpening() {
    assertThat(
            PastIncident.of(
                List.of(
                    step("a", 1, Transition.FIRED, Severity.INFO, "02-01"),
                    step("b", 1, Transition.FIRED, Severity.WARNING, "01-02")),
                day("05-01")))
        .extracting(PastIncident::highest)
        .containsExactly(Severity.WARNING, Severity.INFO);
  }
}
