package io.pipelinemonitor.jobs.alerting;

/**
 * What is new of a source, for its incident of one period.
 *
 * @param source the system that reports
 * @param period the fiscal period's name
 * @param at when something last came from it, or when it was forgotten; stream time in milliseconds
 * @param isGone whether it was forgotten
 */
public record SourceNews(String source, String period, long at, boolean isGone) {}
