package io.pipelinemonitor.jobs.pipeline;

import io.pipelinemonitor.jobs.domain.metrics.OpenDealOfAccount;
import org.jspecify.annotations.Nullable;

/**
 * What an account is to know of one of its deals.
 *
 * @param accountId the account
 * @param dealId the deal
 * @param deal null if it is no longer an open deal of the account
 * @param tick stream time of the change, milliseconds
 */
record AccountChange(
    String accountId, String dealId, @Nullable OpenDealOfAccount deal, long tick) {}
