package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.Sums;

/**
 * What a scope's figures for a period change by within a tick.
 *
 * @param scope the scope's key, {@code TYPE:id}
 * @param period the fiscal period's name
 * @param tick the tick's end, stream time in milliseconds
 * @param sums the change; zero where the figures are only to be looked at again
 */
record CellDelta(String scope, String period, long tick, Sums sums) {}
