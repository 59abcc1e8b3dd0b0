package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.StageCourse;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.hygiene.Hygiene;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.risk.DealRiskFacts;
import io.pipelinemonitor.jobs.domain.risk.RiskAssessment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a deal adds to the figures at any moment, and when that changes by the passing of time.
 *
 * <p>Moments are stream time in milliseconds.
 */
public final class DealLedger {

  /** Nothing will change until something happens. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Besides where the deal counts and that it is open. */
  private static final DealField[] OF_DATED_FIGURES = {
    DealField.STAGE_ID,
    DealField.STATUS,
    DealField.EXISTENCE,
    DealField.PIPELINE_ID,
    DealField.CREATED_AT,
    DealField.CLOSED_AT
  };

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final Policy policy;

  public DealLedger(Policy policy) {
    this.policy = policy;
  }

  /**
   * What the deal adds at {@code at}.
   *
   * @param activities what is known of its activities
   * @param now the moment whose trailing windows count: what has left them is of no interest
   */
  public DealFootprint footprint(
      DealFacts facts,
      ActivityFacts activities,
      SalesProcesses processes,
      FxRates rates,
      long at,
      long now) {
    if (facts.lastStamp() != null) {
      return footprint(Deal.of(facts, processes), activities, rates, at, now);
    }
    // Activities that are about no deal, or about one of which no event has come yet.
    return new DealFootprint(
        null,
        Waterfall.NONE,
        DatedFigures.touches(activities, policy.calendar(), policy.monthFrom(day(now))),
        null,
        null,
        null);
  }

  /** What the derived deal adds at {@code at}; the others as above. */
  public DealFootprint footprint(
      Deal deal, ActivityFacts activities, FxRates rates, long at, long now) {
    return footprint(
        deal,
        activities,
        rates,
        at,
        now,
        Waterfall.of(deal.facts(), deal.processes(), policy.calendar(), rates, day(at)),
        null);
  }

  /**
   * What the derived deal adds at {@code at}, given what it added before.
   *
   * @param before what it added before, by the same processes and rates
   * @param beforeAt as of when that was
   * @param added the event that was added since then; null if none was
   */
  public DealFootprint footprint(
      Deal deal,
      ActivityFacts activities,
      FxRates rates,
      long at,
      DealFootprint before,
      long beforeAt,
      @Nullable DealEvent added) {
    if (added != null && !before.waterfall().endsBefore(added)) {
      return footprint(deal, activities, rates, at, at);
    }
    Waterfall waterfall =
        before.waterfall().continued(added, deal, policy.calendar(), rates, day(at));
    boolean sameDated =
        added != null
            && day(at) == day(beforeAt)
            && leavesDated(added, before.waterfall().standing(), waterfall.standing());
    return footprint(deal, activities, rates, at, at, waterfall, sameDated ? before.dated() : null);
  }

  /** Most events are about an open deal's amount or date: nothing in trailing windows changes. */
  private static boolean leavesDated(
      DealEvent added, Waterfall.Standing before, Waterfall.Standing after) {
    for (DealField field : OF_DATED_FIGURES) {
      if (added.states(field)) {
        return false;
      }
    }
    return before.counts() && after.counts() && before.scopes().equals(after.scopes());
  }

  /**
   * As above.
   *
   * @param sameDated what counts in trailing windows, if that is known to be as before; else null
   */
  private DealFootprint footprint(
      Deal deal,
      ActivityFacts activities,
      FxRates rates,
      long at,
      long now,
      Waterfall waterfall,
      @Nullable List<DatedFigure> sameDated) {
    long today = day(at);
    FiscalCalendar calendar = policy.calendar();
    StageCourse course = StageCourse.of(deal.facts(), deal.processes());
    RiskAssessment risk =
        RiskAssessment.of(
            deal,
            new DealRiskFacts(deal, course, deal.processes(), calendar),
            activities,
            learnt(deal),
            policy.risk(),
            calendar,
            at * MICROS_PER_MILLI);
    DealHealth health =
        risk == null ? null : health(deal, course, risk, activities, at * MICROS_PER_MILLI);
    Contribution contribution = Contribution.of(deal, health, policy, rates, today);
    return new DealFootprint(
        contribution,
        waterfall,
        sameDated != null
            ? sameDated
            : DatedFigures.of(
                deal,
                contribution,
                activities,
                calendar,
                policy.windowBeforeFrom(day(now)),
                policy.monthFrom(day(now))),
        ofAccount(deal, contribution),
        deal.facts().text(DealField.ACCOUNT_ID),
        risk);
  }

  private static StageStatistics learnt(Deal deal) {
    return deal.processes()
        .statistics(
            deal.facts().text(DealField.PIPELINE_ID), deal.facts().text(DealField.STAGE_ID));
  }

