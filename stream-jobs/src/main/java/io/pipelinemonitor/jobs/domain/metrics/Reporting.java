package io.pipelinemonitor.jobs.domain.metrics;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.plan.FxRates;
import io.pipelinemonitor.jobs.domain.plan.Organisation;
import io.pipelinemonitor.jobs.domain.plan.Quotas;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is published of a scope and period, given its sums and the plan in force. */
public final class Reporting {

  private static final long MICROS_PER_MILLI = 1_000;

  private final Policy policy;
  private final Organisation organisation;
  private final Quotas quotas;
  private final FxRates rates;
  private final Map<String, Optional<Long>> quotaInForce = new HashMap<>();

  /** Good for as long as none of the plan's parts changes. */
  public Reporting(Policy policy, Organisation organisation, Quotas quotas, FxRates rates) {
    this.policy = policy;
    this.organisation = organisation;
    this.quotas = quotas;
    this.rates = rates;
  }

  /**
   * The quota of the scope for the period, see {@link Quotas#inForce}; none for a root unit, which
   * is the company.
   */
  public @Nullable Long quota(Scope scope, FiscalPeriod period) {
    if (scope.type() == ScopeType.UNIT && organisation.isCompany(scope.id())) {
      return null;
    }
    return quotaInForce
        .computeIfAbsent(
            scope.key(period.name()),
            key -> Optional.ofNullable(quotas.inForce(scope, period, organisation, rates)))
        .orElse(null);
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
    if (!organisation.hasMember(scope.id())) {
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
    if (organisation.hasMember(rep.id())) {
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
   * @param asOf stream time, milliseconds
   */
  public ScopeSnapshot snapshot(Scope scope, FiscalPeriod period, Sums published, long asOf) {
    long today = policy.calendar().epochDay(asOf * MICROS_PER_MILLI);
    return new ScopeSnapshot(
        scope,
        period,
        asOf * MICROS_PER_MILLI,
        organisation.name(scope),
        organisation.path(scope),
        organisation.ownerId(scope),
        published,
        Figures.of(published, quota(scope, period), period, today, policy.coverageTarget()));
  }
}
