package io.pipelinemonitor.jobs.domain.activity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * In whatever order reports arrive, however often, however late, and whenever it is folded between
 * them, what is answered for the time within the retention is the same. A failure names its seed.
 */
class ActivityFactsPropertyTest {

  private static final long DAY = 86_400_000_000L;
  private static final long SEEDS = Long.getLong("histories", 4_000);
  private static final ActivityRetention RETENTION =
      new ActivityRetention(20 * DAY, 60 * DAY, 2, 12 * DAY);
  private static final long WINDOW = 20 * DAY;

  @Test
  void whatIsCountedDependsOnNoOrderAndNoFolding() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      List<Activity> reports = reports(random);
      long now = 100 * DAY + random.nextLong(20 * DAY);
      String expected = direct(reports, now);
      for (int arrival = 0; arrival < 4; arrival++) {
        List<Activity> arriving = new ArrayList<>(reports);
        for (Activity report : reports) {
          if (random.nextInt(3) == 0) {
            arriving.add(report);
          }
        }
        Collections.shuffle(arriving, random);
        ActivityFacts facts = new ActivityFacts();
        for (Activity report : arriving) {
          if (random.nextInt(3) == 0) {
            facts.foldTo(random.nextLong(now), RETENTION);
          }
          facts.add(report, RETENTION);
        }
        facts.foldTo(now, RETENTION);
        assertThat(answers(facts, now)).as("seed %d", seed).isEqualTo(expected);
        assertThat(facts.nextFold()).as("seed %d", seed).isGreaterThan(now);
      }
    }
  }

  @Test
  void theFactsThemselvesDependOnNoOrderWhileNothingIsForgotten() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      List<Activity> reports = reports(random);
      ActivityFacts asTheyHappened = new ActivityFacts();
      reports.forEach(report -> asTheyHappened.add(report, RETENTION));
      Collections.shuffle(reports, random);
      ActivityFacts shuffled = new ActivityFacts();
      reports.forEach(report -> shuffled.add(report, RETENTION));
      reports.forEach(
          report ->
              assertThat(shuffled.add(report, RETENTION)).isEqualTo(ActivityFacts.Outcome.KNOWN));
      assertThat(shuffled.entries())
          .as("seed %d", seed)
          .containsExactlyElementsOf(asTheyHappened.entries());
    }
  }

  @Test
  void datesAreExactWhereReportsArriveInTimeAndAreNotCorrectedAfterwards() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      List<Activity> reports = reports(random);
      reports.removeIf(report -> report.status() != ActivityStatus.COMPLETED);
      SortedMap<Long, Activity> byArrival = new TreeMap<>();
      for (Activity report : greatest(reports)) {
        byArrival.put(report.occurredAt() + random.nextLong(8 * DAY), report);
      }
      ActivityFacts folded = new ActivityFacts();
      ActivityFacts kept = new ActivityFacts();
      byArrival.forEach(
          (arrival, report) -> {
            folded.foldTo(arrival, RETENTION);
            folded.add(report, RETENTION);
            kept.add(report, RETENTION);
          });
      folded.foldTo(200 * DAY, RETENTION);
      assertThat(folded.entries()).isEmpty();
      assertThat(folded.firstTouch()).as("seed %d", seed).isEqualTo(kept.firstTouch());
      assertThat(folded.lastTouch()).as("seed %d", seed).isEqualTo(kept.lastTouch());
      assertThat(folded.meetingUntil()).as("seed %d", seed).isEqualTo(kept.meetingUntil());
      assertThat(folded.contactsTouchedUntil(2, 12 * DAY))
          .as("seed %d", seed)
          .isEqualTo(kept.contactsTouchedUntil(2, 12 * DAY));
    }
  }

  /** Several reports of a few activities, of which each stays of one kind. */
  private static List<Activity> reports(Random random) {
    List<Activity> reports = new ArrayList<>();
    int activities = 1 + random.nextInt(5);
    for (int i = 0; i < activities; i++) {
      ActivityKind kind = ActivityKind.values()[random.nextInt(6)];
      long around = random.nextLong(100 * DAY);
      for (int times = 1 + random.nextInt(4); times > 0; times--) {
        ActivityStatus status = ActivityStatus.values()[random.nextInt(4)];
        boolean calledOff = status == ActivityStatus.DELETED || status == ActivityStatus.CANCELLED;
        boolean knowsKind = !calledOff || random.nextBoolean();
        reports.add(
            new Activity(
                "activity" + i,
                "event" + random.nextInt(3),
                random.nextBoolean() ? null : "A",
                random.nextBoolean() ? "ann" : "bob",
                knowsKind ? kind : ActivityKind.NOTE,
                status,
                random.nextInt(3) == 0 ? around : around + random.nextLong(-30 * DAY, 30 * DAY),
                random.nextInt(3) == 0 ? null : (Long) (around + random.nextLong(60 * DAY)),
                random.ints(random.nextInt(3), 0, 4).mapToObj(id -> "contact" + id).toList(),
                random.nextInt(4) == 0));
      }
    }
    return reports;
  }

  private static Collection<Activity> greatest(List<Activity> reports) {
    SortedMap<String, Activity> greatest = new TreeMap<>();
    for (Activity report : reports) {
      greatest.merge(
          report.activityId(), report, (left, right) -> left.compareTo(right) > 0 ? left : right);
    }
    return greatest.values();
  }

  private static String answers(ActivityFacts facts, long now) {
    List<Activity> touches = new ArrayList<>();
    for (ActivityFacts.Entry entry : facts.entries()) {
      if (entry.activity().isMeaningfulTouch() && entry.activity().occurredAt() > now - WINDOW) {
        touches.add(entry.activity());
      }
    }
    Long last = facts.lastTouch();
    return touches
        + " contacts "
        + facts.contactsTouchedAfter(now - WINDOW)
        + " last "
        + (last == null || last <= now - WINDOW ? null : last)
        + " meeting "
        + facts.isMeetingScheduled(now);
  }

  private static String direct(List<Activity> reports, long now) {
    List<Activity> touches = new ArrayList<>();
    Long last = null;
    boolean meeting = false;
    for (Activity activity : greatest(reports)) {
      if (activity.status() == ActivityStatus.COMPLETED
          && !activity.automated()
          && activity.occurredAt() > now - WINDOW) {
        touches.add(activity);
        last = last == null ? activity.occurredAt() : Math.max(last, activity.occurredAt());
      }
      // A meeting that was planned longer ago than plans are kept is not known any more.
      meeting |=
          activity.kind() == ActivityKind.MEETING
              && activity.status() == ActivityStatus.SCHEDULED
              && activity.scheduledFor() != null
              && activity.scheduledFor() > now
              && activity.occurredAt() + RETENTION.plans() > now;
    }
    long contacts = touches.stream().flatMap(t -> t.contactIds().stream()).distinct().count();
    return touches + " contacts " + contacts + " last " + last + " meeting " + meeting;
  }
}
