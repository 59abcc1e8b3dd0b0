package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds rules that read as prose: {@code rule("coverage").below(COVERAGE_TO_GO).warning(3, 3.3)}.
 */
public final class Rules {

  private final String ruleId;
  private int version = 1;
  private boolean enabled = true;
  private RuleMode mode = RuleMode.LIVE;
  private RuleScope scope = new RuleScope(Set.of(), Set.of(), Set.of());
  private Set<RulePeriod> periods = Set.of(RulePeriod.CURRENT);
  private @Nullable Long minQuota;
  private @Nullable Long minOpenAmount;
  private Metric metric = Metric.COVERAGE_TO_GO;
  private Judgement judgement = new Judgement.Threshold();
  private Direction direction = Direction.BELOW;
  private List<RuleLevel> levels = new ArrayList<>();
  private long keepFiringFor;
  private long cooldown;
  private ActiveWindow activeWindow = ActiveWindow.WHOLE_PERIOD;
  private @Nullable MOfN mOfN;
  private int minObservations;
  private @Nullable Long staleAfter;
  private @Nullable Materiality materiality;
  private @Nullable Long remindEvery;

  private Rules(String ruleId) {
    this.ruleId = ruleId;
  }

  public static Rules rule(String ruleId) {
    return new Rules(ruleId);
  }

  /** The same again, to be changed. */
  public static Rules edited(AlertRule rule) {
    Rules rules = new Rules(rule.ruleId());
    rules.version = rule.version() + 1;
    rules.enabled = rule.enabled();
    rules.mode = rule.mode();
    rules.scope = rule.scope();
    rules.periods = rule.periods();
    rules.minQuota = rule.minQuota();
    rules.minOpenAmount = rule.minOpenAmount();
    rules.metric = rule.metric();
    rules.judgement = rule.judgement();
    rules.direction = rule.direction();
    rules.levels = new ArrayList<>(rule.levels());
    rules.keepFiringFor = rule.keepFiringForMicros();
    rules.cooldown = rule.cooldownMicros();
    rules.activeWindow = rule.activeWindow();
    rules.mOfN = rule.mOfN();
    rules.minObservations = rule.minObservations();
    rules.staleAfter = rule.staleAfterMicros();
    rules.materiality = rule.materiality();
    rules.remindEvery = rule.remindEveryMicros();
    return rules;
  }

  public Rules version(int version) {
    this.version = version;
    return this;
  }

  public Rules disabled() {
    enabled = false;
    return this;
  }

  public Rules shadow() {
    mode = RuleMode.SHADOW;
    return this;
  }

  public Rules types(ScopeType... types) {
    scope = new RuleScope(Set.of(types), scope.include(), scope.exclude());
    return this;
  }

  public Rules only(Scope... scopes) {
    scope = new RuleScope(scope.types(), Set.of(scopes), scope.exclude());
    return this;
  }

  public Rules without(Scope... scopes) {
    scope = new RuleScope(scope.types(), scope.include(), Set.of(scopes));
    return this;
  }

  public Rules periods(RulePeriod... periods) {
    this.periods = Set.of(periods);
    return this;
  }

  public Rules minQuota(long minorUnits) {
    minQuota = minorUnits;
    return this;
  }

  public Rules minOpenAmount(long minorUnits) {
    minOpenAmount = minorUnits;
    return this;
  }

  public Rules below(Metric metric) {
    this.metric = metric;
    direction = Direction.BELOW;
    return this;
  }

  public Rules above(Metric metric) {
    this.metric = metric;
    direction = Direction.ABOVE;
    return this;
  }

  /** By how much of itself the metric changed in so many days. */
  public Rules changeOverDays(int days) {
    judgement = new Judgement.Change(new Lookback(Lookback.Unit.DAY, days), ChangeMeasure.SHARE);
    return this;
  }

  /** By how much of itself the metric changed in so many hours. */
  public Rules changeOverHours(int hours) {
    judgement = new Judgement.Change(new Lookback(Lookback.Unit.HOUR, hours), ChangeMeasure.SHARE);
    return this;
  }

  /** By how much the metric changed in so many days. */
  public Rules differenceOverDays(int days) {
    judgement =
        new Judgement.Change(new Lookback(Lookback.Unit.DAY, days), ChangeMeasure.DIFFERENCE);
    return this;
  }

  /** Whether the projection slides by more than chance; a smaller drift does not count. */
  public Rules drift(double fire, double clear, @Nullable Materiality least) {
    judgement = new Judgement.Drift(direction, fire, clear, least);
    levels = new ArrayList<>(List.of(new RuleLevel(Severity.WARNING, fire, clear, 0)));
    return this;
  }

  /** Against earlier periods. */
  public Rules pacing() {
    judgement = new Judgement.Pacing();
    return this;
  }

  public Rules noLevels() {
    levels = new ArrayList<>();
    return this;
  }

  public Rules info(double fire, double clear, Duration lasting) {
    return level(Severity.INFO, fire, clear, lasting);
  }

  public Rules warning(double fire, double clear, Duration lasting) {
    return level(Severity.WARNING, fire, clear, lasting);
  }

  public Rules critical(double fire, double clear, Duration lasting) {
    return level(Severity.CRITICAL, fire, clear, lasting);
  }

  private Rules level(Severity severity, double fire, double clear, Duration lasting) {
    levels.add(new RuleLevel(severity, fire, clear, micros(lasting)));
    return this;
  }

  public Rules keepFiringFor(Duration lasting) {
    keepFiringFor = micros(lasting);
    return this;
  }

  public Rules cooldown(Duration lasting) {
    cooldown = micros(lasting);
    return this;
  }

  public Rules active(double fromPct, double toPct) {
    activeWindow = new ActiveWindow(fromPct, toPct);
    return this;
  }

  public Rules when(int m, int n) {
    mOfN = new MOfN(m, n);
    return this;
  }

  public Rules minObservations(int observations) {
    minObservations = observations;
    return this;
  }

  public Rules staleAfter(Duration age) {
    staleAfter = micros(age);
    return this;
  }

  public Rules tellChangesOf(@Nullable Double absolute, @Nullable Double percent) {
    materiality = new Materiality(absolute, percent);
    return this;
  }

  public Rules remindEvery(Duration every) {
    remindEvery = micros(every);
    return this;
  }

  public AlertRule build() {
    return new AlertRule(
        ruleId,
        version,
        "Coverage too thin",
        enabled,
        mode,
        scope,
        periods,
        minQuota,
        minOpenAmount,
        metric,
        judgement,
        direction,
        levels,
        keepFiringFor,
        cooldown,
        activeWindow,
        mOfN,
        minObservations,
        staleAfter,
        materiality,
        remindEvery);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
