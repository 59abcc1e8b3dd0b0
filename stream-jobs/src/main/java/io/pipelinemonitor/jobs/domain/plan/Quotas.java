package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The quotas that are set, and those that follow for units from what is below them.
 *
 * <p>A quota in another currency is converted at the rate of its period's first day; without one it
 * does not count.
 */
public final class Quotas {

  private final Map<Scope, Map<String, Quota>> byScope = new HashMap<>();

  /** Sets a quota, or replaces the one of its scope and period. */
  public void put(Quota quota) {
    byScope.computeIfAbsent(quota.scope(), scope -> new HashMap<>()).put(quota.period(), quota);
  }

  /** Takes a quota back. */
  public void remove(Scope scope, String period) {
    Map<String, Quota> byPeriod = byScope.get(scope);
    if (byPeriod != null && byPeriod.remove(period) != null && byPeriod.isEmpty()) {
      byScope.remove(scope);
    }
  }

  /** The periods for which the scope itself has a quota. */
  public Set<String> periods(Scope scope) {
    return byScope.getOrDefault(scope, Map.of()).keySet();
  }

  /**
   * The quota that the scope itself has for the period.
   *
   * @return minor units of the reporting currency, above 0; null without one
   */
  public @Nullable Long own(Scope scope, FiscalPeriod period, FxRates rates) {
    Quota quota = byScope.getOrDefault(scope, Map.of()).get(period.name());
    if (quota == null) {
      return null;
    }
    Long converted = rates.convert(quota.amount(), quota.currency(), period.startDay());
    return converted != null && converted > 0 ? converted : null;
  }

  /** The scopes with a quota in the currency. */
  Set<Scope> scopesIn(String currency) {
    Set<Scope> found = new HashSet<>();
    byScope.forEach(
        (scope, byPeriod) -> {
          if (byPeriod.values().stream().anyMatch(quota -> quota.currency().equals(currency))) {
            found.add(scope);
          }
        });
    return found;
  }
}
