package io.pipelinemonitor.jobs.domain.explanation;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What one deal did to one amount of one scope and period.
 *
 * @param scope whose amount moved
 * @param period of which period
 * @param money which amount
 * @param dealId the deal
 * @param name what people call it; null for no name
 * @param ownerId its owner; null for none
 * @param what what happened
 * @param delta what it added
 * @param standing what the deal adds to the amount after it
 * @param asOf when that took effect
 */
public record ScopeMove(
    Scope scope,
    String period,
    Money money,
    String dealId,
    @Nullable String name,
    @Nullable String ownerId,
    Happened what,
    long delta,
    long standing,
    long asOf) {

  /** The key of the scope's figures of the period. */
  public String key() {
    return scope.key(period);
  }
}
