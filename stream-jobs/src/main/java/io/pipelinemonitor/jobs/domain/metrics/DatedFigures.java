package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.activity.ActivityFacts;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.deal.Deal;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.Existence;
import io.pipelinemonitor.jobs.domain.deal.StageVisit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What in a deal's life counts in trailing windows. */
final class DatedFigures {

  private DatedFigures() {}

  /**
   * Everything since a day, in no particular order but always the same.
   *
   * @param contribution what the deal adds to its period; null for nothing
   * @param from the first epoch day that is of interest
   * @param touchedFrom the first epoch day whose activities are of interest
   */
  static List<DatedFigure> of(
      Deal deal,
      @Nullable Contribution contribution,
      ActivityFacts activities,
      FiscalCalendar calendar,
      long from,
      long touchedFrom) {
    List<DatedFigure> figures = new ArrayList<>(touches(activities, calendar, touchedFrom));
    if (deal.existence() != Existence.EXISTS) {
      return figures;
    }
    DealScopes scopes = Contribution.scopes(deal.facts()::value);
    Long lastTouch = activities.lastTouch();
    if (lastTouch != null) {
      add(
          figures,
          new DatedFigure(
              DatedFigure.Kind.TOUCHED, calendar.epochDay(lastTouch), scopes, null, 0, 0),
          touchedFrom);
    }
    if (deal.status() == DealStatus.OPEN && deal.facts().value(DealField.CLOSE_DATE) == null) {
      figures.add(new DatedFigure(DatedFigure.Kind.UNDATED, 0, scopes, null, 0, 0));
    }
    boolean won = deal.status() == DealStatus.WON;
    add(
        figures,
        new DatedFigure(
            won ? DatedFigure.Kind.CREATED_AND_WON : DatedFigure.Kind.CREATED,
            calendar.epochDay(deal.createdAt()),
            scopes,
            null,
            0,
            0),
        from);
    Long closedAt = deal.closedAt();
    if (closedAt != null) {
      add(
          figures,
          new DatedFigure(
              won ? DatedFigure.Kind.WON : DatedFigure.Kind.LOST,
              calendar.epochDay(closedAt),
              scopes,
              null,
              contribution == null ? 0 : contribution.amount(),
              won ? Math.max(0, closedAt - deal.createdAt()) : 0),
          from);
    }
    for (StageVisit visit : deal.stageVisits(calendar.startOfDay(from))) {
      StageKey stage = new StageKey(visit.pipelineId(), visit.stageId());
      add(
          figures,
          new DatedFigure(
              DatedFigure.Kind.STAGE_ENTERED,
              calendar.epochDay(visit.enteredAt()),
              scopes,
              stage,
              0,
              0),
          from);
      Long leftAt = visit.leftAt();
      if (leftAt != null) {
        add(
            figures,
            new DatedFigure(
                visit.advanced() ? DatedFigure.Kind.STAGE_ADVANCED : DatedFigure.Kind.STAGE_LEFT,
                calendar.epochDay(leftAt),
                scopes,
                stage,
                0,
                leftAt - visit.enteredAt()),
            from);
      }
    }
    return figures;
  }

  /** The meaningful touches, for those who made them. */
  static List<DatedFigure> touches(ActivityFacts activities, FiscalCalendar calendar, long from) {
    List<DatedFigure> figures = new ArrayList<>();
    activities
        .touchesByDay(calendar, from, Long.MAX_VALUE)
        .forEach(
            (bucket, count) ->
                figures.add(
                    new DatedFigure(
                        DatedFigure.Kind.valueOf(bucket.kind().name()),
                        bucket.day(),
                        new DealScopes(bucket.ownerId(), null, null, null, null),
                        null,
                        count,
                        0)));
    return figures;
  }

  private static void add(List<DatedFigure> figures, DatedFigure figure, long from) {
    if (figure.day() >= from) {
      figures.add(figure);
    }
  }
}
