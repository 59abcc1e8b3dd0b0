package io.pipelinemonitor.alerts;

/**
 * Whether the service does its work.
 *
 * @param detail one sentence for people
 */
public record Health(boolean healthy, String detail) {}
