package io.pipelinemonitor.jobs.domain.risk;

import static io.pipelinemonitor.jobs.domain.activity.Activities.call;
import static io.pipelinemonitor.jobs.domain.activity.Activities.meeting;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.created;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.day;
import static io.pipelinemonitor.jobs.domain.risk.DealStory.micros;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.AMOUNT_DROPPED;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.CLOSE_DATE_OVERDUE;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.CLOSE_DATE_PUSHED;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.MISSING_FIELDS;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.NO_NEXT_STEP;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.NO_RECENT_ACTIVITY;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.SINGLE_THREADED;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.STAGE_REGRESSED;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.STUCK_IN_STAGE;
import static io.pipelinemonitor.jobs.domain.risk.RiskFactorName.UNLIKELY_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each factor by itself: when it comes, doubles and goes, to the microsecond. Zone: Zurich. */
class RiskAssessmentTest {

  private static final String JANUARY_5 = "2026-01-05T09:00:00Z";

  @Test
  void aNewDealWithANextStepIsHealthy() {
    RiskAssessment risk = calm(JANUARY_5, "lead").risk(micros(JANUARY_5));

    assertThat(risk.score()).isZero();
    assertThat(risk.band()).isEqualTo(RiskBand.HEALTHY);
    assertThat(risk.factors()).isEmpty();
    assertThat(risk.nextChange()).isEqualTo(micros("2026-01-19T09:00:00Z"));
  }

  @Test
  void onlyOpenDealsAreAssessed() {
    long now = micros("2026-03-01T00:00:00Z");
    DealStory won = calm(JANUARY_5, "lead").on("2026-02-01T00:00:00Z", DealField.STAGE_ID, "won");
    DealStory deleted = calm(JANUARY_5, "lead").tell(DealEventType.DELETED, "2026-02-01T00:00:00Z");

    assertThat(won.riskIfOpen(now)).isNull();
    assertThat(deleted.riskIfOpen(now)).isNull();
    won.on("2026-02-02T00:00:00Z", DealField.STATUS, StatusFact.of(DealStatus.OPEN));
    assertThat(won.riskIfOpen(now)).isNotNull();
  }

  @Test
  void aDealWithoutATouchAgesFromItsCreation() {
    DealStory deal = calm(JANUARY_5, "nowhere");

    assertThat(deal.steps(NO_RECENT_ACTIVITY, JANUARY_5))
        .containsExactly("2026-01-19T09:00:00Z 15", "2026-02-02T09:00:00Z 30");
    assertThat(deal.points("2026-01-19T08:59:59.999999Z")).isEmpty();
    assertThat(deal.factor(NO_RECENT_ACTIVITY, "2026-02-10T00:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                NO_RECENT_ACTIVITY,
                30,
                micros("2026-01-19T09:00:00Z"),
                "no meaningful touch since it was created on 2026-01-05"));
  }

  @Test
  void aTouchByAPersonAloneCounts() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .reported(call("c", micros("2026-01-10T23:30:00.000001Z")).activity())
            .reported(call("mail", micros("2026-01-20T12:00:00Z")).automated().activity())
            .reported(
                call("off", micros("2026-01-20T12:00:00Z"))
                    .being(ActivityStatus.CANCELLED)
                    .activity())
            .on("2026-01-20T12:00:00Z", DealField.NAME, "edited");

