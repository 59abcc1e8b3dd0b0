package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.scope.Scope;

/** Adds up what reps do to the figures of the units above them. */
final class RollUpCombiner extends CombineOperator<CellDelta> {

  private static final long serialVersionUID = 1L;

  static final String UID = "roll-up-combiner";

  @Override
  void fold(CellDelta delta, DeltaBuffer buffer) {
    buffer.sums(Scope.ofKey(delta.scope()), delta.bucket(), delta.tick()).add(delta.sums());
  }
}
