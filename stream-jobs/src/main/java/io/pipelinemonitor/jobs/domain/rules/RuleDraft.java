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
 * @param direction on which side of the lines the metric is in breach
 * @param levels its severities
 * @param keepFiringForSeconds how long the value must stay past the clear line
 * @param cooldownSeconds how soon after the end a breach reopens the incident
 * @param activeWindow the part of the period in which it judges; null: all of it
 * @param unsupported fields it sets that ask for what this version does not do
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
    @Nullable Direction direction,
    List<LevelDraft> levels,
    long keepFiringForSeconds,
    long cooldownSeconds,
    @Nullable ActiveWindow activeWindow,
    List<Unsupported> unsupported) {

  /** A field that a rule may set, but only in the way in which it changes nothing. */
  public enum Unsupported {
    M_OF_N("mOfN", "firing on m of n evaluations", "give each level a 'for'"),
    MIN_OBSERVATIONS("minObservations", "a least number of observations", "leave it at 0"),
    STALE_AFTER("staleAfter", "watching how old the data are", "leave it out"),
    MATERIALITY("materiality", "telling of changes while open", "leave it out"),
    REMIND_EVERY("remindEvery", "reminding", "leave it out");

    private final String field;
    private final String message;

    Unsupported(String field, String what, String fix) {
      this.field = field;
      this.message = what + " is not supported in this version; " + fix;
    }

    RuleProblem problem() {
      return new RuleProblem(field, message);
    }
  }

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
