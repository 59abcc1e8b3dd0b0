package io.pipelinemonitor.jobs.domain.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A change of what one deal adds to the figures.
 *
 * @param before what it added until now; null for nothing
 * @param after what it adds from now on; null for nothing
 * @param at stream time of the change, milliseconds
 */
public record DealMovement(@Nullable Contribution before, @Nullable Contribution after, long at) {}
