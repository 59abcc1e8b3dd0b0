package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What scopes have committed to: of each period the latest, and what stood when it began. */
public final class ForecastCalls {

  private record Key(Scope scope, String period, boolean opening) {}

  private final Map<Key, ForecastCall> commits = new HashMap<>();

  /**
   * Takes a call.
   *
   * @return whether the scope's figures may change by it
   */
  boolean put(ForecastCall call) {
    if (call.category() != ForecastCategory.COMMIT) {
      return false;
    }
    Key key = new Key(call.scope(), call.period(), call.opening());
    ForecastCall known = commits.get(key);
    if (known != null && known.holdsAgainst(call)) {
      return false;
    }
    commits.put(key, call);
    return true;
  }

  /** The latest commit, by when it was said; null without one. */
  public @Nullable ForecastCall latest(Scope scope, String period) {
    ForecastCall later = commits.get(new Key(scope, period, false));
    return later == null ? opening(scope, period) : later;
  }

  /** The commit that stood when the period began; null without one. */
  public @Nullable ForecastCall opening(Scope scope, String period) {
    return commits.get(new Key(scope, period, true));
  }

  /** The scopes that committed to an amount in the currency. */
  Set<Scope> scopesIn(String currency) {
    Set<Scope> found = new HashSet<>();
    for (ForecastCall call : commits.values()) {
      if (call.currency().equals(currency)) {
        found.add(call.scope());
      }
    }
    return found;
  }
}
