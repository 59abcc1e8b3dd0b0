package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as somebody wrote it, not yet looked at. An enumerated word is null where this version
 * does not know it; lengths of time are seconds.
 *
 * @param ruleId its identity
 * @param version counts up with every edit, from 1
 * @param name what people call it
 * @param enabled false: it judges nothing
 * @param mode whether anybody is told
 * @param type how it judges
 * @param scopeTypes kinds of scope; empty: every kind
 * @param include keys of the only scopes that it watches; empty: all
 * @param exclude keys of scopes that it leaves out
 * @param periods which fiscal periods it watches
 * @param minQuota minor units of {@code currency}; null: no such bound
 * @param minOpenAmount minor units of {@code currency}; null: no such bound
 * @param currency ISO 4217, of the two amounts
 * @param metric name of the metric
 * @param overSeconds how far back a CHANGE rule looks; null: not said
 * @param changeIn what a CHANGE rule's lines are counted in
 * @param deals which deals a DEAL rule judges; null: not said
 * @param direction on which side of the lines the metric is in breach
 * @param levels its severities
 * @param keepFiringForSeconds how long the value must stay past the clear line
 * @param cooldownSeconds how soon after the end a breach reopens the incident
 * @param activeWindow the part of the period in which it judges; null: all of it
 * @param mOfN how many breaches it takes; null: one that lasts
 * @param minObservations how many observations are awaited
 * @param staleAfterSeconds from what age on figures say nothing; null: any age is fine
 * @param materiality which changes of an open incident are told; null: those of severity only
 * @param remindEverySeconds how often an open incident is told again; null: never
 */
public record RuleDraft(
    String ruleId,
    int version,
    String name,
    boolean enabled,
    @Nullable RuleMode mode,
    @Nullable RuleType type,
    List<@Nullable ScopeType> scopeTypes,
    List<String> include,
    List<String> exclude,
    List<@Nullable RulePeriod> periods,
    @Nullable Long minQuota,
    @Nullable Long minOpenAmount,
    @Nullable String currency,
    String metric,
    @Nullable Long overSeconds,
    @Nullable ChangeMeasure changeIn,
    @Nullable DealsDraft deals,
    @Nullable Direction direction,
    List<LevelDraft> levels,
    long keepFiringForSeconds,
    long cooldownSeconds,
    @Nullable ActiveWindow activeWindow,
    @Nullable MOfN mOfN,
    int minObservations,
    @Nullable Long staleAfterSeconds,
    @Nullable Materiality materiality,
    @Nullable Long remindEverySeconds) {

  /**
   * Looks at everything that can be wrong with it.
   *
   * @param reportingCurrency ISO 4217, what every snapshot is in
   * @param spelling finds the name that a misspelt one was meant to be
   */
  public RuleCheck check(String reportingCurrency, Spelling spelling) {
    return new RuleInspection(this, reportingCurrency, spelling).check();
  }
}
