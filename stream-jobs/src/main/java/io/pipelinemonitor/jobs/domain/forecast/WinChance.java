package io.pipelinemonitor.jobs.domain.forecast;

/**
 * The chance that an open deal of one class is won by the end of its period.
 *
 * @param probability 0 to 1; falls to 0 at the period's end
 * @param weight how many outcomes it rests on, after decay, those lent by the parent scope left out
 */
public record WinChance(PeriodCurve probability, PeriodCurve weight) {}
