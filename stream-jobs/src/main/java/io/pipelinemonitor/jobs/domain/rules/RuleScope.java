package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.Collection;
import java.util.Set;

/**
 * Which scopes a rule watches.
 *
 * @param types kinds of scope; empty: every kind
 * @param include the only scopes of those kinds that it watches; empty: all of them
 * @param exclude scopes that it leaves out all the same
 */
public record RuleScope(Set<ScopeType> types, Set<Scope> include, Set<Scope> exclude) {

  public RuleScope {
    types = Set.copyOf(types);
    include = Set.copyOf(include);
    exclude = Set.copyOf(exclude);
  }

  /** Whether the rule watches the scope. */
  public boolean covers(Scope scope) {
    return coversType(scope.type())
        && (include.isEmpty() || include.contains(scope))
        && !exclude.contains(scope);
  }

  /** Whether the rule watches what counts in all of these scopes. */
  public boolean coversAny(Collection<Scope> scopes) {
    return scopes.stream().noneMatch(exclude::contains) && scopes.stream().anyMatch(this::covers);
  }

  /** Whether the rule watches any scope of that kind. */
  public boolean coversType(ScopeType type) {
    return types.isEmpty() || types.contains(type);
  }
}
