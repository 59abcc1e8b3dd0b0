package io.pipelinemonitor.jobs.domain.risk;

import org.jspecify.annotations.Nullable;

/**
 * What a deal was worth from an instant on.
 *
 * @param from microseconds since the epoch
 * @param amount minor units; null if the deal had no amount then
 * @param currency ISO 4217; null is the reporting currency
 */
public record AmountStatement(long from, @Nullable Long amount, @Nullable String currency) {}
