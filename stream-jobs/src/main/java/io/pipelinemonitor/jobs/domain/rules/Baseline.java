package io.pipelinemonitor.jobs.domain.rules;

import org.jspecify.annotations.Nullable;

/**
 * What a metric is compared with.
 *
 * @param value in the metric's unit, money in major units
 * @param at the moment at which the metric stood there, stream time in microseconds; null: it is
 *     taken from several moments
 */
public record Baseline(double value, @Nullable Long at) {}
