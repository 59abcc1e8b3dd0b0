package io.pipelinemonitor.jobs.domain.explanation;

import org.jspecify.annotations.Nullable;

/**
 * One deal's part in a change.
 *
 * @param dealId the deal
 * @param name what people call it; null for no name
 * @param ownerId its owner; null for none
 * @param what the latest of what moved it most
 * @param delta what it added to the change; never 0
 * @param before what it added to the amount before
 * @param after what it adds now; {@code before + delta}
 */
public record Contributor(
    String dealId,
    @Nullable String name,
    @Nullable String ownerId,
    Happened what,
    long delta,
    long before,
    long after) {}
