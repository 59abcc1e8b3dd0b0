package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The risk of one deal from all that was ever reported of it: the deal is replayed once up to each
 * of its events, and every factor is looked for in what that shows.
 */
public final class RiskOracle {

  /** The deal as it was from an instant on. */
  private record Moment(Instant at, ReplayedDeal deal) {}

  /** A factor before the cap. */
  private record Found(String factor, int points, Instant since) {}

  private final List<DealEvent> events;
  private final Map<String, SalesProcess> processes = new HashMap<>();
  private final StageStatistics learnt;
  private final RiskPolicy policy;
  private final FiscalCalendar calendar;
  private final Instant now;
  private final LocalDate today;
  private final List<Moment> moments = new ArrayList<>();
  private final List<Activity> activities;
  private final ReplayedDeal deal;
  private final Instant createdAt;
  private final List<Found> found = new ArrayList<>();

  private RiskOracle(
      Collection<DealEvent> events,
      Collection<Activity> reports,
      Collection<SalesProcess> processes,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long nowMicros) {
    this.events = new ArrayList<>(events);
    this.events.sort(
        Comparator.comparingLong(DealEvent::occurredAt)
            .thenComparingLong(DealEvent::sequence)
            .thenComparing(DealEvent::eventId));
    processes.forEach(process -> this.processes.put(process.pipelineId(), process));
    this.learnt = learnt;
    this.policy = policy;
    this.calendar = calendar;
    this.now = instant(nowMicros);
    this.today = now.atZone(calendar.zone()).toLocalDate();
    for (int i = 0; i < this.events.size(); i++) {
      boolean isLastOfItsStamp =
          i + 1 == this.events.size()
              || !this.events.get(i).stamp().equals(this.events.get(i + 1).stamp());
      if (isLastOfItsStamp) {
        moments.add(
            new Moment(
                instant(this.events.get(i).occurredAt()),
                new ReplayedDeal(this.events.subList(0, i + 1), this.processes)));
      }
    }
    this.activities = latestReports(reports);
    this.deal = new ReplayedDeal(this.events, this.processes);
    Long created = deal.number(DealField.CREATED_AT);
    this.createdAt = created == null ? moments.get(0).at() : instant(created);
  }

  /**
   * Computes the risk of one deal.
   *
   * @param events all of its events, at least one, in any order and as often as one likes
   * @param reports all of its activities
   * @param processes the sales processes as they are now
   * @param learnt what was learnt of the stage that it is in
   * @param nowMicros stream time, microseconds since the epoch
   * @return {@code riskScore} as Long, {@code riskBand} by name, and {@code riskFactors}: a list of
   *     maps with {@code factor}, {@code points} and {@code since}; null if the deal is not open
   */
  public static @Nullable SortedMap<String, Object> of(
      Collection<DealEvent> events,
      Collection<Activity> reports,
      Collection<SalesProcess> processes,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long nowMicros) {
    RiskOracle oracle =
        new RiskOracle(events, reports, processes, learnt, policy, calendar, nowMicros);
    return oracle.deal.exists() && oracle.deal.status() == DealStatus.OPEN
        ? oracle.published()
        : null;
  }

