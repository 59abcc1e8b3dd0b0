package io.pipelinemonitor.jobs.domain.learning;

import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a deal now. Times are microseconds since the epoch.
 *
 * @param createdAt when it was created
 * @param lastEventAt the time of its latest event
 * @param exists false once it is deleted or merged into another
 * @param status open, won or lost
 * @param closedAt when it was won or lost; null while open
 * @param period index of the period in which it counts; {@link
 *     io.pipelinemonitor.jobs.domain.forecast.DealStanding#NO_PERIOD} for none
 * @param amount minor units of the reporting currency; 0 without an amount or a rate
 * @param scopes where it counts
 * @param stages its stays in stages, earliest first
 */
public record DealPresent(
    long createdAt,
    long lastEventAt,
    boolean exists,
    DealStatus status,
    @Nullable Long closedAt,
    int period,
    long amount,
    DealScopes scopes,
    List<StageEntry> stages) {

  /** Its sales process; empty if it has none. */
  String pipelineId() {
    String pipelineId = scopes.pipelineId();
    return pipelineId == null ? "" : pipelineId;
  }

  /** Whether it is one that may still be won. */
  boolean isOpen() {
    return exists && status == DealStatus.OPEN;
  }
}
