package io.pipelinemonitor.jobs.alerting;

/**
 * What a deal did to its open amount of a period.
 *
 * @param before minor units; 0: it did not count
 * @param after minor units; 0: it does not count
 * @param at when, stream time in milliseconds
 */
public record AmountChange(long before, long after, long at) {}
