package io.pipelinemonitor.jobs.domain.metrics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one deal adds to figures at a moment.
 *
 * @param contribution to its period; null for nothing
 * @param movements how its open amount came about, of all periods
 * @param dated what counts in trailing windows
 */
public record DealFootprint(
    @Nullable Contribution contribution,
    List<WaterfallMovement> movements,
    List<DatedFigure> dated) {

  /** Of a deal of which nothing is known. */
  public static final DealFootprint NONE = new DealFootprint(null, List.of(), List.of());
}
