package io.pipelinemonitor.alerts.board;

import io.pipelinemonitor.schema.ScopeType;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How much boards show.
 *
 * @param scopes kinds of scopes that are shown in full; where there is no room for all, the first
 *     kinds go before the others
 * @param topReps how many reps are shown if not all are: those with the most open pipeline in the
 *     current period
 * @param periods which periods are shown
 * @param mostSeries how many time series the figures of scopes may be together
 * @param mostIncidents how many open incidents are shown one by one
 * @param zone in which today is today: the fiscal calendar's
 */
public record BoardSettings(
    List<ScopeType> scopes,
    int topReps,
    Set<BoardPeriod> periods,
    int mostSeries,
    int mostIncidents,
    ZoneId zone) {

  public BoardSettings {
    scopes = List.copyOf(new LinkedHashSet<>(scopes));
    periods = Set.copyOf(periods);
  }
}
