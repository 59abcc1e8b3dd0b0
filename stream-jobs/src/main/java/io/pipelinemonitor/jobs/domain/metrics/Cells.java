package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.scope.Scope;

/** Where a deal's figures are added up. */
@FunctionalInterface
public interface Cells {

  /**
   * The sums of a scope, to be added to.
   *
   * @param bucket see {@link Bucket}
   */
  Sums at(Scope scope, String bucket);
}
