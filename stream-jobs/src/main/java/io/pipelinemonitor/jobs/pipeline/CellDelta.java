package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;

/**
 * What a scope's figures of a bucket change by within a tick.
 *
 * @param scope the scope's key, {@code TYPE:id}
 * @param bucket a period or a day, see {@link io.pipelinemonitor.jobs.domain.metrics.Bucket}
 * @param tick the tick's end, stream time in milliseconds
 * @param sums the change; zero where the figures are only to be looked at again
 */
record CellDelta(String scope, String bucket, long tick, Sums sums) {}
