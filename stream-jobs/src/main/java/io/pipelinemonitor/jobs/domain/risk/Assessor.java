package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** One assessment in the making: each factor adds itself, and when it will change by itself. */
final class Assessor {

  private static final long NEVER = RiskAssessment.NEVER;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final BigDecimal EXACT_MICROS_PER_DAY = BigDecimal.valueOf(MICROS_PER_DAY);
  private static final double MOST_DAYS = 1_000_000;

  private final RiskFacts facts;
  private final ActivityFacts activities;
  private final StageStatistics learnt;
  private final RiskPolicy policy;
  private final FiscalCalendar calendar;
  private final long now;
  private final List<RiskFactor> found = new ArrayList<>();
  private long nextChange = NEVER;

  Assessor(
      RiskFacts facts,
      ActivityFacts activities,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long now) {
    this.facts = facts;
    this.activities = activities;
    this.learnt = learnt;
    this.policy = policy;
    this.calendar = calendar;
    this.now = now;
  }

  RiskAssessment assess() {
    noRecentActivity();
    stuckInStage();
    closeDateOverdue();
    closeDatePushed();
    stageRegressed();
    amountDropped();
    noNextStep();
    singleThreaded();
    missingFields();
    unlikelyClose();
    found.sort(
        Comparator.comparingInt(RiskFactor::points).reversed().thenComparing(RiskFactor::name));
    List<RiskFactor> factors = new ArrayList<>();
    int score = 0;
    for (RiskFactor factor : found) {
      int points = Math.min(factor.points(), RiskPolicy.MOST - score);
      score += points;
      factors.add(new RiskFactor(factor.name(), points, factor.since(), factor.detail()));
    }
    return new RiskAssessment(score, policy.bands().of(score), factors, nextChange);
  }

  private void add(RiskFactorName name, int points, long since, String detail) {
    if (points > 0) {
      found.add(new RiskFactor(name, points, since, detail));
    }
  }

  private void changesAt(long instant) {
    if (instant > now) {
      nextChange = Math.min(nextChange, instant);
    }
  }

  private void noRecentActivity() {
    RiskPolicy.NoRecentActivity rule = policy.noRecentActivity();
    Long touch = activities.lastTouch();
    long createdAt = facts.createdAt();
    boolean touched = touch != null && touch >= createdAt;
    long last = touch == null ? createdAt : Math.max(touch, createdAt);
    long since = daysAfter(last, rule.days());
    long doubledSince = daysAfter(last, rule.doubledDays());
    changesAt(since);
    changesAt(doubledSince);
    if (now >= since) {
      add(
          RiskFactorName.NO_RECENT_ACTIVITY,
          now >= doubledSince ? rule.doubledPoints() : rule.points(),
          since,
          (touched ? "last meaningful touch on " : "no meaningful touch since it was created on ")
              + dayOf(last));
    }
  }

  private void stuckInStage() {
    RiskPolicy.StuckInStage rule = policy.stuckInStage();
    Long enteredAt = facts.stageEnteredAt();
    if (enteredAt == null) {
      return;
    }
    BigDecimal expected = days(facts.expectedDays());
    BigDecimal learntDays = days(learnt.daysP90());
    long since =
        Math.min(
            pastMultiple(enteredAt, expected, rule.expectedMultiple()),
            pastMultiple(enteredAt, learntDays, rule.learntMultiple()));
    long doubledSince =
        Math.min(
            pastMultiple(enteredAt, expected, rule.doubledMultiple()),
            pastMultiple(enteredAt, learntDays, rule.doubledMultiple()));
    changesAt(since);
    changesAt(doubledSince);
    if (now >= since) {
      StringJoiner detail = new StringJoiner(", ");
      detail.add("in " + facts.stageId() + " since " + dayOf(enteredAt));
      if (expected != null) {
        detail.add("expected are " + text(expected) + " days");
      }
      if (learntDays != null) {
        detail.add("9 of 10 leave within " + text(learntDays) + " days");
      }
      add(
          RiskFactorName.STUCK_IN_STAGE,
          now >= doubledSince ? rule.doubledPoints() : rule.points(),
          since,
          detail.toString());
    }
  }

  /** The first instant at which more than {@code multiple} times so many days have passed. */
  private static long pastMultiple(long from, @Nullable BigDecimal days, BigDecimal multiple) {
    if (days == null) {
      return NEVER;
    }
    BigInteger limit = days.multiply(multiple).multiply(EXACT_MICROS_PER_DAY).toBigInteger();
    return after(from, limit.longValue() + 1);
  }

  private void closeDateOverdue() {
    Long closeDate = facts.closeDate();
    if (closeDate == null) {
      return;
    }
    long over = calendar.startOfDay(closeDate + 1);
    changesAt(over);
    if (now >= over) {
      add(
          RiskFactorName.CLOSE_DATE_OVERDUE,
          policy.closeDateOverdue(),
          Math.max(over, facts.closeDateSince()),
          "it was to close on " + LocalDate.ofEpochDay(closeDate));
    }
  }

  private void closeDatePushed() {
    RiskPolicy.CloseDatePushed rule = policy.closeDatePushed();
    List<Long> pushes = facts.closeDatePushedAt();
    if (pushes.size() >= rule.times()) {
      add(
          RiskFactorName.CLOSE_DATE_PUSHED,
          pushes.size() >= rule.doubledTimes() ? rule.doubledPoints() : rule.points(),
          pushes.get(rule.times() - 1),
          "moved to a later period " + count(pushes.size(), "time"));
    }
  }

