package io.pipelinemonitor.jobs.domain.rules;

/**
 * Where a metric stood in earlier periods when the same part of them had passed.
 *
 * @param median over these periods, in the metric's unit, money in major units
 * @param periods how many they are
 */
public record Pace(double median, int periods) {}
