package io.pipelinemonitor.jobs.domain.metrics;

/**
 * The open deals of one stage.
 *
 * @param count how many
 * @param amount minor units of the reporting currency
 */
public record StageSums(long count, long amount) {}
