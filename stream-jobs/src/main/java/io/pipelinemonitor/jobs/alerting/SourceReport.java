package io.pipelinemonitor.jobs.alerting;

/**
 * That something came from a source.
 *
 * @param source the system that reports
 * @param at the end of the tick in which it came, stream time in milliseconds
 */
public record SourceReport(String source, long at) {}
