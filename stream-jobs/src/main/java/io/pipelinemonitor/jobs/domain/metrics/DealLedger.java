package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import org.jspecify.annotations.Nullable;

/**
 * What a deal adds to the figures at any moment, and when that changes by the passing of time.
 *
 * <p>Moments are stream time in milliseconds.
 */
public final class DealLedger {

  /** Nothing will change until something happens. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final long MICROS_PER_MILLI = 1_000;

  private final Policy policy;

  public DealLedger(Policy policy) {
    this.policy = policy;
  }

  /**
   * What the deal adds at {@code at}.
   *
   * @param now the moment whose trailing windows count: what has left them is of no interest
   */
  public DealFootprint footprint(
      DealFacts facts, SalesProcesses processes, FxRates rates, long at, long now) {
    return facts.lastStamp() == null
        ? DealFootprint.NONE
        : footprint(Deal.of(facts, processes), rates, at, now);
  }

  /** What the derived deal adds at {@code at}; {@code now} as above. */
  public DealFootprint footprint(Deal deal, FxRates rates, long at, long now) {
    long today = day(at);
    Contribution contribution = Contribution.of(deal, policy, rates, today);
    return new DealFootprint(
        contribution,
        Waterfall.of(deal.facts(), deal.processes(), policy.calendar(), rates, today),
        DatedFigures.of(deal, contribution, policy.calendar(), policy.windowBeforeFrom(day(now))));
  }

  /** From one footprint to the next, which holds from that moment on. */
  public DealMovement movement(DealFootprint before, DealFootprint after, long at) {
    return new DealMovement(before, after, policy.weekFrom(day(at)), at);
  }

  /**
   * The next moment at which the passing of time alone changes what the deal adds, or ends its
   * state (see {@link #isOver}); {@link #NEVER} if there is none.
   *
   * @param contribution what it adds at {@code at}
   */
  public long nextChange(Deal deal, @Nullable Contribution contribution, long at) {
    FiscalCalendar calendar = policy.calendar();
    if (isOpen(deal)) {
      Long closeDate = deal.facts().number(DealField.CLOSE_DATE);
      return contribution == null || contribution.overdue() || closeDate == null
          ? NEVER
          : millis(calendar.startOfDay(Math.max(closeDate, day(at)) + 1));
    }
    return millis(calendar.startOfDay(overFrom(deal, contribution, at)));
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

  private static long millis(long micros) {
    return micros / MICROS_PER_MILLI;
  }
}
