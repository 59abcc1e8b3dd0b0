package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealTimeline;
import io.pipelinemonitor.jobs.domain.forecast.OutcomeObservation;
import io.pipelinemonitor.jobs.domain.metrics.StageKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one deal teaches.
 *
 * @param outcomes of the periods that have ended
 * @param stays how long it was in stages
 */
public record DealLessons(List<OutcomeObservation> outcomes, List<StayObservation> stays) {

  /** Nothing. */
  public static final DealLessons NONE = new DealLessons(List.of(), List.of());

  /**
   * What a deal teaches until that moment.
   *
   * @param midnight microseconds since the epoch
   * @param earliest index of the first period that is learnt from
   */
  static DealLessons of(
      DealPresent deal,
      Collection<DealMove> moves,
      long midnight,
      int earliest,
      FiscalCalendar calendar) {
    FiscalPeriod now = calendar.periodAt(midnight);
    DealTimeline timeline = DealPast.timeline(deal, moves, calendar);
    List<OutcomeObservation> outcomes = new ArrayList<>();
    FiscalPeriod period = calendar.periodAt(timeline.standings().get(0).since());
    while (period.index() < now.index()) {
      if (period.index() >= earliest) {
        outcomes.addAll(timeline.observations(period, calendar));
      }
      period = calendar.periodOf(period.endDay());
    }
    return new DealLessons(
        outcomes,
        stays(deal, calendar).stream()
            .filter(stay -> stay.period() >= earliest && stay.period() <= now.index())
            .toList());
  }

  /** A stay ends with the deal. A deal that came to a stage twice was there first at first. */
  private static List<StayObservation> stays(DealPresent deal, FiscalCalendar calendar) {
    List<StayObservation> stays = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Long closedAt = deal.closedAt();
    for (StageEntry stay : deal.stages()) {
      if (closedAt != null && stay.enteredAt() >= closedAt) {
        break;
      }
      StageKey stage = new StageKey(deal.pipelineId(), stay.stageId());
      Long leftAt = stay.leftAt();
      if (closedAt != null && (leftAt == null || leftAt > closedAt)) {
        leftAt = closedAt;
      }
      if (leftAt != null) {
        int period = calendar.periodAt(leftAt).index();
        stays.add(new StayObservation(period, stage, false, leftAt - stay.enteredAt()));
      }
      if (closedAt != null
          && deal.exists()
          && deal.status() == DealStatus.WON
          && seen.add(stay.stageId())) {
        int period = calendar.periodAt(closedAt).index();
        stays.add(new StayObservation(period, stage, true, closedAt - stay.enteredAt()));
      }
    }
    return stays;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return outcomes.isEmpty() && stays.isEmpty();
  }

  /** What is in it and not in the other. */
  DealLessons without(DealLessons other) {
    return new DealLessons(without(outcomes, other.outcomes), without(stays, other.stays));
  }

  private static <T> List<T> without(List<T> all, List<T> taken) {
    List<T> left = new ArrayList<>(all);
    taken.forEach(left::remove);
    return List.copyOf(left);
  }
}
