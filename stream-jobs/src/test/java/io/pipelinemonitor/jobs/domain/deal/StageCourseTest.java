package io.pipelinemonitor.jobs.domain.deal;

import static io.pipelinemonitor.jobs.domain.risk.DealStory.PROCESS;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.PROCESSES;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.created;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.risk.DealStory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The process has the open stages lead (10), offer (20), talks (30). */
class StageCourseTest {

  private static final String MONDAY = "2026-01-05T09:00:00Z";
  private static final String TUESDAY = "2026-01-06T09:00:00Z";
  private static final String WEDNESDAY = "2026-01-07T09:00:00Z";
  private static final String THURSDAY = "2026-01-08T09:00:00Z";

  @Test
  void aRepeatedStageIsOneStep() {
    StageCourse course =
        created(MONDAY, "lead")
            .on(TUESDAY, DealField.STAGE_ID, "lead")
            .on(WEDNESDAY, DealField.STAGE_ID, "offer")
            .course();

    assertThat(stages(course)).containsExactly("lead", "offer");
    assertThat(course.steps().get(1).at()).isEqualTo(micros(WEDNESDAY));
  }

  @Test
  void closedAndUnknownAndEmptiedStagesArePassedOver() {
    StageCourse course =
        created(MONDAY, "offer")
            .on(TUESDAY, DealField.STAGE_ID, "lost")
            .on(WEDNESDAY, DealField.STAGE_ID, "nowhere")
            .on(WEDNESDAY, DealField.STAGE_ID, null)
            .on(THURSDAY, DealField.STAGE_ID, "offer")
            .course();

    assertThat(stages(course)).containsExactly("offer");
    assertThat(course.movedBackAt()).isEmpty();
  }

  @Test
  void aMoveToALowerOrderIsAMoveBack() {
    StageCourse course =
        created(MONDAY, "talks")
            .on(TUESDAY, DealField.STAGE_ID, "lead")
            .on(WEDNESDAY, DealField.STAGE_ID, "talks")
            .on(THURSDAY, DealField.STAGE_ID, "offer")
            .course();

    assertThat(course.movedBackAt()).containsExactly(micros(TUESDAY), micros(THURSDAY));
  }

  @Test
  void aStageIsSkippedOnlyByAMoveForwardOverAnOpenOne() {
    assertThat(skipped(created(MONDAY, "talks"))).isFalse();
    assertThat(
            skipped(
                created(MONDAY, "lead")
                    .on(TUESDAY, DealField.STAGE_ID, "offer")
                    .on(WEDNESDAY, DealField.STAGE_ID, "talks")
                    .on(THURSDAY, DealField.STAGE_ID, "lead")))
        .isFalse();
    assertThat(skipped(created(MONDAY, "lead").on(TUESDAY, DealField.STAGE_ID, "won"))).isFalse();
    assertThat(
            skipped(
                created(MONDAY, "lead")
                    .on(TUESDAY, DealField.STAGE_ID, "talks")
                    .on(WEDNESDAY, DealField.STAGE_ID, "offer")))
        .isTrue();
    assertThat(
            skipped(
                created(MONDAY, "lead")
                    .on(TUESDAY, DealField.STAGE_ID, "lost")
                    .on(WEDNESDAY, DealField.STAGE_ID, "talks")))
        .isTrue();
  }

  @Test
  void stagesOfTwoProcessesAreNotCompared() {
    DealFacts facts = new DealFacts();
    facts.add(update(1).with(DealField.PIPELINE_ID, "new").with(DealField.STAGE_ID, "talks"));
    facts.add(update(2).with(DealField.PIPELINE_ID, "other").with(DealField.STAGE_ID, "lead"));
    facts.add(update(3).with(DealField.PIPELINE_ID, "new"));
    SalesProcesses both =
        PROCESSES.with(
            new SalesProcess(
                "other", List.of(new Stage("other", "lead", 1, DealStatus.OPEN, 0, null))));
    StageCourse course = StageCourse.of(facts, both);

    assertThat(stages(course)).containsExactly("talks", "lead", "lead");
    assertThat(course.movedBackAt()).isEmpty();
    assertThat(course.skippedAStage(both)).isFalse();
  }

