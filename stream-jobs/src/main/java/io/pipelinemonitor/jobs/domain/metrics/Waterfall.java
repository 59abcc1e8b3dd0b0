package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealFacts;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealHistory;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.SalesProcesses;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a deal's open amount came about: its facts are gone through in the order in which they became
 * true, and each step that changes the open amount of a period is a movement.
 *
 * <p>When an event changes several things, the deal's existence goes first (created, won, lost,
 * deleted, merged, reopened, restored), then its period, then its owner and other scopes, then its
 * amount. A pushed deal leaves with its old amount and arrives with its new one. Amounts are
 * converted at the rate of the day of the movement; what rates do between movements is a movement
 * of its own. So the deltas of a period always add up to its open amount of today.
 *
 * @param movements earliest first
 * @param settled how many of them are over and done with; the rest is what exchange rates did since
 *     the last step, which goes on
 * @param standing the deal after the last step
 * @param day the local day of the last step
 * @param stamp the last step; null for none
 */
record Waterfall(
    Appended<WaterfallMovement> movements,
    int settled,
    Standing standing,
    long day,
    @Nullable Stamp stamp) {

  /** Nothing has moved. */
  static final Waterfall NONE = new Waterfall(Appended.none(), 0, Standing.UNKNOWN, 0, null);

  /**
   * The movements of a deal.
   *
   * @param today the epoch day up to which exchange rates have had their effect
   */
  static Waterfall of(
      DealFacts facts,
      SalesProcesses processes,
      FiscalCalendar calendar,
      FxRates rates,
      long today) {
    Descent descent = new Descent(calendar, rates, NONE);
    DealHistory history = new DealHistory(facts, processes);
    while (history.next()) {
      descent.step(history.stamp(), history::value, history.status());
    }
    return descent.until(today);
  }

  /**
   * The same as {@link #of} once an event was added that comes after all steps of this.
   *
   * @param added null if no event was added; time may have gone on
   * @param deal the deal with the event
   */
  Waterfall continued(
      @Nullable DealEvent added, Deal deal, FiscalCalendar calendar, FxRates rates, long today) {
    Descent descent = new Descent(calendar, rates, this);
    if (added != null && added.isMoment()) {
      descent.step(added.stamp(), deal.facts()::value, deal.status());
    }
    return descent.until(today);
  }

  /**
   * Whether an event comes after all steps and changes nothing of what has been told. A first
   * pipeline does: it holds for the stages that were named before it.
   */
  boolean endsBefore(DealEvent event) {
    return (stamp == null || stamp.compareTo(event.stamp()) < 0)
        && (standing.scopes().pipelineId() != null || event.value(DealField.PIPELINE_ID) == null);
  }

  /** The deal between two of its events. */
  record Standing(
      boolean known,
      @Nullable Existence existence,
      DealStatus status,
      @Nullable FiscalPeriod period,
      DealScopes scopes,
      @Nullable Long minorUnits,
      @Nullable String currency) {

    private static final Standing UNKNOWN =
        new Standing(
            false,
            null,
            DealStatus.OPEN,
            null,
            new DealScopes(null, null, null, null, null),
            null,
            null);

    boolean counts() {
      return known && existence == Existence.EXISTS && status == DealStatus.OPEN && period != null;
    }
  }

  /** One way through, step by step. */
  private static final class Descent {

    private final FiscalCalendar calendar;
    private final FxRates rates;
    private Appended<WaterfallMovement> movements;
    private Standing standing;
    private long day;
    private @Nullable Stamp stamp;

    Descent(FiscalCalendar calendar, FxRates rates, Waterfall begun) {
      this.calendar = calendar;
      this.rates = rates;
      this.movements = begun.movements().first(begun.settled());
      this.standing = begun.standing();
      this.day = begun.day();
      this.stamp = begun.stamp();
    }

    Waterfall until(long today) {
      int settled = movements.size();
      Standing last = standing;
      long lastDay = day;
      ratesUntil(today);
      return new Waterfall(movements, settled, last, lastDay, stamp);
    }

    void step(Stamp next, Function<DealField, @Nullable Object> value, DealStatus status) {
      long nextDay = calendar.epochDay(next.occurredAt());
      if (stamp != null) {
        ratesUntil(nextDay);
      }
      day = nextDay;
      stamp = next;
      Standing before = standing;
      standing = standing(value, status);
      if (before.counts() && standing.counts()) {
        moved(before, standing);
      } else if (before.counts()) {
        move(leaving(standing), before, null, before, amount(before), null);
      } else if (standing.counts()) {
        move(entering(before), standing, null, standing, null, amount(standing));
      }
    }

    private Standing standing(Function<DealField, @Nullable Object> value, DealStatus status) {
      Long closeDate = (Long) value.apply(DealField.CLOSE_DATE);
      Object existence = value.apply(DealField.EXISTENCE);
      return new Standing(
          true,
          existence == null ? Existence.EXISTS : (Existence) existence,
          status,
          closeDate == null ? null : calendar.periodOf(closeDate),
          Contribution.scopes(value),
          (Long) value.apply(DealField.AMOUNT),
          (String) value.apply(DealField.CURRENCY));
    }

    private static MovementCause leaving(Standing after) {
      if (after.existence() != Existence.EXISTS) {
        return after.existence() == Existence.MERGED ? MovementCause.MERGED : MovementCause.DELETED;
      }
      return switch (after.status()) {
        case WON -> MovementCause.WON;
        case LOST -> MovementCause.LOST;
        case OPEN -> MovementCause.PUSHED_OUT;
      };
    }

    private static MovementCause entering(Standing before) {
      if (!before.known()) {
        return MovementCause.CREATED;
      }
      if (before.existence() != Existence.EXISTS) {
        return MovementCause.RESTORED;
      }
      return before.status() == DealStatus.OPEN ? MovementCause.PULLED_IN : MovementCause.REOPENED;
    }

    private void moved(Standing before, Standing after) {
      Long amountBefore = amount(before);
      Long amountAfter = amount(after);
      FiscalPeriod from = period(before);
      FiscalPeriod to = period(after);
      if (from.index() != to.index()) {
        boolean later = to.index() > from.index();
        MovementCause out = later ? MovementCause.PUSHED_OUT : MovementCause.PULLED_OUT;
        MovementCause in = later ? MovementCause.PUSHED_IN : MovementCause.PULLED_IN;
        move(out, before, to, before, amountBefore, null);
        move(in, after, from, after, null, amountAfter);
        return;
      }
      if (orZero(amountBefore) != 0) {
        before
            .scopes()
            .forEachChange(
                after.scopes(),
                (type, source, target) -> {
                  Transfer transfer = new Transfer(source, target);
                  long left = orZero(amountBefore);
                  add(
                      new WaterfallMovement(
                          MovementCause.TRANSFERRED_OUT,
                          from,
                          null,
                          before.scopes(),
                          type,
                          transfer,
                          -left,
                          amountBefore,
                          null,
                          eventId(),
                          occurredAt(),
                          day));
                  add(
                      new WaterfallMovement(
                          MovementCause.TRANSFERRED_IN,
                          from,
                          null,
                          after.scopes(),
                          type,
                          transfer,
                          left,
                          null,
                          amountBefore,
                          eventId(),
                          occurredAt(),
                          day));
                });
      }
      boolean more = orZero(amountAfter) > orZero(amountBefore);
      move(
          more ? MovementCause.INCREASED : MovementCause.DECREASED,
          after,
          null,
          after,
          amountBefore,
          amountAfter);
    }

    private void move(
        MovementCause cause,
        Standing of,
        @Nullable FiscalPeriod other,
        Standing where,
        @Nullable Long before,
        @Nullable Long after) {
      add(
          new WaterfallMovement(
              cause,
              period(of),
              other,
              where.scopes(),
              null,
              null,
              orZero(after) - orZero(before),
              before,
              after,
              eventId(),
              occurredAt(),
              day));
    }

    /** What exchange rates did to the open amount since the last step. */
    private void ratesUntil(long until) {
      if (!standing.counts() || standing.minorUnits() == null || standing.currency() == null) {
        return;
      }
      for (long changed : rates.changes(standing.currency(), day, until)) {
        Long before = amount(standing);
        day = changed;
        Long after = amount(standing);
        add(
            new WaterfallMovement(
                MovementCause.FX_EFFECT,
                period(standing),
                null,
                standing.scopes(),
                null,
                null,
                orZero(after) - orZero(before),
                before,
                after,
                null,
                calendar.startOfDay(changed),
                changed));
      }
    }

    private void add(WaterfallMovement movement) {
      if (movement.delta() != 0) {
        movements = movements.with(movement);
      }
    }

    /** In the reporting currency at the rate of the day; null without an amount or a rate. */
    private @Nullable Long amount(Standing of) {
      Long minorUnits = of.minorUnits();
      return minorUnits == null ? null : rates.convert(minorUnits, of.currency(), day);
    }

    private static long orZero(@Nullable Long amount) {
      return amount == null ? 0 : amount;
    }

    private static FiscalPeriod period(Standing standing) {
      FiscalPeriod period = standing.period();
      if (period == null) {
        throw new IllegalStateException("a deal that counts has a period: " + standing);
      }
      return period;
    }

    private @Nullable String eventId() {
      return stamp == null ? null : stamp.eventId();
    }

    private long occurredAt() {
      return stamp == null ? 0 : stamp.occurredAt();
    }
  }
}
