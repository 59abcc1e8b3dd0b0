package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.scope.Scope;

/**
 * What a scope is to sell in a period.
 *
 * @param scope who
 * @param period the fiscal period's name
 * @param amount minor units of {@code currency}
 * @param currency ISO 4217
 */
public record Quota(Scope scope, String period, long amount, String currency) {}