    assertThat(deal.steps(NO_RECENT_ACTIVITY, JANUARY_5))
        .containsExactly("2026-01-24T23:30:00.000001Z 15", "2026-02-07T23:30:00.000001Z 30");
    assertThat(deal.factor(NO_RECENT_ACTIVITY, "2026-02-01T00:00:00Z").detail())
        .isEqualTo("last meaningful touch on 2026-01-11");
  }

  @Test
  void aTouchBeforeTheDealWasCreatedDoesNotMakeItOld() {
    DealStory deal =
        calm(JANUARY_5, "nowhere").reported(call("c", micros("2025-11-01T00:00:00Z")).activity());

    assertThat(deal.steps(NO_RECENT_ACTIVITY, JANUARY_5).get(0)).startsWith("2026-01-19T09:00:00Z");
  }

  @Test
  void aStayIsTooLongWhenItIsOverOneAndAHalfTimesWhatIsExpected() {
    DealStory deal = calm(JANUARY_5, "lead");

    assertThat(deal.steps(STUCK_IN_STAGE, JANUARY_5))
        .containsExactly("2026-01-20T09:00:00.000001Z 15", "2026-02-04T09:00:00.000001Z 30");
    assertThat(deal.factor(STUCK_IN_STAGE, "2026-01-21T00:00:00Z").detail())
        .isEqualTo("in lead since 2026-01-05, expected are 10 days");
  }

  @Test
  void aStayIsTooLongWhenItIsOverTheLearntPercentile() {
    DealStory deal = calm(JANUARY_5, "lead").learnt(4.5, null);
    assertThat(deal.steps(STUCK_IN_STAGE, JANUARY_5))
        .containsExactly("2026-01-09T21:00:00.000001Z 15", "2026-01-18T21:00:00.000001Z 30");

    DealStory unknownStage = calm(JANUARY_5, "nowhere").learnt(4.5, null);
    assertThat(unknownStage.steps(STUCK_IN_STAGE, JANUARY_5)).hasSize(2);
    assertThat(calm(JANUARY_5, "nowhere").steps(STUCK_IN_STAGE, JANUARY_5)).isEmpty();
  }

  @Test
  void numbersOfDaysThatSayNothingAreNoExpectation() {
    for (double days : new double[] {0, -1, Double.NaN}) {
      assertThat(calm(JANUARY_5, "nowhere").learnt(days, days).steps(STUCK_IN_STAGE, JANUARY_5))
          .isEmpty();
    }
    assertThat(
            calm(JANUARY_5, "nowhere")
                .learnt(Double.POSITIVE_INFINITY, 1e300)
                .points("2026-01-05T09:00:00Z"))
        .isEmpty();
  }

  @Test
  void aMoveToAnotherStageBeginsAnewAndARepeatedStatementDoesNot() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "lead")
            .on("2026-01-12T00:00:00Z", DealField.STAGE_ID, "lead");

    assertThat(deal.steps(STUCK_IN_STAGE, JANUARY_5).get(0)).startsWith("2026-01-25T00:00:00");
  }

  @Test
  void aDealIsOverdueFromTheLocalMidnightAfterItsCloseDate() {
    DealStory deal =
        calm(JANUARY_5, "nowhere").on(JANUARY_5, DealField.CLOSE_DATE, day("2026-03-28"));

    assertThat(deal.steps(CLOSE_DATE_OVERDUE, JANUARY_5))
        .containsExactly("2026-03-28T23:00:00Z 25");
    deal.on(JANUARY_5, DealField.CLOSE_DATE, day("2026-03-29"));
    assertThat(deal.steps(CLOSE_DATE_OVERDUE, JANUARY_5))
        .containsExactly("2026-03-29T22:00:00Z 25");
  }

  @Test
  void aCloseDateThatWasPastWhenItWasSetIsOverdueSinceThen() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-02-01T00:00:00Z", DealField.CLOSE_DATE, day("2026-01-20"));

    assertThat(deal.factor(CLOSE_DATE_OVERDUE, "2026-02-01T00:00:00Z").since())
        .isEqualTo(micros("2026-02-01T00:00:00Z"));
  }

  @Test
  void aCloseDateIsPushedWhenItMovesToALaterPeriodTwice() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.CLOSE_DATE, day("2026-03-01"))
            .on("2026-01-07T00:00:00Z", DealField.CLOSE_DATE, day("2026-03-31"))
            .on("2026-01-08T00:00:00Z", DealField.CLOSE_DATE, day("2026-04-01"));
    assertThat(deal.points("2026-01-08T00:00:00Z")).isEmpty();

    deal.on("2026-01-09T00:00:00Z", DealField.CLOSE_DATE, day("2026-02-01"))
        .on("2026-01-10T00:00:00Z", DealField.CLOSE_DATE, null)
        .on("2026-01-11T00:00:00Z", DealField.CLOSE_DATE, day("2026-12-01"));
    assertThat(deal.factor(CLOSE_DATE_PUSHED, "2026-01-11T00:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                CLOSE_DATE_PUSHED,
                10,
                micros("2026-01-11T00:00:00Z"),
                "moved to a later period 2 times"));

    deal.on("2026-01-12T00:00:00Z", DealField.CLOSE_DATE, day("2027-01-01"));
    assertThat(deal.factor(CLOSE_DATE_PUSHED, "2026-01-12T00:00:00Z").points()).isEqualTo(20);
    assertThat(deal.factor(CLOSE_DATE_PUSHED, "2026-01-12T00:00:00Z").since())
        .isEqualTo(micros("2026-01-11T00:00:00Z"));
  }

  @Test
  void aPushThatBecomesKnownLateIsCountedInItsPlace() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.CLOSE_DATE, day("2026-03-01"))
            .on("2026-01-10T00:00:00Z", DealField.CLOSE_DATE, day("2026-10-01"));
    assertThat(deal.points("2026-01-10T00:00:00Z")).isEmpty();

    deal.on("2026-01-08T00:00:00Z", DealField.CLOSE_DATE, day("2026-05-01"));
    assertThat(deal.points("2026-01-10T00:00:00Z"))
        .containsExactly(Map.entry(CLOSE_DATE_PUSHED, 10));
  }

  @Test
  void aMoveBackCountsForThirtyDays() {
    DealStory deal =
        calm(JANUARY_5, "talks").on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "lead");

    assertThat(deal.points("2026-01-10T00:00:00Z")).containsKey(STAGE_REGRESSED);
    assertThat(deal.steps(STAGE_REGRESSED, "2026-01-10T00:00:00Z"))
        .containsExactly("2026-02-09T00:00:00Z null");
    deal.on("2026-02-01T00:00:00Z", DealField.STAGE_ID, "offer");
    assertThat(deal.points("2026-02-01T00:00:00Z")).containsKey(STAGE_REGRESSED);
  }

  @Test
  void twoMovesBackWithinThirtyDaysAreOneSpell() {
    DealStory deal =
        calm(JANUARY_5, "talks")
            .on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "offer")
            .on("2026-02-05T00:00:00Z", DealField.STAGE_ID, "lead");

    RiskFactor factor = deal.factor(STAGE_REGRESSED, "2026-02-20T00:00:00Z");
    assertThat(factor.since()).isEqualTo(micros("2026-01-10T00:00:00Z"));
    assertThat(factor.detail()).isEqualTo("moved back to an earlier stage on 2026-02-05");
  }

  @Test
  void aMoveBackAtTheEndOfTheOneBeforeGoesOnWithItsSpell() {
    DealStory deal =
        calm(JANUARY_5, "talks")
            .on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "offer")
            .on("2026-02-09T00:00:00Z", DealField.STAGE_ID, "lead");
    assertThat(deal.factor(STAGE_REGRESSED, "2026-02-10T00:00:00Z").since())
        .isEqualTo(micros("2026-01-10T00:00:00Z"));

    DealStory later =
        calm(JANUARY_5, "talks")
            .on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "offer")
            .on("2026-02-09T00:00:00.000001Z", DealField.STAGE_ID, "lead");
    assertThat(later.factor(STAGE_REGRESSED, "2026-02-10T00:00:00Z").since())
        .isEqualTo(micros("2026-02-09T00:00:00.000001Z"));
  }

  @Test
  void aDealThatIsReopenedWhereItWasLostHasNotMovedBack() {
    DealStory deal =
        calm(JANUARY_5, "offer")
            .on("2026-01-10T00:00:00Z", DealField.STAGE_ID, "lost")
            .on("2026-01-12T00:00:00Z", DealField.STAGE_ID, "offer");

    assertThat(deal.points("2026-01-12T00:00:00Z")).doesNotContainKey(STAGE_REGRESSED);
    deal.on("2026-01-13T00:00:00Z", DealField.STAGE_ID, "lost")
        .on("2026-01-14T00:00:00Z", DealField.STAGE_ID, "lead");
    assertThat(deal.points("2026-01-14T00:00:00Z")).containsKey(STAGE_REGRESSED);
  }

  @Test
  void anAmountIsDroppedByTwentyPercentWithinThirtyDays() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.AMOUNT, 100_00L, DealField.CURRENCY, "USD")
            .on("2026-01-10T00:00:00Z", DealField.AMOUNT, 80_01L, DealField.CURRENCY, "USD");
    assertThat(deal.points("2026-01-10T00:00:00Z")).isEmpty();

    deal.on("2026-01-11T00:00:00Z", DealField.AMOUNT, 80_00L, DealField.CURRENCY, "USD");
    assertThat(deal.factor(AMOUNT_DROPPED, "2026-01-11T00:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                AMOUNT_DROPPED,
                10,
                micros("2026-01-11T00:00:00Z"),
                "down 20 % from its greatest amount within 30 days"));
    assertThat(deal.steps(AMOUNT_DROPPED, "2026-01-11T00:00:00Z"))
        .containsExactly("2026-02-09T00:00:00Z null");
  }

  @Test
  void aFurtherDropIsJudgedByWhatIsStillRemembered() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.AMOUNT, 100L)
            .on("2026-01-10T00:00:00Z", DealField.AMOUNT, 80L)
            .on("2026-02-01T00:00:00Z", DealField.AMOUNT, 60L);

    assertThat(deal.factor(AMOUNT_DROPPED, "2026-02-08T00:00:00Z").detail())
        .startsWith("down 40 %");
    RiskFactor later = deal.factor(AMOUNT_DROPPED, "2026-02-09T00:00:00Z");
    assertThat(later.detail()).startsWith("down 25 %");
    assertThat(later.since()).isEqualTo(micros("2026-01-10T00:00:00Z"));
    assertThat(deal.steps(AMOUNT_DROPPED, "2026-02-09T00:00:00Z"))
        .containsExactly("2026-03-03T00:00:00Z null");
  }

  @Test
  void anAmountThatWasReachedAgainIsRememberedFromItsSecondEnd() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.AMOUNT, 100L)
            .on("2026-01-08T00:00:00Z", DealField.AMOUNT, 95L)
            .on("2026-01-09T00:00:00Z", DealField.AMOUNT, 100L)
            .on("2026-01-20T00:00:00Z", DealField.AMOUNT, 50L)
            .reported(call("c", micros("2026-02-08T00:00:00Z")).activity());

    assertThat(deal.risk(micros("2026-02-01T00:00:00Z")).nextChange())
        .isEqualTo(micros("2026-02-19T00:00:00Z"));
  }

  @Test
  void anEmptiedAmountAndOneInAnotherCurrencyAreNotDropped() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.AMOUNT, 100_00L, DealField.CURRENCY, "USD")
            .on("2026-01-10T00:00:00Z", DealField.AMOUNT, 10_00L, DealField.CURRENCY, "EUR");
    assertThat(deal.points("2026-01-10T00:00:00Z")).isEmpty();

    deal.on("2026-01-11T00:00:00Z", DealField.AMOUNT, null);
    assertThat(deal.points("2026-01-11T00:00:00Z")).isEmpty();
    deal.on("2026-01-12T00:00:00Z", DealField.AMOUNT, 0L);
    assertThat(deal.factor(AMOUNT_DROPPED, "2026-01-12T00:00:00Z").detail())
        .startsWith("down 100 %");
  }

  @Test
  void amountsAtTheEndOfWhatIsCountedDoNotOverflow() {
    DealStory deal =
        calm(JANUARY_5, "nowhere")
            .on("2026-01-06T00:00:00Z", DealField.AMOUNT, Long.MAX_VALUE)
            .on("2026-01-10T00:00:00Z", DealField.AMOUNT, Long.MIN_VALUE);

    assertThat(deal.factor(AMOUNT_DROPPED, "2026-01-12T00:00:00Z").detail())
        .startsWith("down 200 %");
  }

  @Test
  void aDatedNextStepCountsUntilItsTimeAndAnUndatedOneAlways() {
    DealStory deal =
        created(JANUARY_5, "nowhere").on(JANUARY_5, DealField.NEXT_STEP, "send the offer");
    assertThat(deal.steps(NO_NEXT_STEP, JANUARY_5)).isEmpty();

    deal.on(JANUARY_5, DealField.NEXT_STEP_AT, micros("2026-01-08T10:00:00Z"));
    assertThat(deal.steps(NO_NEXT_STEP, JANUARY_5)).containsExactly("2026-01-08T10:00:00Z 10");
    assertThat(deal.factor(NO_NEXT_STEP, "2026-01-09T00:00:00Z").detail())
        .isEqualTo("the next step was due on 2026-01-08, no meeting is planned");
  }

  @Test
  void aBlankNextStepIsNone() {
    DealStory deal =
        created(JANUARY_5, "nowhere").on("2026-01-07T00:00:00Z", DealField.NEXT_STEP, "  ");

    assertThat(deal.factor(NO_NEXT_STEP, "2026-01-08T00:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                NO_NEXT_STEP, 10, micros("2026-01-07T00:00:00Z"), "no next step and no meeting"));
  }

  @Test
  void aScheduledMeetingIsANextStepUntilItBegins() {
    DealStory deal =
        created(JANUARY_5, "nowhere")
            .on(JANUARY_5, DealField.NEXT_STEP_AT, micros("2026-01-08T10:00:00Z"))
            .reported(
                meeting("m", micros(JANUARY_5), micros("2026-01-15T10:00:00.000003Z")).activity());

    assertThat(deal.steps(NO_NEXT_STEP, JANUARY_5))
        .containsExactly("2026-01-15T10:00:00.000003Z 10");
    assertThat(deal.factor(NO_NEXT_STEP, "2026-01-16T00:00:00Z").since())
        .isEqualTo(micros("2026-01-15T10:00:00.000003Z"));

    deal.reported(
        meeting("m", micros("2026-01-09T00:00:00Z"), micros("2026-01-15T10:00:00Z"))
            .being(ActivityStatus.CANCELLED)
            .activity());
    assertThat(deal.factor(NO_NEXT_STEP, "2026-01-10T00:00:00Z").since())
        .isEqualTo(micros("2026-01-09T00:00:00Z"));
  }

  @Test
  void tooFewContactsMatterFromTheSecondStageOn() {
    DealStory lead = calm(JANUARY_5, "lead").on(JANUARY_5, DealField.NAME, "A");
    assertThat(lead.points(JANUARY_5)).isEmpty();

    DealStory offer = filled(JANUARY_5, "offer");
    assertThat(offer.factor(SINGLE_THREADED, JANUARY_5))
        .isEqualTo(
            new RiskFactor(
                SINGLE_THREADED, 10, micros(JANUARY_5), "0 contacts touched within 60 days"));
  }

  @Test
  void aContactLeavesTheWindowAfterSixtyDaysToTheMicrosecond() {
    DealStory deal =
        filled(JANUARY_5, "offer")
            .on(JANUARY_5, DealField.CONTACT_COUNT, 5L)
            .reported(call("a", micros("2026-01-06T00:00:00.000001Z")).with("x", "y").activity())
            .reported(call("b", micros("2026-01-09T00:00:00Z")).with("x").activity());

    assertThat(deal.steps(SINGLE_THREADED, JANUARY_5))
        .containsExactly("2026-03-07T00:00:00.000001Z 10");
    assertThat(deal.factor(SINGLE_THREADED, "2026-03-07T12:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                SINGLE_THREADED,
                10,
                micros("2026-03-07T00:00:00.000001Z"),
                "1 of 5 contacts touched within 60 days"));
    assertThat(deal.factor(SINGLE_THREADED, "2026-03-10T00:00:00Z").detail())
        .startsWith("0 of 5 contacts");
  }

  @Test
  void aFieldThatAnyStageSoFarRequiresMustBeFilled() {
    DealStory deal = calm(JANUARY_5, "lead");
    assertThat(deal.points(JANUARY_5)).isEmpty();

    deal.on("2026-01-06T00:00:00Z", DealField.STAGE_ID, "talks");
    assertThat(deal.factor(MISSING_FIELDS, "2026-01-07T00:00:00Z"))
        .isEqualTo(
            new RiskFactor(
                MISSING_FIELDS,
                5,
                micros("2026-01-06T00:00:00Z"),
                "without name, amount, close date"));

    deal.on("2026-01-08T00:00:00Z", DealField.AMOUNT, 0L, DealField.CLOSE_DATE, day("2026-05-01"));
    assertThat(deal.factor(MISSING_FIELDS, "2026-01-09T00:00:00Z").detail())
        .isEqualTo("without name");
    deal.on("2026-01-10T00:00:00Z", DealField.NAME, "A")
        .on("2026-01-11T00:00:00Z", DealField.AMOUNT, null);
    assertThat(deal.factor(MISSING_FIELDS, "2026-01-12T00:00:00Z").since())
        .isEqualTo(micros("2026-01-11T00:00:00Z"));
  }

  @Test
  void aCommitIsUnlikelyWhenFewerDaysAreLeftThanHalfOfTheWinsTake() {
    DealStory deal =
        filled(JANUARY_5, "offer")
            .on(JANUARY_5, DealField.FORECAST_CATEGORY, ForecastCategory.COMMIT)
            .on(JANUARY_5, DealField.CLOSE_DATE, day("2026-04-30"))
            .learnt(null, 40.0);

    // On 21 March, 40 days are left.
    assertThat(deal.steps(UNLIKELY_CLOSE, JANUARY_5)).containsExactly("2026-03-21T23:00:00Z 15");
    deal.learnt(null, 40.5);
    assertThat(deal.steps(UNLIKELY_CLOSE, JANUARY_5)).containsExactly("2026-03-20T23:00:00Z 15");
    assertThat(deal.factor(UNLIKELY_CLOSE, "2026-04-01T00:00:00Z").detail())
        .isEqualTo("committed for 2026-04-30, half of the wins take 40.5 days or more from here");
    deal.learnt(null, null);
    assertThat(deal.steps(UNLIKELY_CLOSE, JANUARY_5)).isEmpty();
  }

  @Test
  void theCategoryOfTheStageCommitsToo() {
    DealStory deal =
        filled(JANUARY_5, "offer")
            .on("2026-02-01T00:00:00Z", DealField.STAGE_ID, "talks", DealField.NAME, "A")
            .learnt(null, 400.0);

    assertThat(deal.factor(UNLIKELY_CLOSE, "2026-02-02T00:00:00Z").since())
        .isEqualTo(micros("2026-02-01T00:00:00Z"));
    deal.on("2026-02-02T00:00:00Z", DealField.FORECAST_CATEGORY, ForecastCategory.BEST_CASE);
    assertThat(deal.points("2026-02-02T00:00:00Z")).doesNotContainKey(UNLIKELY_CLOSE);
  }

  @Test
  void theCapTakesFromTheSmallestFactors() {
    DealStory deal =
        created("2025-06-05T09:00:00Z", "offer")
            .on("2025-06-06T09:00:00Z", DealField.CLOSE_DATE, day("2025-08-01"))
            .on("2025-07-06T09:00:00Z", DealField.CLOSE_DATE, day("2025-11-01"))
            .on("2025-08-06T09:00:00Z", DealField.CLOSE_DATE, day("2026-01-01"))
            .on("2025-09-06T09:00:00Z", DealField.CLOSE_DATE, day("2026-04-01"))
            .on("2025-09-06T09:00:00Z", DealField.FORECAST_CATEGORY, ForecastCategory.COMMIT)
            .learnt(null, 10.0);
    RiskAssessment risk = deal.risk(micros("2026-05-01T00:00:00Z"));

    assertThat(risk.score()).isEqualTo(100);
    assertThat(risk.band()).isEqualTo(RiskBand.AT_RISK);
    assertThat(risk.factors())
        .extracting(RiskFactor::name, RiskFactor::points)
        .containsExactly(
            tuple(NO_RECENT_ACTIVITY, 30),
            tuple(STUCK_IN_STAGE, 30),
            tuple(CLOSE_DATE_OVERDUE, 25),
            tuple(CLOSE_DATE_PUSHED, 15),
            tuple(UNLIKELY_CLOSE, 0),
            tuple(NO_NEXT_STEP, 0),
            tuple(SINGLE_THREADED, 0),
            tuple(MISSING_FIELDS, 0));
  }

  @Test
  void aFactorOfNoPointsIsNotPublished() {
    RiskPolicy usual = RiskPolicy.DEFAULT;
    RiskPolicy lenient =
        new RiskPolicy(
            new RiskPolicy.NoRecentActivity(14, 28, 0, 0),
            new RiskPolicy.StuckInStage(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.TEN, 15, 30),
            0,
            usual.closeDatePushed(),
            usual.stageRegressed(),
            usual.amountDropped(),
            0,
            usual.singleThreaded(),
            0,
            0,
            new RiskPolicy.Bands(5, 15));
    DealStory deal = created(JANUARY_5, "lead").under(lenient);

    assertThat(deal.points("2026-01-10T00:00:00Z")).isEmpty();
    assertThat(deal.points("2026-01-16T00:00:00Z")).containsExactly(Map.entry(STUCK_IN_STAGE, 15));
    assertThat(deal.risk(micros("2026-01-16T00:00:00Z")).band()).isEqualTo(RiskBand.AT_RISK);
  }

  /** A deal with a next step, of which nothing is required. */
  private static DealStory calm(String instant, String stageId) {
    return created(instant, stageId).on(instant, DealField.NEXT_STEP, "call");
  }

  /** A deal with a next step and all fields that the stage offer requires. */
  private static DealStory filled(String instant, String stageId) {
    return calm(instant, stageId)
        .on(instant, DealField.AMOUNT, 100_00L, DealField.CLOSE_DATE, day("2026-12-01"));
  }
}
