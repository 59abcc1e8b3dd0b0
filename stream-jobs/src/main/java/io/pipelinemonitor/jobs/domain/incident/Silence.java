package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which nobody is to be told of what a rule or scope does. Times are stream
 * time in microseconds.
 *
 * @param matcher what is silenced
 * @param from inclusive
 * @param until exclusive
 */
public record Silence(Matcher matcher, long from, long until) {

  /**
   * What is silenced.
   *
   * @param ruleId null: every rule
   * @param scopeType null: every scope
   * @param scopeId null: every scope of that kind
   */
  public record Matcher(
      @Nullable String ruleId, @Nullable ScopeType scopeType, @Nullable String scopeId) {

    /** Whether what that rule says of that scope is silenced. */
    public boolean covers(String ruleId, Scope scope) {
      return (this.ruleId == null || this.ruleId.equals(ruleId))
          && (scopeType == null || scopeType == scope.type())
          && (scopeId == null || scopeId.equals(scope.id()));
    }
  }

  Silence endingAt(long at) {
    return new Silence(matcher, from, at);
  }

  /** Whether it holds at that moment. */
  public boolean holdsAt(long at) {
    return from <= at && at < until;
  }
}
