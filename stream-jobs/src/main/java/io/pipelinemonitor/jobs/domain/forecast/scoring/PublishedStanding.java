package io.pipelinemonitor.jobs.domain.forecast.scoring;

import io.pipelinemonitor.jobs.domain.forecast.Projection;
import org.jspecify.annotations.Nullable;

/**
 * What was published of a scope's running period at a midnight. Amounts are minor units of the
 * reporting currency.
 *
 * @param day the epoch day that began
 * @param booked won so far in the period
 * @param weighted its open deals times their probability in the CRM
 * @param projection what the period was to end with; null where nothing had been learnt
 */
public record PublishedStanding(
    long day, long booked, long weighted, @Nullable Projection projection) {}
