package io.pipelinemonitor.jobs.domain.drift;

/**
 * One look at a projection, without what a rule makes of it. Amounts are minor units of the
 * reporting currency.
 *
 * @param day the epoch day at whose beginning it was taken
 * @param at that moment, stream time in microseconds
 * @param projected the projection
 * @param baseline what it is compared with
 * @param sigma how far earlier periods were from their baseline at the same elapsed part
 * @param innovation what the step since the look before adds, in its standard deviations; 0 of the
 *     first look
 */
public record DriftLook(
    long day, long at, long projected, long baseline, double sigma, double innovation) {}
