package io.pipelinemonitor.jobs.domain.risk;

/**
 * One reason why a deal is at risk.
 *
 * @param name which reason
 * @param points what it adds to the score, 0 to 100; less than its own where the score is capped
 * @param since when it came to hold, microseconds since the epoch
 * @param detail the fact behind it in a few words, which stay true until the assessment changes
 */
public record RiskFactor(RiskFactorName name, int points, long since, String detail) {}
