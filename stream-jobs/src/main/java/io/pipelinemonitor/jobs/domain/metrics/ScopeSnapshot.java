package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.Midnights;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All figures of one scope and period as of one tick.
 *
 * @param scope what they are of
 * @param period the fiscal period
 * @param asOf stream time, microseconds: exactly the records up to it are in the figures
 * @param name what people call the scope; null if unknown
 * @param path units from the root down to the scope's parent
 * @param ownerId who answers for the scope; null if nobody
 * @param sums what adds up
 * @param week how the open amount moved over the trailing week
 * @param figures what follows
 * @param forecast what the period may end with
 * @param pace how it stands beside earlier midnights
 * @param trailing what happened in the trailing window; null unless today lies in the period
 * @param velocity what follows of it; null without it
 */
public record ScopeSnapshot(
    Scope scope,
    FiscalPeriod period,
    long asOf,
    @Nullable String name,
    List<String> path,
    @Nullable String ownerId,
    Sums sums,
    Sums week,
    Figures figures,
    Forecast forecast,
    Pace pace,
    @Nullable Trailing trailing,
    @Nullable Velocity velocity) {

  /** What later days and periods are compared with. */
  public Midnights.Standing standing() {
    return new Midnights.Standing(
        sums.get(Measure.BOOKED_AMOUNT), forecast.projectedAmount(), figures.coverageToGo());
  }
}
