package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.Plan;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is published of a scope and period, given its sums and the plan in force. */
public final class Reporting {

  private static final long MICROS_PER_MILLI = 1_000;

  private final Policy policy;
  private final Plan plan;
  private final Map<Scope, Map<String, Optional<Long>>> quotaInForce = new HashMap<>();
  private boolean circleFound;

  /** Of a plan that may change: see {@link #forget}. */
  public Reporting(Policy policy, Plan plan) {
    this.policy = policy;
    this.plan = plan;
  }

  /**
   * What the scope is to sell in the period: its own quota, else for a unit and the company the sum
   * over the units and members directly below. A root unit has none: it is the company, and what is
   * set for it is the company's.
   *
   * @return minor units of the reporting currency, above 0; null without a quota
   */
  public @Nullable Long quota(Scope scope, FiscalPeriod period) {
    if (scope.type() == ScopeType.UNIT && plan.organisation().isCompany(scope.id())) {
      return null;
    }
    return inForce(scope, period, new HashSet<>());
  }

  /**
   * @param above the units on whose behalf it is asked for: a circle of units ends where it began
   */
  private @Nullable Long inForce(Scope scope, FiscalPeriod period, Set<Scope> above) {
    Long own = plan.quotas().own(scope, period, plan.rates());
    if (own != null || !scope.type().isRolledUp()) {
      return own;
    }
    Map<String, Optional<Long>> ofScope =
        quotaInForce.computeIfAbsent(scope, key -> new HashMap<>());
    Optional<Long> known = ofScope.get(period.name());
    if (known != null) {
      return known.orElse(null);
    }
    if (!above.add(scope)) {
      circleFound = true;
      return null;
    }
    boolean circleBefore = circleFound;
    circleFound = false;
    long sum = 0;
    for (Scope part : parts(scope, period)) {
      Long quota = inForce(part, period, above);
      sum += quota == null ? 0 : quota;
    }
    above.remove(scope);
    Long quota = sum > 0 ? (Long) sum : null;
    // Within a circle a sum depends on where it was begun: it is good for this once.
    if (!circleFound) {
      ofScope.put(period.name(), Optional.ofNullable(quota));
    }
    circleFound = !above.isEmpty() && (circleFound || circleBefore);
    return quota;
  }

  /**
   * What adds up to the quota of a scope without one of its own. For the company these are the
   * roots alone if a quota is set for one: what hangs on no known unit is no part of that.
   */
  private List<Scope> parts(Scope scope, FiscalPeriod period) {
    List<Scope> parts = new ArrayList<>();
    boolean rootHasQuota = false;
    if (scope.type() == ScopeType.COMPANY) {
      for (Scope root : plan.organisation().roots()) {
        boolean hasQuota = plan.quotas().own(root, period, plan.rates()) != null;
        // Its parts rather than the root itself: a change below it concerns the company only.
        parts.addAll(hasQuota ? List.of(root) : plan.organisation().parts(root));
        rootHasQuota |= hasQuota;
      }
    }
    return rootHasQuota ? parts : plan.organisation().parts(scope);
  }

  /** Computes anew, when next asked, what a change of the plan concerns. */
  public void forget(Set<Scope> concerned) {
    quotaInForce.keySet().removeAll(concerned);
  }

  /**
   * What is published of the scope: the sums of its deals, and for a rep what is known of the rep.
   *
   * @param deals the sums of the scope's deals; of a unit, already with those of its reps
   * @param today an epoch day
   */
  public Sums published(Scope scope, FiscalPeriod period, Sums deals, long today) {
    if (scope.type() != ScopeType.REP) {
      return deals;
    }
    Sums published = deals.copy();
    if (!plan.organisation().hasMember(scope.id())) {
      published.add(Measure.UNKNOWN_OWNER_COUNT, deals.get(Measure.OPEN_COUNT));
    }
    Long quota = quota(scope, period);
    if (quota != null) {
      published.add(Measure.REPS_WITH_QUOTA, 1);
      published.add(Measure.REPS_AT_QUOTA, Figures.atQuota(deals, quota) ? 1 : 0);
      published.add(Measure.REPS_ON_PACE, Figures.onPace(deals, quota, period, today) ? 1 : 0);
    }
    return published;
  }

  /**
   * What a rep adds to the units above: all that is published of it. Someone who is not in the
   * organisation is no rep of any unit, though their deals count for the company.
   *
   * @param published see {@link #published}
   */
  public Sums rolledUp(Scope rep, Sums published) {
    if (plan.organisation().hasMember(rep.id())) {
      return published;
    }
    Sums dealsOnly = published.copy();
    for (Measure measure :
        List.of(Measure.REPS_WITH_QUOTA, Measure.REPS_AT_QUOTA, Measure.REPS_ON_PACE)) {
      dealsOnly.add(measure, -published.get(measure));
    }
    return dealsOnly;
  }

  /**
   * The scope's snapshot.
   *
   * @param published see {@link #published}
   * @param week how the open amount moved over the trailing week
   * @param trailing what happened in the trailing window; null unless today lies in the period:
   *     only that snapshot shows it
   * @param pace what was kept of earlier midnights
   * @param asOf stream time, milliseconds
   */
  public ScopeSnapshot snapshot(
      Scope scope,
      FiscalPeriod period,
      Sums published,
      Sums week,
      @Nullable Trailing trailing,
      Pace pace,
      long asOf) {
    long today = policy.calendar().epochDay(asOf * MICROS_PER_MILLI);
    return new ScopeSnapshot(
        scope,
        period,
        asOf * MICROS_PER_MILLI,
        plan.organisation().name(scope),
        plan.organisation().path(scope),
        plan.organisation().ownerId(scope),
        published,
        week,
        Figures.of(published, quota(scope, period), period, today, policy.coverageTarget()),
        forecast(scope, period, published, today),
        pace,
        trailing,
        trailing == null ? null : Velocity.of(trailing.now(), published.get(Measure.OPEN_COUNT)));
  }

  private Forecast forecast(Scope scope, FiscalPeriod period, Sums published, long today) {
    return Forecast.of(
        published,
        commit(plan.calls().latest(scope, period.name())),
        commit(plan.calls().opening(scope, period.name())),
        plan.models().of(scope, plan.organisation()),
        period,
        today);
  }

  /** At the rate of the day on which it was said; null without one. */
  private Forecast.@Nullable Commit commit(@Nullable ForecastCall call) {
    if (call == null) {
      return null;
    }
    Long amount =
        plan.rates()
            .convert(
                call.amount(), call.currency(), policy.calendar().epochDay(call.submittedAt()));
    return amount == null
        ? null
        : new Forecast.Commit(amount, call.submittedBy(), call.submittedAt());
  }
}