  @Test
  void aStageThatCameBeforeItsProcessIsOneOfTheFirstProcessNamed() {
    DealFacts facts = new DealFacts();
    facts.add(update(1).with(DealField.STAGE_ID, "talks"));
    facts.add(update(2).with(DealField.PIPELINE_ID, "new"));

    assertThat(StageCourse.of(facts, PROCESSES).steps())
        .extracting(StageCourse.Step::at)
        .containsExactly(1L);
  }

  @Test
  void anUninterruptedRunBeginsWithItsFirstStage() {
    StageCourse course =
        created(MONDAY, "offer")
            .on(TUESDAY, DealField.STAGE_ID, "lead")
            .on(WEDNESDAY, DealField.STAGE_ID, "offer")
            .on(THURSDAY, DealField.STAGE_ID, "talks")
            .course();

    assertThat(course.since(stage -> stage.order() >= 20)).isEqualTo(micros(WEDNESDAY));
    assertThat(course.since(stage -> stage.order() < 30)).isNull();
  }

  @Test
  void placesAreCountedWhateverTheNumbersOfTheOrders() {
    assertThat(PROCESS.rank(stage("lead"))).isEqualTo(1);
    assertThat(PROCESS.rank(stage("offer"))).isEqualTo(2);
    assertThat(PROCESS.rank(stage("won"))).isEqualTo(4);
    assertThat(PROCESS.requiredIn(stage("lead"))).isEmpty();
    assertThat(PROCESS.requiredIn(stage("talks")))
        .containsExactly(DealField.NAME, DealField.AMOUNT, DealField.CLOSE_DATE);
    assertThat(PROCESS.hasOpenStageBetween(stage("lead"), stage("talks"))).isTrue();
    assertThat(PROCESS.hasOpenStageBetween(stage("offer"), stage("talks"))).isFalse();
  }

  @Test
  void aValueIsTheSameSinceTheFirstStatementOfItsRun() {
    DealFacts facts = new DealFacts();
    assertThat(facts.sameSince(DealField.AMOUNT)).isNull();
    facts.add(update(1).clearing(DealField.AMOUNT));
    assertThat(facts.sameSince(DealField.AMOUNT)).isNull();
    facts.add(update(2).with(DealField.AMOUNT, 5L).with(DealField.NAME, "A"));
    facts.add(update(3).with(DealField.AMOUNT, 5L).with(DealField.NAME, "A"));
    assertThat(facts.sameSince(DealField.AMOUNT)).isEqualTo(2);
    // Names have no history.
    assertThat(facts.sameSince(DealField.NAME)).isEqualTo(3);
    facts.add(update(4).clearing(DealField.AMOUNT).clearing(DealField.NAME));
    facts.add(update(5).clearing(DealField.AMOUNT));
    assertThat(facts.sameSince(DealField.AMOUNT)).isEqualTo(4);
    assertThat(facts.sameSince(DealField.NAME)).isEqualTo(4);
  }

  @Test
  void ofTwoValuesWithOneStampTheLesserWasNeverInForce() {
    DealFacts facts = new DealFacts();
    facts.add(update(1).with(DealField.AMOUNT, 7L));
    facts.add(update(2).with(DealField.AMOUNT, 5L));
    facts.add(update(2).with(DealField.AMOUNT, 7L));

    assertThat(facts.sameSince(DealField.AMOUNT)).isEqualTo(1);
  }

  private static DealEvent update(long at) {
    return new DealEvent("e" + at, "A", DealEventType.UPDATED, at, Stamp.NO_SEQUENCE);
  }

  private static Stage stage(String stageId) {
    Stage stage = PROCESS.stage(stageId);
    if (stage == null) {
      throw new AssertionError("there is no stage " + stageId);
    }
    return stage;
  }

  private static boolean skipped(DealStory deal) {
    return deal.course().skippedAStage(PROCESSES);
  }

  private static List<String> stages(StageCourse course) {
    return course.steps().stream().map(step -> step.stage().stageId()).toList();
  }
}
