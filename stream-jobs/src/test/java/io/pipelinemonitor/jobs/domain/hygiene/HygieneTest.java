package io.pipelinemonitor.jobs.domain.hygiene;

import static io.pipelinemonitor.jobs.domain.risk.DealStory.PROCESSES;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.created;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.day;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.micros;
import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.risk.DealStory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HygieneTest {

  private static final String MONDAY = "2026-01-05T09:00:00Z";
  private static final String TUESDAY = "2026-01-06T09:00:00Z";

  @Test
  void aNewDealWithoutAnythingMissesEverything() {
    assertThat(of(created(MONDAY, "lead"), true, "2026-01-05"))
        .isEqualTo(new Hygiene(true, true, true, true, false, false));
  }

  @Test
  void aFilledDealIsClean() {
    Hygiene hygiene = of(filled(), false, "2026-01-05");

    assertThat(hygiene).isEqualTo(new Hygiene(false, false, false, false, false, false));
    assertThat(hygiene.isClean()).isTrue();
  }

  @Test
  void anAmountOfZeroIsAnAmountAndAnEmptiedOneIsNone() {
    assertThat(of(filled().on(TUESDAY, DealField.AMOUNT, 0L), false, "2026-01-06").missingAmount())
        .isFalse();
    assertThat(
            of(filled().on(TUESDAY, DealField.AMOUNT, null), false, "2026-01-06").missingAmount())
        .isTrue();
  }

  @Test
  void aDateAloneIsANextStepEvenIfItIsOver() {
    DealStory deal = filled().on(TUESDAY, DealField.NEXT_STEP, " ");
    assertThat(of(deal, false, "2026-01-06").missingNextStep()).isTrue();

    deal.on(TUESDAY, DealField.NEXT_STEP_AT, micros(MONDAY));
    assertThat(of(deal, false, "2026-01-06").missingNextStep()).isFalse();
  }

  @Test
  void aDealIsOverdueFromTheDayAfterItsCloseDate() {
    assertThat(of(filled(), false, "2026-03-01").overdue()).isFalse();
    assertThat(of(filled(), false, "2026-03-02").overdue()).isTrue();
    assertThat(of(filled(), false, "2026-03-02").isClean()).isFalse();
  }

  @Test
  void aSkippedStageStaysSkipped() {
    DealStory deal =
        filled()
            .on(TUESDAY, DealField.STAGE_ID, "talks")
            .on("2026-01-07T09:00:00Z", DealField.STAGE_ID, "offer");

    assertThat(of(deal, false, "2026-01-07").stageSkipped()).isTrue();
  }

  @Test
  void onlyOpenDealsAreLookedAt() {
    assertThat(ifOpen(filled().on(TUESDAY, DealField.STAGE_ID, "won"), false, "2026-01-07"))
        .isNull();
    assertThat(ifOpen(filled().tell(DealEventType.DELETED, TUESDAY), false, "2026-01-07")).isNull();
  }

  private static Hygiene of(DealStory deal, boolean missingOwner, String today) {
    return Objects.requireNonNull(ifOpen(deal, missingOwner, today));
  }

  private static @Nullable Hygiene ifOpen(DealStory deal, boolean missingOwner, String today) {
    return Hygiene.of(deal.deal(), deal.course(), PROCESSES, missingOwner, day(today));
  }

  private static DealStory filled() {
    return created(MONDAY, "lead")
        .on(
            MONDAY,
            DealField.AMOUNT,
            5_00L,
            DealField.CLOSE_DATE,
            day("2026-03-01"),
            DealField.NEXT_STEP,
            "call");
  }
}
