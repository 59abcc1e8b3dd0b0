package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Contribution;
import io.pipelinemonitor.jobs.domain.metrics.DealMovement;
import org.jspecify.annotations.Nullable;

/** Adds up what deals do to the figures of the scopes that they count in by themselves. */
final class MovementCombiner extends CombineOperator<DealMovement> {

  private static final long serialVersionUID = 1L;

  static final String UID = "movement-combiner";

  @Override
  void fold(DealMovement movement, DeltaBuffer buffer) {
    add(movement.before(), -1, movement.at(), buffer);
    add(movement.after(), 1, movement.at(), buffer);
  }

  private static void add(
      @Nullable Contribution contribution, int sign, long tick, DeltaBuffer buffer) {
    if (contribution != null) {
      String period = contribution.period().name();
      contribution.forEachScope(
          scope -> contribution.addTo(buffer.sums(scope, period, tick), sign));
    }
  }
}
