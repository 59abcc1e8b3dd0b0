package io.pipelinemonitor.jobs.domain.incident;

import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.rules.WatchedDeal;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in which nobody is to be told of what a rule or scope does. Times are stream
 * time in microseconds.
 *
 * @param cause why
 * @param matcher what is silenced
 * @param scopes of that, these scopes only; null: all
 * @param from inclusive
 * @param until exclusive; {@link #OPEN_ENDED}: not known yet
 */
public record Silence(
    Suppression cause, Matcher matcher, @Nullable Set<Scope> scopes, long from, long until) {

  /** Until it is ended. */
  public static final long OPEN_ENDED = Long.MAX_VALUE;

  private static final Matcher EVERYTHING = new Matcher(null, null, null);

  /** One that somebody asks for. */
  public Silence(Matcher matcher, long from, long until) {
    this(Suppression.SILENCE, matcher, null, from, until);
  }

  /**
   * One that lasts for as long as something goes on.
   *
   * @param scopes what that touches; null: everything
   */
  public static Silence during(Suppression cause, @Nullable Set<Scope> scopes, long from) {
    return new Silence(cause, EVERYTHING, scopes, from, OPEN_ENDED);
  }

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
    return new Silence(cause, matcher, scopes, from, at);
  }

  /** Whether it is about what that rule says of that scope. */
  public boolean covers(String ruleId, Scope scope) {
    return matcher.covers(ruleId, scope) && (scopes == null || scopes.contains(scope));
  }

  /**
   * Whether it is about what that rule says of what is observed. A large edit touches everything
   * that its deals count in, or the deal itself where that is not known. So a deal is meant if it
   * counts in nothing else: those that were edited, and at most the others of the same owner,
   * segment and so on.
   */
  boolean covers(String ruleId, Observation observation) {
    WatchedDeal deal = observation.deal();
    if (deal == null || scopes == null) {
      return covers(ruleId, observation.scope());
    }
    return covers(ruleId, observation.scope())
        || (matcher.covers(ruleId, observation.scope())
            && deal.scopes().stream()
                .allMatch(scope -> scope.type() == ScopeType.DEAL || scopes.contains(scope)));
  }

  /** Whether it holds at that moment. */
  public boolean holdsAt(long at) {
    return from <= at && at < until;
  }
}