  private static List<Activity> latestReports(Collection<Activity> reports) {
    List<Activity> latest = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Activity report : new TreeSet<>(reports).descendingSet()) {
      if (seen.add(report.activityId())) {
        latest.add(report);
      }
    }
    return latest;
  }

  private SortedMap<String, Object> published() {
    lookAtActivities();
    lookAtStage();
    lookAtCloseDate();
    lookAtAmount();
    lookAtNextStep();
    lookAtFields();
    List<String> table =
        List.of(
            "NO_RECENT_ACTIVITY",
            "STUCK_IN_STAGE",
            "CLOSE_DATE_OVERDUE",
            "CLOSE_DATE_PUSHED",
            "STAGE_REGRESSED",
            "AMOUNT_DROPPED",
            "NO_NEXT_STEP",
            "SINGLE_THREADED",
            "MISSING_FIELDS",
            "UNLIKELY_CLOSE");
    found.removeIf(factor -> factor.points() == 0);
    found.sort(
        Comparator.comparingInt((Found factor) -> -factor.points())
            .thenComparingInt(factor -> table.indexOf(factor.factor())));
    List<SortedMap<String, Object>> factors = new ArrayList<>();
    long left = 100;
    for (Found factor : found) {
      long points = Math.min(left, factor.points());
      left -= points;
      SortedMap<String, Object> fields = new TreeMap<>();
      fields.put("factor", factor.factor());
      fields.put("points", points);
      fields.put("since", ChronoUnit.MICROS.between(Instant.EPOCH, factor.since()));
      factors.add(fields);
    }
    long score = 100 - left;
    String band = score < policy.bands().watchFrom() ? "HEALTHY" : "WATCH";
    SortedMap<String, Object> published = new TreeMap<>();
    published.put("riskScore", score);
    published.put("riskBand", score < policy.bands().atRiskFrom() ? band : "AT_RISK");
    published.put("riskFactors", factors);
    return published;
  }

  private void lookAtActivities() {
    Instant lastTouch = createdAt;
    Map<String, Instant> contacts = new HashMap<>();
    for (Activity activity : activities) {
      if (activity.status() == ActivityStatus.COMPLETED && !activity.automated()) {
        Instant at = instant(activity.occurredAt());
        lastTouch = latest(lastTouch, at);
        for (String contact : activity.contactIds()) {
          contacts.merge(contact, at, RiskOracle::latest);
        }
      }
    }
    RiskPolicy.NoRecentActivity untouched = policy.noRecentActivity();
    Duration quiet = Duration.between(lastTouch, now);
    if (quiet.compareTo(Duration.ofDays(untouched.days())) >= 0) {
      boolean doubled = quiet.compareTo(Duration.ofDays(untouched.doubledDays())) >= 0;
      find(
          "NO_RECENT_ACTIVITY",
          doubled ? untouched.doubledPoints() : untouched.points(),
          lastTouch.plus(Duration.ofDays(untouched.days())));
    }
    RiskPolicy.SingleThreaded threads = policy.singleThreaded();
    Instant inLaterStage = inStagesSince(stage -> place(stage) >= threads.fromStage());
    if (inLaterStage != null) {
      Duration window = Duration.ofDays(threads.days());
      long touched = contacts.values().stream().filter(at -> now.isBefore(at.plus(window))).count();
      if (touched < threads.contacts()) {
        Instant since = inLaterStage;
        for (Activity activity : activities) {
          Instant over = instant(activity.occurredAt()).plus(window);
          if (contactsTouchedAt(over.minus(1, ChronoUnit.MICROS), window) >= threads.contacts()) {
            since = latest(since, over);
          }
        }
        find("SINGLE_THREADED", threads.points(), since);
      }
    }
  }

  /** How many contacts had been touched within the window at that instant. */
  private long contactsTouchedAt(Instant instant, Duration window) {
    Set<String> contacts = new HashSet<>();
    for (Activity activity : activities) {
      Instant at = instant(activity.occurredAt());
      if (activity.status() == ActivityStatus.COMPLETED
          && !activity.automated()
          && !at.isAfter(instant)
          && instant.isBefore(at.plus(window))) {
        contacts.addAll(activity.contactIds());
      }
    }
    return contacts.size();
  }

  private void lookAtStage() {
    RiskPolicy.StuckInStage stuck = policy.stuckInStage();
    Stage stage = deal.stage();
    Instant entered = stageEntered();
    if (entered != null) {
      double age = ChronoUnit.MICROS.between(entered, now);
      Double expected = stage == null ? null : stage.expectedDays();
      double limit =
          Math.min(
              times(expected, stuck.expectedMultiple().doubleValue()),
              times(learnt.daysP90(), stuck.learntMultiple().doubleValue()));
      double doubled =
          Math.min(
              times(expected, stuck.doubledMultiple().doubleValue()),
              times(learnt.daysP90(), stuck.doubledMultiple().doubleValue()));
      if (age > limit) {
        find(
            "STUCK_IN_STAGE",
            age > doubled ? stuck.doubledPoints() : stuck.points(),
            entered.plus((long) limit + 1, ChronoUnit.MICROS));
      }
    }

    RiskPolicy.StageRegressed regressed = policy.stageRegressed();
    Duration window = Duration.ofDays(regressed.days());
    Instant since = null;
    Instant until = null;
    Stage before = null;
    for (Moment moment : moments) {
      Stage here = stageAt(moment);
      if (here != null && here.status() == DealStatus.OPEN) {
        if (before != null
            && before.pipelineId().equals(here.pipelineId())
            && before.order() > here.order()) {
          since = until == null || moment.at().isAfter(until) ? moment.at() : since;
          until = moment.at().plus(window);
        }
        before = here;
      }
    }
    if (since != null && until != null && now.isBefore(until)) {
      find("STAGE_REGRESSED", regressed.points(), since);
    }
  }

  /** In microseconds. */
  private static double times(@Nullable Double days, double multiple) {
    return days == null || !(days > 0)
        ? Double.POSITIVE_INFINITY
        : days * multiple * 86_400_000_000.0;
  }

  private void lookAtCloseDate() {
    LocalDate closes = day(deal);
    if (closes != null) {
      Instant set = since(one -> closes.equals(day(one)));
      if (closes.isBefore(today)) {
        find(
            "CLOSE_DATE_OVERDUE",
            policy.closeDateOverdue(),
            latest(set, begin(closes.plusDays(1))));
      }
      Double median = learnt.daysToWinMedian();
      if (median != null && median > 0 && category(deal) == ForecastCategory.COMMIT) {
        LocalDate late = today;
        while (ChronoUnit.DAYS.between(late, closes) < median) {
          late = late.minusDays(1);
        }
        if (late.isBefore(today)) {
          Instant since = latest(begin(late.plusDays(1)), latest(set, categorySince()));
          Instant entered = stageEntered();
          since = entered == null ? since : latest(since, entered);
          find("UNLIKELY_CLOSE", policy.unlikelyClose(), since);
        }
      }
    }
    RiskPolicy.CloseDatePushed pushed = policy.closeDatePushed();
    List<Instant> pushes = new ArrayList<>();
    LocalDate before = null;
    for (Moment moment : moments) {
      LocalDate here = day(moment.deal());
      if (here != null && before != null) {
        long endOfPeriodBefore = calendar.periodOf(before.toEpochDay()).endDay();
        if (here.toEpochDay() >= endOfPeriodBefore) {
          pushes.add(moment.at());
        }
      }
      before = here == null ? before : here;
    }
    if (pushes.size() >= pushed.times()) {
      find(
          "CLOSE_DATE_PUSHED",
          pushes.size() < pushed.doubledTimes() ? pushed.points() : pushed.doubledPoints(),
          pushes.get(pushed.times() - 1));
    }
  }

  private Instant categorySince() {
    boolean own = deal.value(DealField.FORECAST_CATEGORY) != null;
    Instant since =
        own
            ? since(one -> one.value(DealField.FORECAST_CATEGORY) == ForecastCategory.COMMIT)
            : emptySince(DealField.FORECAST_CATEGORY);
    Instant entered = stageEntered();
    return own || entered == null ? since : latest(since, entered);
  }

  private static @Nullable ForecastCategory category(ReplayedDeal deal) {
    Object own = deal.value(DealField.FORECAST_CATEGORY);
    Stage stage = deal.stage();
    return own != null || stage == null ? (ForecastCategory) own : stage.category();
  }

  private void lookAtAmount() {
    RiskPolicy.AmountDropped dropped = policy.amountDropped();
    if (!isDown(moments.size() - 1, now)) {
      return;
    }
    // The drop began with the last amount that took the place of one that was not down.
    Instant since = moments.get(moments.size() - 1).at();
    for (int i = moments.size() - 1; i >= 0; i--) {
      Instant before = moments.get(i).at().minus(1, ChronoUnit.MICROS);
      since = moments.get(i).at();
      int there = i - 1;
      while (there >= 0 && moments.get(there).at().isAfter(before)) {
        there--;
      }
      if (there < 0 || !isDown(there, before)) {
        break;
      }
    }
    find("AMOUNT_DROPPED", dropped.points(), since);
  }

  /** Whether the amount after that moment is down far enough at the instant. */
  private boolean isDown(int last, Instant at) {
    RiskPolicy.AmountDropped dropped = policy.amountDropped();
    ReplayedDeal present = moments.get(last).deal();
    Long amount = present.number(DealField.AMOUNT);
    if (amount == null) {
      return false;
    }
    for (int i = 0; i < last; i++) {
      ReplayedDeal earlier = moments.get(i).deal();
      Long value = earlier.number(DealField.AMOUNT);
      String currency = earlier.text(DealField.CURRENCY);
      if (value != null
          && value > 0
          && Objects.equals(currency, present.text(DealField.CURRENCY))
          && at.isBefore(amountEnds(i).plus(Duration.ofDays(dropped.days())))
          && (double) amount <= value * (100.0 - dropped.percent()) / 100) {
        return true;
      }
    }
    return false;
  }

  /** When the amount of that moment was next stated anew. */
  private Instant amountEnds(int index) {
    for (int i = index + 1; i < moments.size(); i++) {
      Instant at = moments.get(i).at();
      for (DealEvent event : events) {
        if (instant(event.occurredAt()).equals(at)
            && event.stamp().equals(lastEvent(i).stamp())
            && (event.states(DealField.AMOUNT) || event.states(DealField.CURRENCY))) {
          return at;
        }
      }
    }
    return Instant.MAX.minus(Duration.ofDays(1_000_000));
  }

  private DealEvent lastEvent(int moment) {
    int index = -1;
    for (int i = 0, seen = -1; i < events.size(); i++) {
      boolean isNew = i == 0 || !events.get(i).stamp().equals(events.get(i - 1).stamp());
      seen += isNew ? 1 : 0;
      index = seen == moment ? i : index;
    }
    return events.get(index);
  }

  private void lookAtNextStep() {
    Long due = deal.number(DealField.NEXT_STEP_AT);
    String step = deal.text(DealField.NEXT_STEP);
    boolean planned = due != null ? now.isBefore(instant(due)) : step != null && !step.isBlank();
    Instant since =
        latest(
            stated(DealField.NEXT_STEP_AT),
            due != null ? instant(due) : stated(DealField.NEXT_STEP));
    for (Activity activity : activities) {
      Long scheduledFor = activity.scheduledFor();
      if (activity.kind() == ActivityKind.MEETING && scheduledFor != null) {
        Instant until = instant(scheduledFor);
        if (activity.status() == ActivityStatus.SCHEDULED) {
          planned |= now.isBefore(until);
        } else if (instant(activity.occurredAt()).isBefore(until)) {
          until = instant(activity.occurredAt());
        }
        since = latest(since, until);
      }
    }
    if (!planned) {
      find("NO_NEXT_STEP", policy.noNextStep(), since);
    }
  }

  /** When the field was last stated; if never, when the deal was created. */
  private Instant stated(DealField field) {
    Instant stated = createdAt;
    boolean ever = false;
    for (DealEvent event : events) {
      if (event.states(field)) {
        stated = instant(event.occurredAt());
        ever = true;
      }
    }
    return ever ? stated : createdAt;
  }

  private void lookAtFields() {
    Stage stage = deal.stage();
    if (stage == null) {
      return;
    }
    Instant since = null;
    for (DealField field : required(stage)) {
      Object value = deal.value(field);
      if (value == null || value.toString().isBlank()) {
        Instant empty;
        if (field.keepsHistory()) {
          empty = value == null ? emptySince(field) : since(one -> value.equals(one.value(field)));
        } else {
          empty = stated(field);
        }
        Instant required = inStagesSince(one -> required(one).contains(field));
        empty = required == null ? empty : latest(required, empty);
        since = since == null || empty.isBefore(since) ? empty : since;
      }
    }
    if (since != null) {
      find("MISSING_FIELDS", policy.missingFields(), since);
    }
  }

  private Set<DealField> required(Stage stage) {
    Set<DealField> required = EnumSet.noneOf(DealField.class);
    for (Stage one : process(stage).stages()) {
      if (one.stageId().equals(stage.stageId())
          || (one.status() == DealStatus.OPEN && one.order() < stage.order())) {
        required.addAll(one.requiredFields());
      }
    }
    return required;
  }

  private int place(Stage stage) {
    Set<Integer> lower = new HashSet<>();
    for (Stage one : process(stage).stages()) {
      if (one.status() == DealStatus.OPEN && one.order() < stage.order()) {
        lower.add(one.order());
      }
    }
    return lower.size() + 1;
  }

  private SalesProcess process(Stage stage) {
    return Objects.requireNonNull(processes.get(stage.pipelineId()));
  }

  /** Since when the deal has been in open stages of which this is true; null if it is not now. */
  private @Nullable Instant inStagesSince(Predicate<Stage> condition) {
    Stage stage = deal.stage();
    if (stage == null || deal.text(DealField.STAGE_ID) == null || !condition.test(stage)) {
      return null;
    }
    Instant since = null;
    for (Moment moment : moments) {
      Stage here = stageAt(moment);
      if (here != null && here.status() == DealStatus.OPEN) {
        if (!condition.test(here)) {
          since = null;
        } else if (since == null) {
          since = moment.at();
        }
      }
    }
    return since == null ? stageEntered() : since;
  }

  private @Nullable Instant stageEntered() {
    String stageId = deal.text(DealField.STAGE_ID);
    return stageId == null ? null : since(one -> stageId.equals(one.text(DealField.STAGE_ID)));
  }

  /** The stage of that moment; before any pipeline was named, that of the first one named. */
  private @Nullable Stage stageAt(Moment moment) {
    String pipelineId = moment.deal().text(DealField.PIPELINE_ID);
    for (int i = 0; pipelineId == null && i < moments.size(); i++) {
      pipelineId = moments.get(i).deal().text(DealField.PIPELINE_ID);
    }
    SalesProcess process = pipelineId == null ? null : processes.get(pipelineId);
    String stageId = moment.deal().text(DealField.STAGE_ID);
    return process == null || stageId == null ? null : process.stage(stageId);
  }

  private Instant emptySince(DealField field) {
    boolean always = moments.stream().allMatch(moment -> moment.deal().value(field) == null);
    return always ? createdAt : since(one -> one.value(field) == null);
  }

  /** The moment from which on the condition was always true; it must be true of the last. */
  private Instant since(Predicate<ReplayedDeal> condition) {
    Instant since = null;
    for (Moment moment : moments) {
      if (!condition.test(moment.deal())) {
        since = null;
      } else if (since == null) {
        since = moment.at();
      }
    }
    return Objects.requireNonNull(since);
  }

  private void find(String factor, int points, Instant since) {
    found.add(new Found(factor, points, since));
  }

  private Instant begin(LocalDate day) {
    return day.atStartOfDay(calendar.zone()).toInstant();
  }

  private static @Nullable LocalDate day(ReplayedDeal deal) {
    Long day = deal.number(DealField.CLOSE_DATE);
    return day == null ? null : LocalDate.ofEpochDay(day);
  }

  private static Instant latest(Instant left, Instant right) {
    return left.isAfter(right) ? left : right;
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
