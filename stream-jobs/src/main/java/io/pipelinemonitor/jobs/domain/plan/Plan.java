package io.pipelinemonitor.jobs.domain.plan;

import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the figures of scopes are measured against, and whom a change of it concerns. */
public final class Plan {

  private final Organisation organisation = new Organisation();
  private final Quotas quotas = new Quotas();
  private final ForecastCalls calls = new ForecastCalls();
  private final ForecastModels models = new ForecastModels();
  private FxRates rates;

  /** Nothing defined yet. */
  public Plan(String reportingCurrency) {
    this.rates = new FxRates(reportingCurrency);
  }

  public Organisation organisation() {
    return organisation;
  }

  public Quotas quotas() {
    return quotas;
  }

  public ForecastCalls calls() {
    return calls;
  }

  public ForecastModels models() {
    return models;
  }

  public FxRates rates() {
    return rates;
  }

  /**
   * Puts the change in force.
   *
   * @return the scopes whose figures may change by it, each with the periods for which it may now
   *     have figures that it had none for. If there are any, and the change {@linkplain
   *     PlanChange#concernsEveryScope concerns every scope}, it is all
   */
  public Map<Scope, Set<String>> apply(PlanChange change) {
    Map<Scope, Set<String>> concerned = new HashMap<>();
    if (change instanceof PlanChange.Unit unit) {
      applyUnit(unit.unitId(), unit.definition(), concerned);
    } else if (change instanceof PlanChange.Member member) {
      Scope rep = Scope.rep(member.memberId());
      addWithAncestors(rep, quotas.periods(rep), concerned);
      OrgMember definition = member.definition();
      if (definition == null) {
        organisation.removeMember(member.memberId());
      } else {
        organisation.put(definition);
      }
      addWithAncestors(rep, quotas.periods(rep), concerned);
    } else if (change instanceof PlanChange.Target target) {
      Quota definition = target.definition();
      if (definition == null) {
        quotas.remove(target.scope(), target.period());
      } else {
        quotas.put(definition);
      }
      addWithAncestors(target.scope(), Set.of(target.period()), concerned);
    } else if (change instanceof PlanChange.Rate rate) {
      FxRate definition = rate.definition();
      rates = definition == null ? rates.without(rate.currency()) : rates.with(definition);
      for (Scope scope : quotas.scopesIn(rate.currency())) {
        addWithAncestors(scope, quotas.periods(scope), concerned);
      }
      calls.scopesIn(rate.currency()).forEach(scope -> add(scope, Set.of(), concerned));
    } else if (change instanceof PlanChange.Call call) {
      if (calls.put(call.definition())) {
        add(call.definition().scope(), Set.of(), concerned);
      }
    } else if (change instanceof PlanChange.Model model) {
      applyModel(model, concerned);
    }
    return concerned;
  }

  private void applyModel(PlanChange.Model model, Map<Scope, Set<String>> concerned) {
    ModelParameters definition = model.definition();
    String currency = model.currency();
    // Amounts in a currency that was reported in before are worth nothing now.
    boolean usable = currency == null || currency.equals(rates.reportingCurrency());
    boolean changed =
        definition != null && usable ? models.put(definition) : models.remove(model.scope());
    if (!changed) {
      return;
    }
    Set<Scope> below =
        model.scope().type() == ScopeType.UNIT
            ? organisation.subtree(model.scope().id())
            : Set.of(model.scope());
    below.forEach(scope -> add(scope, Set.of(), concerned));
  }

  private void applyUnit(
      String unitId, @Nullable OrgUnit definition, Map<Scope, Set<String>> concerned) {
    OrgUnit before = organisation.unit(unitId);
    boolean moves =
        before == null
            || definition == null
            || !Objects.equals(before.parentUnitId(), definition.parentUnitId());
    if (moves) {
      addSubtree(unitId, concerned);
    }
    if (definition == null) {
      organisation.removeUnit(unitId);
    } else {
      organisation.put(definition);
    }
    if (moves) {
      addSubtree(unitId, concerned);
    } else {
      add(organisation.isCompany(unitId) ? Scope.COMPANY : Scope.unit(unitId), Set.of(), concerned);
    }
  }

  /** A unit with all below and above it, and the periods of all quotas below it. */
  private void addSubtree(String unitId, Map<Scope, Set<String>> concerned) {
    Set<String> periods = new HashSet<>();
    Set<Scope> subtree = organisation.subtree(unitId);
    for (Scope scope : subtree) {
      periods.addAll(quotas.periods(scope));
    }
    for (Scope scope : subtree) {
      add(scope, scope.type() == ScopeType.REP ? quotas.periods(scope) : periods, concerned);
    }
    for (Scope ancestor : organisation.ancestors(Scope.unit(unitId))) {
      add(ancestor, periods, concerned);
    }
    if (organisation.isCompany(unitId)) {
      add(Scope.COMPANY, periods, concerned);
    }
  }

  private void addWithAncestors(
      Scope scope, Set<String> periods, Map<Scope, Set<String>> concerned) {
    add(scope, periods, concerned);
    for (Scope ancestor : organisation.ancestors(scope)) {
      add(ancestor, periods, concerned);
    }
  }

  private static void add(Scope scope, Set<String> periods, Map<Scope, Set<String>> concerned) {
    concerned.computeIfAbsent(scope, key -> new HashSet<>()).addAll(periods);
  }
}
