package io.pipelinemonitor.jobs.domain.rules;

/**
 * One severity of a rule with its lines.
 *
 * @param severity how bad a breach of it is
 * @param fire the value past which the level is in breach, in the metric's unit
 * @param clear the value at which it is over; on the healthy side of {@code fire}
 * @param forMicros how long the breach must last before it fires, microseconds
 */
public record RuleLevel(Severity severity, double fire, double clear, long forMicros) {}
