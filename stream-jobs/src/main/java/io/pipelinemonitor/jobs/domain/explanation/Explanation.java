package io.pipelinemonitor.jobs.domain.explanation;

import java.util.List;

/**
 * The change of an amount, told by deals: what the contributors added and what the others added is
 * the whole of it.
 *
 * @param money which amount
 * @param sinceDay the epoch day at whose beginning the change begins
 * @param since its first moment
 * @param total the whole change
 * @param contributors those that moved the most, the largest first
 * @param other what all other deals added together
 */
public record Explanation(
    Money money,
    long sinceDay,
    long since,
    long total,
    List<Contributor> contributors,
    long other) {}