  private DealHealth health(
      Deal deal, StageCourse course, RiskAssessment risk, ActivityFacts activities, long micros) {
    Hygiene hygiene =
        Hygiene.of(
            deal,
            course,
            deal.processes(),
            deal.facts().value(DealField.OWNER_ID) == null,
            policy.calendar().epochDay(micros));
    return new DealHealth(
        risk.band(), Objects.requireNonNull(hygiene), isUntouched(deal, activities, micros));
  }

  private boolean isUntouched(Deal deal, ActivityFacts activities, long micros) {
    return untouchedFrom(deal, activities) <= micros;
  }

  /** From when on the deal counts as untouched, unless it is touched before; microseconds. */
  private long untouchedFrom(Deal deal, ActivityFacts activities) {
    Long touched = activities.lastTouch();
    long last = touched == null ? deal.createdAt() : Math.max(touched, deal.createdAt());
    return last + policy.risk().noRecentActivity().days() * MICROS_PER_DAY;
  }

  private static @Nullable OpenDealOfAccount ofAccount(
      Deal deal, @Nullable Contribution contribution) {
    DealHealth health = contribution == null ? null : contribution.health();
    String accountId = deal.facts().text(DealField.ACCOUNT_ID);
    if (contribution == null || health == null || accountId == null) {
      return null;
    }
    String currency = deal.facts().text(DealField.CURRENCY);
    return new OpenDealOfAccount(
        deal.facts().number(DealField.AMOUNT),
        currency == null ? "" : currency,
        deal.createdAt(),
        contribution.period(),
        contribution.scopes(),
        health.hygiene().isClean());
  }

  /** From one footprint to the next, which holds from that moment on. */
  public DealMovement movement(DealFootprint before, DealFootprint after, long at) {
    return DealMovement.between(before, after, policy.weekFrom(day(at)), at);
  }

  /**
   * The next moment at which the passing of time alone changes what the deal adds, or ends its
   * state (see {@link #isOver}); {@link #NEVER} if there is none.
   *
   * @param footprint what it adds at {@code at}
   */
  public long nextChange(Deal deal, ActivityFacts activities, DealFootprint footprint, long at) {
    FiscalCalendar calendar = policy.calendar();
    if (!isOpen(deal)) {
      return millis(calendar.startOfDay(overFrom(deal, footprint.contribution(), at)));
    }
    long next = footprint.risk() == null ? NEVER : millis(footprint.risk().nextChange());
    Long closeDate = deal.facts().number(DealField.CLOSE_DATE);
    if (closeDate != null && closeDate >= day(at)) {
      next = Math.min(next, millis(calendar.startOfDay(closeDate + 1)));
    }
    long untouched = untouchedFrom(deal, activities);
    return untouched > at * MICROS_PER_MILLI ? Math.min(next, millis(untouched)) : next;
  }

  /**
   * Forgets activities that no figure needs any more.
   *
   * @return whether any are left
   */
  public boolean foldActivities(ActivityFacts activities, long at) {
    activities.foldTo(at * MICROS_PER_MILLI, policy.risk().retention());
    return !activities.entries().isEmpty();
  }

  /** Adds a report of an activity; whether it says anything new. */
  public boolean add(Activity activity, ActivityFacts activities) {
    return activities.add(activity, policy.risk().retention()) != ActivityFacts.Outcome.KNOWN;
  }

  /** When there are next activities to forget, milliseconds; {@link #NEVER} if there are none. */
  public static long nextFold(ActivityFacts activities) {
    return millis(activities.nextFold());
  }

  /**
   * Whether nothing more is to be kept of the deal: it is closed, deleted or merged, and the period
   * in which it counts, that of its last event, and that in which anything was last heard of it are
   * no longer reported. The last of these is stream time: history that is being loaded, in whatever
   * order, is not forgotten while it arrives.
   *
   * @param lastHeard when anything was last heard of the deal
   */
  public boolean isOver(Deal deal, @Nullable Contribution contribution, long lastHeard, long at) {
    return !isOpen(deal) && day(at) >= overFrom(deal, contribution, lastHeard);
  }

  private static boolean isOpen(Deal deal) {
    return deal.existence() == Existence.EXISTS && deal.status() == DealStatus.OPEN;
  }

  private long overFrom(Deal deal, @Nullable Contribution contribution, long lastHeard) {
    FiscalPeriod latest = policy.calendar().periodOf(day(lastHeard));
    Stamp last = deal.facts().lastStamp();
    if (last != null) {
      latest = later(latest, policy.calendar().periodAt(last.occurredAt()));
    }
    return policy.reportedUntil(
        contribution == null ? latest : later(latest, contribution.period()));
  }

  private static FiscalPeriod later(FiscalPeriod left, FiscalPeriod right) {
    return left.index() >= right.index() ? left : right;
  }

  private long day(long at) {
    return policy.calendar().epochDay(at * MICROS_PER_MILLI);
  }

  /** The first millisecond that is not before the instant. */
  private static long millis(long micros) {
    return micros == Long.MAX_VALUE ? NEVER : -Math.floorDiv(-micros, MICROS_PER_MILLI);
  }
}
