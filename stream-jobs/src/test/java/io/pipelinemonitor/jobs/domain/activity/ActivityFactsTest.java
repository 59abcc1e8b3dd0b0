package io.pipelinemonitor.jobs.domain.activity;

import static io.pipelinemonitor.jobs.domain.activity.Activities.call;
import static io.pipelinemonitor.jobs.domain.activity.Activities.meeting;
import static io.pipelinemonitor.jobs.domain.activity.ActivityFacts.Outcome.KNOWN;
import static io.pipelinemonitor.jobs.domain.activity.ActivityFacts.Outcome.NEW;
import static io.pipelinemonitor.jobs.domain.activity.ActivityFacts.Outcome.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivityFactsTest {

  private static final long DAY = 86_400_000_000L;
  private static final ActivityRetention RETENTION =
      new ActivityRetention(75 * DAY, 365 * DAY, 2, 60 * DAY);

  private final ActivityFacts facts = new ActivityFacts();

  @Test
  void theLastTouchIsTheLatestThatWasCompletedByAPerson() {
    add(call("early", 10 * DAY));
    add(call("machine", 20 * DAY).automated());
    add(call("planned", 20 * DAY).being(ActivityStatus.SCHEDULED));
    add(call("off", 20 * DAY).being(ActivityStatus.CANCELLED));

    assertThat(facts.lastTouch()).isEqualTo(10 * DAY);
    assertThat(facts.firstTouch()).isEqualTo(10 * DAY);
  }

  @Test
  void aDeletedTouchIsNone() {
    add(call("only", 10 * DAY));
    add(call("only", 11 * DAY).being(ActivityStatus.DELETED));

    assertThat(facts.lastTouch()).isNull();
    assertThat(facts.firstTouch()).isNull();
    assertThat(facts.contactsTouchedAfter(0)).isZero();
  }

  @Test
  void theGreatestReportOfAnActivityHoldsWhateverArrivesFirst() {
    assertThat(add(call("one", 10 * DAY).being(ActivityStatus.DELETED).reportedBy("b")))
        .isEqualTo(NEW);
    assertThat(add(call("one", 10 * DAY).reportedBy("a"))).isEqualTo(KNOWN);
    assertThat(facts.lastTouch()).isNull();

    assertThat(add(call("one", 10 * DAY).reportedBy("c"))).isEqualTo(NEW);
    assertThat(add(call("one", 10 * DAY).reportedBy("c"))).isEqualTo(KNOWN);
    assertThat(facts.lastTouch()).isEqualTo(10 * DAY);
  }

  @Test
  void aReusedIdentifierIsDecidedByContent() {
    add(call("one", 10 * DAY).with("x"));
    add(call("one", 10 * DAY).with("y"));
    ActivityFacts other = new ActivityFacts();
    other.add(call("one", 10 * DAY).with("y").activity(), RETENTION);
    other.add(call("one", 10 * DAY).with("x").activity(), RETENTION);

    assertThat(facts.entries()).containsExactlyElementsOf(other.entries());
  }

  @Test
  void contactsCountOnceByTheirLastTouch() {
    add(call("a", 1 * DAY).with("x", "y"));
    add(call("b", 5 * DAY).with("x"));
    add(call("c", 9 * DAY).with("z").automated());

    assertThat(facts.contactTouches()).containsExactly(5 * DAY, 1 * DAY);
    assertThat(facts.contactsTouchedAfter(1 * DAY - 1)).isEqualTo(2);
    assertThat(facts.contactsTouchedAfter(1 * DAY)).isEqualTo(1);
    assertThat(facts.contactsTouchedAfter(5 * DAY)).isZero();
  }

  @Test
  void contactsAreTouchedTogetherUntilTheFirstOfThemIsForgotten() {
    add(call("a", 1 * DAY).with("x"));
    add(call("b", 5 * DAY).with("y"));
    add(call("c", 100 * DAY).with("y"));

    assertThat(facts.contactsTouchedUntil(2, 60 * DAY)).isEqualTo(61 * DAY);
    assertThat(facts.contactsTouchedUntil(2, 4 * DAY)).isNull();
    assertThat(facts.contactsTouchedUntil(2, 4 * DAY + 1)).isEqualTo(5 * DAY + 1);
    assertThat(facts.contactsTouchedUntil(1, 60 * DAY)).isEqualTo(160 * DAY);
    assertThat(facts.contactsTouchedUntil(3, 60 * DAY)).isNull();
  }

  @Test
  void aMeetingIsScheduledUntilItsTimeComes() {
    add(meeting("m", 1 * DAY, 20 * DAY));
    add(call("task", 1 * DAY).scheduledFor(50 * DAY).being(ActivityStatus.SCHEDULED));

    assertThat(facts.isMeetingScheduled(20 * DAY - 1)).isTrue();
    assertThat(facts.isMeetingScheduled(20 * DAY)).isFalse();
    assertThat(facts.meetingUntil()).isEqualTo(20 * DAY);
  }

  @Test
  void aMeetingThatIsMovedOrCalledOffIsNoLongerWhenItWas() {
    add(meeting("m", 1 * DAY, 20 * DAY));
    add(meeting("m", 2 * DAY, 9 * DAY));
    assertThat(facts.latestScheduledMeeting()).isEqualTo(9 * DAY);

    add(meeting("m", 3 * DAY, 9 * DAY).being(ActivityStatus.CANCELLED));
    assertThat(facts.latestScheduledMeeting()).isNull();
    assertThat(facts.meetingUntil()).isEqualTo(3 * DAY);
  }

  @Test
  void aMeetingWithoutAnAppointedTimeIsNotScheduled() {
    add(meeting("m", 1 * DAY, 20 * DAY).scheduledFor(null));

    assertThat(facts.isMeetingScheduled(0)).isFalse();
    assertThat(facts.meetingUntil()).isNull();
  }

  @Test
  void touchesAreCountedByOwnerKindAndLocalDay() {
    FiscalCalendar zurich = new FiscalCalendar(1, PeriodKind.QUARTER, ZoneId.of("Europe/Zurich"));
    long lateEvening = Instant.parse("2026-03-01T23:30:00Z").toEpochMilli() * 1_000;
    long day = zurich.epochDay(lateEvening);
    add(call("a", lateEvening));
    add(call("b", lateEvening + 1));
    add(call("c", lateEvening).by("bob").of(ActivityKind.NOTE));
    add(call("d", lateEvening).automated());
    add(call("e", lateEvening - DAY));

    assertThat(facts.touchesByDay(zurich, day, day))
        .isEqualTo(
            Map.of(
                new TouchBucket("ann", ActivityKind.CALL, day), 2,
                new TouchBucket("bob", ActivityKind.NOTE, day), 1));
    assertThat(facts.touchesByDay(zurich, day - 1, day)).hasSize(3);
    assertThat(facts.firstTouchedDay(zurich)).isEqualTo(day - 1);
    assertThat(Instant.ofEpochSecond(day * 86_400)).isEqualTo("2026-03-02T00:00:00Z");
  }

  @Test
  void whatCanNoLongerMatterIsForgottenExactlyWhenItsTimeIsOver() {
    add(call("old", 0).with("x"));
    add(call("new", 50 * DAY).with("y"));
    assertThat(facts.nextFold()).isEqualTo(75 * DAY);

    assertThat(fold(75 * DAY - 1)).isFalse();
    assertThat(facts.entries()).hasSize(2);
    assertThat(fold(75 * DAY)).isTrue();
    assertThat(facts.entries()).hasSize(1);

    assertThat(facts.firstTouch()).isZero();
    assertThat(facts.lastTouch()).isEqualTo(50 * DAY);
    assertThat(facts.contactsTouchedUntil(2, 60 * DAY)).isEqualTo(60 * DAY);
    assertThat(facts.contactsTouchedAfter(0)).isEqualTo(1);
  }

  @Test
  void theLastTouchIsRememberedWhenNothingIsKept() {
    add(call("old", 3 * DAY));
    fold(500 * DAY);

    assertThat(facts.entries()).isEmpty();
    assertThat(facts.nextFold()).isEqualTo(Long.MAX_VALUE);
    assertThat(facts.lastTouch()).isEqualTo(3 * DAY);
  }

  @Test
  void aReportThatIsOlderThanWhatIsKeptChangesDatesOnly() {
    fold(200 * DAY);

    assertThat(add(call("late", 100 * DAY).with("x", "y"))).isEqualTo(TOO_OLD);
    assertThat(facts.entries()).isEmpty();
    assertThat(facts.lastTouch()).isEqualTo(100 * DAY);
    assertThat(facts.contactsTouchedAfter(0)).isZero();

    assertThat(add(call("later", 126 * DAY))).isEqualTo(NEW);
  }

  @Test
  void aLateReportOfADeletedActivityDoesNotBringItBack() {
    add(call("gone", 120 * DAY).being(ActivityStatus.DELETED));
    fold(200 * DAY);

    assertThat(add(call("gone", 119 * DAY))).isEqualTo(KNOWN);
    assertThat(facts.lastTouch()).isNull();
  }

  @Test
  void aMeetingPlannedLongAgoIsStillScheduled() {
    add(meeting("review", 0, 200 * DAY));
    fold(190 * DAY);
    assertThat(facts.isMeetingScheduled(190 * DAY)).isTrue();

    ActivityFacts loadedLate = new ActivityFacts();
    loadedLate.foldTo(190 * DAY, RETENTION);
    loadedLate.add(
        meeting("review", 5 * DAY, 200 * DAY).being(ActivityStatus.CANCELLED).activity(),
        RETENTION);
    loadedLate.add(meeting("review", 0, 200 * DAY).activity(), RETENTION);
    assertThat(loadedLate.isMeetingScheduled(190 * DAY)).isFalse();
  }

  @Test
  void whatCallsAMeetingOffNeedNotKnowThatItIsOne() {
    for (ActivityStatus status : List.of(ActivityStatus.CANCELLED, ActivityStatus.DELETED)) {
      ActivityFacts loadedLate = new ActivityFacts();
      loadedLate.foldTo(190 * DAY, RETENTION);
      loadedLate.add(
          call("review", 5 * DAY).of(ActivityKind.NOTE).being(status).activity(), RETENTION);
      loadedLate.add(meeting("review", 0, 200 * DAY).activity(), RETENTION);

      assertThat(loadedLate.isMeetingScheduled(190 * DAY)).isFalse();
    }
  }

  @Test
  void whatIsRememberedRestsOnNothingThatMayStillBeCorrected() {
    add(call("old", 0).with("x"));
    add(call("mistaken", 74 * DAY).with("x", "y"));
    fold(75 * DAY);
    add(call("mistaken", 76 * DAY).being(ActivityStatus.DELETED));

    assertThat(facts.past().contactsUntil()).isNull();
    assertThat(facts.contactsTouchedUntil(2, 60 * DAY)).isNull();
  }

  @Test
  void anActivityThatWasAPlannedMeetingIsKeptAsLongAsItsPlan() {
    add(meeting("m", 0, 200 * DAY));
    add(call("m", 1 * DAY));
    fold(100 * DAY);

    assertThat(facts.isMeetingScheduled(100 * DAY)).isFalse();
    assertThat(add(meeting("m", 0, 200 * DAY))).isEqualTo(KNOWN);
  }

  @Test
  void aTimeThatIsGivenLateTakesNothingBack() {
    fold(200 * DAY);
    fold(10 * DAY);

    assertThat(facts.foldedTo()).isEqualTo(200 * DAY);
    assertThat(add(call("late", 20 * DAY))).isEqualTo(TOO_OLD);
  }

  @Test
  void whatIsWrittenToStateIsReadBackAsItWas() {
    add(call("a", 1 * DAY).with("x", "y"));
    add(meeting("m", 1 * DAY, 20 * DAY));
    fold(80 * DAY);
    ActivityFacts read = new ActivityFacts(facts.entries(), facts.past(), facts.foldedTo());

    assertThat(read.entries()).containsExactlyElementsOf(facts.entries());
    assertThat(read.past()).isEqualTo(facts.past());
    assertThat(read.foldedTo()).isEqualTo(80 * DAY);
    read.add(call("b", 80 * DAY).activity(), RETENTION);
    assertThat(facts.lastTouch()).isEqualTo(1 * DAY);
  }

  @Test
  void aRetentionThatForgetsPlansBeforeTouchesIsRefused() {
    assertThatThrownBy(() -> new ActivityRetention(2, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ActivityRetention(0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ActivityRetention(2, 2, 1, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private ActivityFacts.Outcome add(Activities activity) {
    return facts.add(activity.activity(), RETENTION);
  }

  private boolean fold(long streamTime) {
    return facts.foldTo(streamTime, RETENTION);
  }
}
