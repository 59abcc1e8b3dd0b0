package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A definition that comes into force, or, where the definition is null, ends. */
public sealed interface PlanChange {

  /** A unit of the organisation. */
  record Unit(String unitId, @Nullable OrgUnit definition) implements PlanChange {}

  /** A member of the organisation. */
  record Member(String memberId, @Nullable OrgMember definition) implements PlanChange {}

  /** A quota of a scope for a period. */
  record Target(Scope scope, String period, @Nullable Quota definition) implements PlanChange {}

  /** An exchange rate; without a definition, all rates of the currency end. */
  record Rate(String currency, @Nullable FxRate definition) implements PlanChange {}

  /** What somebody said that a scope will close. */
  record Call(ForecastCall definition) implements PlanChange {}

  /**
   * What was learnt about a scope.
   *
   * @param currency of its amounts, ISO 4217; null if it has none
   * @param stages how long deals are in stages: learnt for the company, none for other scopes
   */
  record Model(
      Scope scope,
      @Nullable ModelParameters definition,
      @Nullable String currency,
      List<LearntStage> stages)
      implements PlanChange {}

  /** Whether it concerns scopes that no definition names. */
  default boolean concernsEveryScope() {
    return this instanceof Model model && model.scope().equals(Scope.COMPANY);
  }

  /** A sales process. */
  record Process(String pipelineId, @Nullable SalesProcess definition) implements PlanChange {}
}
