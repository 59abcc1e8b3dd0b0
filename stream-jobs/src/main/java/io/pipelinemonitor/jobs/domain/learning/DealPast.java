package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.forecast.DealStanding;
import io.pipelinemonitor.jobs.domain.forecast.DealTimeline;
import io.pipelinemonitor.jobs.domain.metrics.MovementCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * All that a deal was, from what is known of it now and from the movements of its open amount.
 *
 * <p>Movements say when it was open, in which period and with which amount; the stays in stages
 * where it stood; what is known now how it was closed, when and with what. Of a deal without an
 * amount there are no movements, so until it got one it counts with 0 where it counted then.
 */
final class DealPast {

  private final DealPresent deal;
  private final FiscalCalendar calendar;
  private final List<DealStanding> standings = new ArrayList<>();

  private DealPast(DealPresent deal, FiscalCalendar calendar) {
    this.deal = deal;
    this.calendar = calendar;
  }

  static DealTimeline timeline(
      DealPresent deal, Collection<DealMove> moves, FiscalCalendar calendar) {
    DealPast past = new DealPast(deal, calendar);
    moves.stream().sorted(DealMove.ORDER).forEach(past::take);
    past.end();
    return new DealTimeline(calendar.periodAt(deal.createdAt()).index(), past.inStages());
  }

  private void take(DealMove move) {
    if (standings.isEmpty() && move.wasOpenBefore()) {
      stands(Math.min(deal.createdAt(), move.at()), DealStatus.OPEN, move.period(), move.before());
    }
    if (move.isOpenAfter()) {
      stands(move.at(), DealStatus.OPEN, move.period(), move.after());
    } else if (move.cause() == MovementCause.WON) {
      // If it was reopened since, nothing else tells with what it was won.
      stands(move.at(), DealStatus.WON, calendar.periodAt(move.at()).index(), move.before());
    } else if (move.cause() == MovementCause.LOST) {
      stands(move.at(), DealStatus.LOST, calendar.periodAt(move.at()).index(), move.before());
    } else {
      stands(move.at(), DealStatus.OPEN, move.otherPeriod(), 0);
    }
  }

  /** What movements do not tell: how it was closed, and what happened to it without an amount. */
  private void end() {
    Long closedAt = deal.closedAt();
    if (deal.status() != DealStatus.OPEN && closedAt != null) {
      standings.removeIf(standing -> standing.since() >= closedAt);
      stands(closedAt, deal.status(), calendar.periodAt(closedAt).index(), deal.amount());
    }
    int period = deal.exists() ? deal.period() : DealStanding.NO_PERIOD;
    DealStatus status = deal.exists() ? deal.status() : DealStatus.OPEN;
    if (standings.isEmpty()) {
      stands(deal.createdAt(), status, period, deal.amount());
      return;
    }
    DealStanding last = standings.get(standings.size() - 1);
    if (status == DealStatus.OPEN && (last.status() != status || last.period() != period)) {
      stands(Math.max(deal.lastEventAt(), last.since()), status, period, deal.amount());
    }
  }

  private void stands(long since, DealStatus status, int period, long amount) {
    standings.add(new DealStanding(since, status, period, deal.pipelineId(), "", amount));
  }

  /** The standings, cut where the stage changed. */
  private List<DealStanding> inStages() {
    List<DealStanding> cut = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      DealStanding standing = standings.get(i);
      long until = i + 1 < standings.size() ? standings.get(i + 1).since() : Long.MAX_VALUE;
      cut.add(inStage(standing, standing.since(), stageAt(standing.since())));
      for (StageEntry stay : deal.stages()) {
        if (stay.enteredAt() > standing.since() && stay.enteredAt() < until) {
          cut.add(inStage(standing, stay.enteredAt(), stay.stageId()));
        }
      }
    }
    return List.copyOf(cut);
  }

  private String stageAt(long micros) {
    String stageId = "";
    for (StageEntry stay : deal.stages()) {
      if (stay.enteredAt() > micros) {
        break;
      }
      stageId = stay.stageId();
    }
    return stageId;
  }

  private static DealStanding inStage(DealStanding standing, long since, String stageId) {
    return new DealStanding(
        since,
        standing.status(),
        standing.period(),
        standing.pipelineId(),
        stageId,
        standing.amount());
  }
}
