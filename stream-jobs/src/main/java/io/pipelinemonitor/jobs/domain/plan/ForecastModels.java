package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was learnt from outcomes, scope by scope; who has learnt nothing goes by those above. */
public final class ForecastModels {

  private final Map<Scope, ModelParameters> byScope = new HashMap<>();

  /**
   * Puts parameters in force, in the place of the scope's earlier ones.
   *
   * @return whether projections may change by it
   */
  boolean put(ModelParameters parameters) {
    ModelParameters before = byScope.put(parameters.scope(), parameters);
    return before == null || !before.projectsAs(parameters);
  }

  /**
   * Takes the scope's parameters out of force.
   *
   * @return whether it had any
   */
  boolean remove(Scope scope) {
    return byScope.remove(scope) != null;
  }

  /**
   * What the scope is projected with: its own parameters, else those of the nearest unit above that
   * has any, else the company's.
   *
   * @return null if there are none
   */
  public @Nullable ModelParameters of(Scope scope, Organisation organisation) {
    ModelParameters own = byScope.get(scope);
    if (own != null) {
      return own;
    }
    List<Scope> above = organisation.ancestors(scope);
    for (Scope ancestor : above.isEmpty() ? List.of(Scope.COMPANY) : above) {
      ModelParameters lent = byScope.get(ancestor);
      if (lent != null) {
        return lent.lentTo(scope);
      }
    }
    return null;
  }
}
