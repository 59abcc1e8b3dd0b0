package io.pipelinemonitor.alerts.console;

import io.pipelinemonitor.schema.PipelineSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of figures to draw how they came about. Money is in minor units of the reporting
 * currency; what is null there is null here.
 */
record PastFigures(
    @Nullable Double coverageToGo,
    @Nullable Long quota,
    @Nullable Long projected,
    @Nullable Long low,
    @Nullable Long high,
    @Nullable Long submittedCommit,
    long booked,
    long open) {

  static PastFigures of(PipelineSnapshot snapshot) {
    return new PastFigures(
        snapshot.getCoverageToGo(),
        snapshot.getQuota(),
        snapshot.getProjectedAmount(),
        snapshot.getProjectedLow(),
        snapshot.getProjectedHigh(),
        snapshot.getSubmittedCommit(),
        snapshot.getBookedAmount(),
        snapshot.getOpenAmount());
  }
}
