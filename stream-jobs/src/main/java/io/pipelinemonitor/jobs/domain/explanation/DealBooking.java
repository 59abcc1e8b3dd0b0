package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.metrics.DealScopes;
import org.jspecify.annotations.Nullable;

/**
 * What a deal is booked with, as it was published.
 *
 * @param name what people call the deal; null for no name
 * @param period in which it was won; null: it is not won
 * @param scopes where it counts
 * @param amount what it was won with; 0 if it is not won
 * @param what what made it so
 * @param asOf when it was published
 */
public record DealBooking(
    @Nullable String name,
    @Nullable String period,
    DealScopes scopes,
    long amount,
    Happened what,
    long asOf) {}
