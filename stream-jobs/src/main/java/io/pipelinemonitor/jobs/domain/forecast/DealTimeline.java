package io.pipelinemonitor.jobs.domain.forecast;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a deal was, and what of it teaches how a period ends.
 *
 * @param createdIn index of the period in which the deal was created
 * @param standings in the order of time
 */
public record DealTimeline(int createdIn, List<DealStanding> standings) {

  /** What the deal was just before the instant; null before its first standing. */
  public @Nullable DealStanding before(long micros) {
    DealStanding found = null;
    for (DealStanding standing : standings) {
      if (standing.since() >= micros) {
        break;
      }
      found = standing;
    }
    return found;
  }

  /** The class of the deal with that standing. */
  public DealClass classOf(DealStanding standing) {
    return new DealClass(
        standing.pipelineId(), standing.stageId(), DealAge.of(createdIn, standing.period()));
  }

  /**
   * What the deal teaches of a period that has ended: at most one observation a stretch. The end is
   * what the deal was when the period ended, whatever happened to it later.
   */
  public List<OutcomeObservation> observations(FiscalPeriod period, FiscalCalendar calendar) {
    DealStanding end = before(calendar.startOfDay(period.endDay()));
    if (end == null) {
      return List.of();
    }
    boolean won = end.status() == DealStatus.WON && end.period() == period.index();
    long wonAmount = won ? end.amount() : 0;
    List<OutcomeObservation> observations = new ArrayList<>();
    for (int stretch = 0; stretch < Stretches.COUNT; stretch++) {
      DealStanding then = before(calendar.startOfDay(Stretches.firstDay(period, stretch)));
      boolean counted = then != null && then.period() == period.index();
      if (then != null && counted && then.status() == DealStatus.OPEN) {
        observations.add(
            OutcomeObservation.open(
                period.index(), stretch, classOf(then), then.amount(), won, wonAmount));
      } else if (won) {
        boolean booked = then != null && counted && then.status() == DealStatus.WON;
        observations.add(
            booked
                ? OutcomeObservation.booked(period.index(), stretch, wonAmount)
                : OutcomeObservation.cameLater(period.index(), stretch, wonAmount));
      }
    }
    return observations;
  }
}
