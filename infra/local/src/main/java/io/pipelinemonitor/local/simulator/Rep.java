package io.pipelinemonitor.local.simulator;

/**
 * Somebody who sells.
 *
 * @param memberId the identifier in the organisation
 * @param name their name
 * @param quota of the simulated quarter, minor units of the team's currency
 * @param aim the share of it that this rep will about reach, 0.9 for 90 %
 */
public record Rep(String memberId, String name, long quota, double aim) {}
