package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that was found valid; {@link RuleDraft#check} makes it.
 *
 * @param ruleId its identity, part of its incidents' keys
 * @param version counts up with every edit
 * @param name what people call it
 * @param enabled false: it judges nothing
 * @param mode whether anybody is told
 * @param scope which scopes it watches; of a rule on deals, where the deals count
 * @param periods which fiscal periods it watches, at least one
 * @param minQuota minor units of the reporting currency; scopes with less, or none, are not judged;
 *     null: no such bound
 * @param minOpenAmount minor units of the reporting currency; scopes and deals with less are not
 *     judged; null: no such bound
 * @param metric what it watches
 * @param judgement what it makes of the metric
 * @param direction on which side of the lines the metric is in breach; of DRIFT, where the metric
 *     slides to
 * @param levels mildest first, at least one
 * @param keepFiringForMicros how long the value must stay past the clear line, microseconds
 * @param cooldownMicros a breach this soon after the end reopens the incident, microseconds
 * @param activeWindow when in the running period it opens incidents
 * @param mOfN how many breaches it takes; null: one, for as long as its level says
 * @param minObservations so many observations of a scope and period are awaited before it is judged
 * @param staleAfterMicros figures of that age say nothing any more, microseconds; null: of any age
 * @param materiality which changes of an open incident are told; null: those of severity only
 * @param remindEveryMicros how often an open incident is told again, microseconds; null: never
 */
public record AlertRule(
    String ruleId,
    int version,
    String name,
    boolean enabled,
    RuleMode mode,
    RuleScope scope,
    Set<RulePeriod> periods,
    @Nullable Long minQuota,
    @Nullable Long minOpenAmount,
    Metric metric,
    Judgement judgement,
    Direction direction,
    List<RuleLevel> levels,
    long keepFiringForMicros,
    long cooldownMicros,
    ActiveWindow activeWindow,
    @Nullable MOfN mOfN,
    int minObservations,
    @Nullable Long staleAfterMicros,
    @Nullable Materiality materiality,
    @Nullable Long remindEveryMicros) {

  public AlertRule {
    periods = Set.copyOf(periods);
    levels = List.copyOf(levels);
  }

  /** What an incident of this rule is about: {@code ruleId|TYPE:id|period}. */
  public String dedupKey(Scope scope, String period) {
    return ruleId + '|' + scope.key(period);
  }

  /** The level whose clear line ends an incident. */
  public RuleLevel mildest() {
    return levels.get(0);
  }

  /** What its lines are counted in. */
  public Measured measured() {
    return judgement.measured(metric);
  }

  /** On which side of its lines the value is in breach. */
  public Direction side() {
    return judgement.side(direction);
  }

  /** How the evidence stands to this rule at that moment, stream time in microseconds. */
  public Reading read(Evidence evidence, long at) {
    return judgesDeals() || !isTooSmall(evidence.observation())
        ? measure(evidence, at)
        : Reading.NONE;
  }

  /** What it would make of the evidence if the scope were large enough. */
  public Reading measure(Evidence evidence, long at) {
    return judgesDeals() && !isAboutDeal(evidence.observation())
        ? Reading.UNWATCHED
        : value(evidence, at);
  }

  /** The same for all rules that count alike, whatever the scopes and sizes that they look for. */
  public Reading value(Evidence evidence, long at) {
    boolean nothingLeftToSell =
        metric.measured().isCoverageToGo()
            && evidence.observation().value(metric) == null
            && evidence.observation().attained();
    return nothingLeftToSell ? Reading.NOTHING_LEFT_TO_SELL : judgement.read(metric, evidence, at);
  }

  /** Whether the other version holds the same value against its lines. */
  public boolean measuresLike(AlertRule other) {
    return countsLike(other) && direction == other.direction;
  }

  /** Whether the other version's values are of the same kind, so that they can be compared. */
  public boolean countsLike(AlertRule other) {
    return metric == other.metric && judgement.equals(other.judgement);
  }

  /** Whether it depends on the size of a scope, or on the deal, whether it is judged. */
  public boolean asksForSize() {
    return judgesDeals() || minQuota != null || minOpenAmount != null;
  }

  /** Whether it counts observations, so that each of them matters. */
  public boolean counts() {
    return minObservations > 0 || mOfN != null;
  }

  /** Whether it judges single deals, and not the figures of scopes. */
  public boolean judgesDeals() {
    return judgement.type() == RuleType.DEAL;
  }

  /**
   * Whether it looks at a scope at all. A rule on deals looks at every deal: which of them it
   * judges depends on more than the scope, and changes.
   */
  public boolean watches(Scope watched) {
    return judgesDeals()
        ? watched.type() == ScopeType.DEAL
        : watched.type() != ScopeType.DEAL && scope.covers(watched);
  }

  /** Whether it looks at any scope of that kind. */
  boolean watchesType(ScopeType type) {
    return judgesDeals()
        ? type == ScopeType.DEAL
        : type != ScopeType.DEAL && scope.coversType(type);
  }

  /** Whether the observation is of a deal that is large enough and counts where the rule looks. */
  private boolean isAboutDeal(Observation observation) {
    WatchedDeal deal = observation.deal();
    return deal != null && scope.coversAny(deal.scopes()) && !isTooSmall(observation);
  }

  private boolean isTooSmall(Observation observation) {
    Long quota = observation.quota();
    return (minQuota != null && (quota == null || quota < minQuota))
        || (minOpenAmount != null && observation.openAmount() < minOpenAmount);
  }

  /** Whether the reading lies past the level's fire line. */
  public boolean isInBreach(RuleLevel level, Reading reading) {
    return reading.value() != null && side().isWorse(reading.value(), level.fire());
  }

  /** Whether the reading has reached the level's clear line. */
  public boolean isOver(RuleLevel level, Reading reading) {
    return reading.isHealthy()
        || (reading.value() != null && !side().isWorse(reading.value(), level.clear()));
  }
}