  private void stageRegressed() {
    RiskPolicy.StageRegressed rule = policy.stageRegressed();
    List<Long> moves = facts.movedBackAt();
    if (moves.isEmpty()) {
      return;
    }
    int first = moves.size() - 1;
    long last = moves.get(first);
    long forgotten = daysAfter(last, rule.days());
    changesAt(forgotten);
    if (now < forgotten) {
      while (first > 0 && moves.get(first) <= daysAfter(moves.get(first - 1), rule.days())) {
        first--;
      }
      add(
          RiskFactorName.STAGE_REGRESSED,
          rule.points(),
          moves.get(first),
          "moved back to an earlier stage on " + dayOf(last));
    }
  }

  private void amountDropped() {
    RiskPolicy.AmountDropped rule = policy.amountDropped();
    AmountWindow window = new AmountWindow(facts.amounts(), rule);
    AmountWindow.Drop drop = window.dropAt(now);
    if (drop != null) {
      changesAt(drop.until());
      add(
          RiskFactorName.AMOUNT_DROPPED,
          rule.points(),
          window.droppedSince(),
          "down "
              + drop.percent()
              + " % from its greatest amount within "
              + count(rule.days(), "day"));
    }
  }

  private void noNextStep() {
    Long due = facts.nextStepAt();
    String step = facts.nextStep();
    boolean named = step != null && !step.isBlank();
    if (due == null && named) {
      return;
    }
    Long meeting = activities.latestScheduledMeeting();
    if (isAhead(due) || isAhead(meeting)) {
      // It takes both to have passed.
      changesAt(Math.max(due == null ? now : due, meeting == null ? now : meeting));
      return;
    }
    long since = facts.nextStepSince();
    Long meetingUntil = activities.meetingUntil();
    since = due == null ? since : Math.max(since, due);
    since = meetingUntil == null ? since : Math.max(since, meetingUntil);
    add(
        RiskFactorName.NO_NEXT_STEP,
        policy.noNextStep(),
        since,
        due == null
            ? "no next step and no meeting"
            : "the next step was due on " + dayOf(due) + ", no meeting is planned");
  }

  private boolean isAhead(@Nullable Long instant) {
    return instant != null && instant > now;
  }

  private void singleThreaded() {
    RiskPolicy.SingleThreaded rule = policy.singleThreaded();
    Long matterSince = facts.atLeastInStageSince(rule.fromStage());
    if (matterSince == null) {
      return;
    }
    int touched = 0;
    // The touch that will be the next to be too long ago, of those that still count.
    long oldest = NEVER;
    for (long touchedAt : activities.contactTouches()) {
      if (now < daysAfter(touchedAt, rule.days())) {
        touched++;
        if (touched <= rule.contacts()) {
          oldest = touchedAt;
        }
      }
    }
    if (touched > 0) {
      changesAt(daysAfter(oldest, rule.days()));
    }
    if (touched < rule.contacts()) {
      Long enough = activities.contactsTouchedUntil(rule.contacts(), rule.days() * MICROS_PER_DAY);
      Long attached = facts.contactCount();
      add(
          RiskFactorName.SINGLE_THREADED,
          rule.points(),
          enough == null ? matterSince : Math.max(matterSince, enough),
          (attached == null
                  ? count(touched, "contact")
                  : touched + " of " + count(Math.max(attached, touched), "contact"))
              + " touched within "
              + count(rule.days(), "day"));
    }
  }

  private void missingFields() {
    Map<DealField, Long> empty = facts.emptyRequiredFields();
    if (empty.isEmpty()) {
      return;
    }
    long since = NEVER;
    StringJoiner names = new StringJoiner(", ", "without ", "");
    for (Map.Entry<DealField, Long> field : empty.entrySet()) {
      since = Math.min(since, field.getValue());
      names.add(field.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    add(RiskFactorName.MISSING_FIELDS, policy.missingFields(), since, names.toString());
  }

  private void unlikelyClose() {
    Long closeDate = facts.closeDate();
    BigDecimal median = days(learnt.daysToWinMedian());
    if (closeDate == null || median == null || facts.category() != ForecastCategory.COMMIT) {
      return;
    }
    // Whole days left are fewer than the median from the day on of which that is first so.
    long leastDays = median.setScale(0, RoundingMode.CEILING).longValue();
    long late = calendar.startOfDay(closeDate - leastDays + 1);
    changesAt(late);
    if (now >= late) {
      long since = Math.max(late, Math.max(facts.closeDateSince(), facts.categorySince()));
      Long enteredAt = facts.stageEnteredAt();
      add(
          RiskFactorName.UNLIKELY_CLOSE,
          policy.unlikelyClose(),
          enteredAt == null ? since : Math.max(since, enteredAt),
          "committed for "
              + LocalDate.ofEpochDay(closeDate)
              + ", half of the wins take "
              + text(median)
              + " days or more from here");
    }
  }

  /** A number of days that says something; null for none, and for numbers that cannot be. */
  private static @Nullable BigDecimal days(@Nullable Double days) {
    return days == null || !(days > 0) ? null : BigDecimal.valueOf(Math.min(days, MOST_DAYS));
  }

  private static long daysAfter(long instant, int days) {
    return after(instant, days * MICROS_PER_DAY);
  }

  /** An instant that is too far away for the count of microseconds never comes. */
  private static long after(long instant, long span) {
    return instant > NEVER - span ? NEVER : instant + span;
  }

  private String dayOf(long instant) {
    return Objects.toString(LocalDate.ofEpochDay(calendar.epochDay(instant)));
  }

  private static String text(BigDecimal days) {
    return days.setScale(1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
  }

  private static String count(long number, String unit) {
    return number + " " + (number == 1 ? unit : unit + 's');
  }
}
