package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.DealMovement;

/** Adds up what deals do to the figures of the scopes that they count in by themselves. */
final class MovementCombiner extends CombineOperator<DealMovement> {

  private static final long serialVersionUID = 1L;

  static final String UID = "movement-combiner";

  @Override
  void fold(DealMovement movement, DeltaBuffer buffer) {
    movement.addTo((scope, bucket) -> buffer.sums(scope, bucket, movement.at()));
  }
}
