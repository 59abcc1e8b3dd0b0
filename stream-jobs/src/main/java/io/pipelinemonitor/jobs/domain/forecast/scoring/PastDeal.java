package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.forecast.DealTimeline;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;

/**
 * A deal whose story is known.
 *
 * @param scopes the scopes it counts in: the company, the units on the way to its rep, the rep
 * @param timeline all that it was
 */
public record PastDeal(List<Scope> scopes, DealTimeline timeline) {

  /** Whether it ever counted in the period. */
  boolean wasIn(FiscalPeriod period) {
    return timeline.standings().stream().anyMatch(standing -> standing.period() == period.index());
  }

  /** The narrowest scope. */
  Scope narrowest() {
    return scopes.get(scopes.size() - 1);
  }
}
