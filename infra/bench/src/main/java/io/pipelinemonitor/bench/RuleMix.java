package io.pipelinemonitor.bench;

import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.rules.Measured;
import io.pipelinemonitor.jobs.domain.rules.Metric;
import io.pipelinemonitor.jobs.domain.rules.Observation;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import io.pipelinemonitor.schema.ActiveWindow;
import io.pipelinemonitor.schema.AlertRule;
import io.pipelinemonitor.schema.MOfN;
import io.pipelinemonitor.schema.Materiality;
import io.pipelinemonitor.schema.RuleDirection;
import io.pipelinemonitor.schema.RuleLevel;
import io.pipelinemonitor.schema.RuleMode;
import io.pipelinemonitor.schema.RulePeriod;
import io.pipelinemonitor.schema.RuleScope;
import io.pipelinemonitor.schema.RuleType;
import io.pipelinemonitor.schema.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seeded rules for recorded figures. In every mix, rules for all scopes of a kind watch ratios
 * where there are any, as one line for all of them makes more sense there; two in five have a
 * second level, two in three a {@code for}, and a few each of the rarer options.
 */
abstract class RuleMix {

  /** Which rules there are. */
  enum Kind {
    /** {@link TypicalMix}. */
    TYPICAL,
    /** {@link DenseMix}. */
    DENSE;

    /** For people. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Scopes that are neither units nor reps. */
  static final List<ScopeType> OTHERS =
      List.of(ScopeType.SEGMENT, ScopeType.PRODUCT, ScopeType.TERRITORY, ScopeType.PIPELINE);

  private final Random random;
  private final Recorded recorded;
  private final Map<ScopeType, List<Scope>> scopes = new EnumMap<>(ScopeType.class);
  private int made;

  /**
   * What the rules are drawn by.
   *
   * @param madeAt when the rules are written
   * @param currentPeriod the name of the one that runs
   * @param nextPeriod the name of the one after it
   * @param figures by scope and period, in order of time
   * @param calendar whose days and hours CHANGE rules look back to
   */
  record Recorded(
      Instant madeAt,
      String currentPeriod,
      String nextPeriod,
      Map<String, List<Observation>> figures,
      FiscalCalendar calendar) {

    Recorded {
      figures = new TreeMap<>(figures);
    }
  }

  /**
   * What tells one rule from another.
   *
   * @param types the kinds of scopes
   * @param include those that it is limited to; empty: all of these kinds
   */
  record Target(List<ScopeType> types, List<Scope> include) {

    boolean isForAll() {
      return include.isEmpty();
    }
  }

  /**
   * How a rule judges.
   *
   * @param worst what its lines lie beyond, or at
   * @param below whether what lies below them is in breach
   * @param fire the milder line
   */
  record Lines(double worst, boolean below, double fire) {}

  RuleMix(long seed, Recorded recorded) {
    this.random = new Random(seed);
    this.recorded = recorded;
    for (List<Observation> ofOne : recorded.figures().values()) {
      Scope scope = ofOne.get(0).scope();
      List<Scope> known = scopes.computeIfAbsent(scope.type(), type -> new ArrayList<>());
      if (!known.contains(scope)) {
        known.add(scope);
      }
    }
  }

  static RuleMix of(Kind kind, long seed, Recorded recorded) {
    return switch (kind) {
      case TYPICAL -> new TypicalMix(seed, recorded);
      case DENSE -> new DenseMix(seed, recorded);
    };
  }

  /** The next so many rules. */
  final List<AlertRule> next(int count) {
    List<AlertRule> rules = new ArrayList<>(count);
    while (rules.size() < count) {
      AlertRule rule = rule(made);
      if (rule != null) {
        rules.add(rule);
        made++;
      }
    }
    return rules;
  }

  /** The rule of that number; null: this attempt led to none. */
  private @Nullable AlertRule rule(int number) {
    Target target = target(number);
    int dice = random.nextInt(10);
    List<RulePeriod> periods =
        dice < 7
            ? List.of(RulePeriod.CURRENT)
            : dice < 9 ? List.of(RulePeriod.NEXT) : List.of(RulePeriod.CURRENT, RulePeriod.NEXT);
    List<String> names =
        dice < 7
            ? List.of(recorded.currentPeriod())
            : dice < 9
                ? List.of(recorded.nextPeriod())
                : List.of(recorded.currentPeriod(), recorded.nextPeriod());
    String period = names.get(names.size() - 1);
    List<Scope> watched = target.isForAll() ? all(target.types()) : target.include();
    Observation sample = anyFigures(watched, period);
    Metric metric = sample == null ? null : metric(sample, target.isForAll());
    if (sample == null || metric == null) {
      return null;
    }
    AlertRule.Builder rule =
        AlertRule.newBuilder()
            .setRuleId("rule-%05d".formatted(number))
            .setVersion(1)
            .setName("Rule number " + number)
            .setType(RuleType.THRESHOLD)
            .setScope(
                new RuleScope(
                    target.types().stream()
                        .map(type -> io.pipelinemonitor.schema.ScopeType.valueOf(type.name()))
                        .toList(),
                    target.include().stream().map(Scope::key).toList(),
                    List.of()))
            .setPeriods(periods)
            .setMetric(metric.publishedName())
            .setUpdatedAt(recorded.madeAt());
    Lines lines = lines(number, sample, metric, watched, names, rule);
    return lines == null ? null : complete(rule, lines, sample.currency());
  }

  /** Which scopes the rule of that number watches. */
  abstract Target target(int number);

  /**
   * Where its lines lie. It may set how the rule judges.
   *
   * @param sample some figures of the watched scopes in the last of the periods
   * @param periods the names of those that it watches
   * @return null if there is no place for them
   */
  abstract @Nullable Lines lines(
      int number,
      Observation sample,
      Metric metric,
      List<Scope> watched,
      List<String> periods,
      AlertRule.Builder rule);

  private AlertRule complete(AlertRule.Builder rule, Lines lines, String currency) {
    rule.setDirection(lines.below() ? RuleDirection.BELOW : RuleDirection.ABOVE)
        .setMode(oneIn(5) ? RuleMode.SHADOW : RuleMode.LIVE)
        .setKeepFiringForSeconds(random.nextBoolean() ? 0 : 3_600)
        .setCooldownSeconds(random.nextBoolean() ? 0 : 86_400);
    boolean counts = oneIn(50);
    if (counts) {
      rule.setMOfN(new MOfN(3, 5));
    }
    rule.setLevels(levels(lines, counts));
    if (oneIn(100)) {
      rule.setMinObservations(10);
    }
    if (oneIn(10)) {
      rule.setMinQuotaMinor(1_000_00L).setCurrency(currency);
    }
    if (oneIn(10)) {
      rule.setStaleAfterSeconds(7 * 86_400L);
    }
    if (oneIn(5)) {
      rule.setMateriality(new Materiality(null, 20.0));
    }
    if (oneIn(10)) {
      rule.setRemindEverySeconds(86_400L);
    }
    if (oneIn(5)) {
      rule.setActiveWindow(new ActiveWindow(random.nextInt(5) * 10.0, 90.0));
    }
    return rule.build();
  }

  private @Nullable Metric metric(Observation sample, boolean forAll) {
    List<Metric> metrics =
        Arrays.stream(Metric.values()).filter(metric -> sample.value(metric) != null).toList();
    List<Metric> ratios = metrics.stream().filter(RuleMix::isRatio).toList();
    List<Metric> candidates = forAll && !ratios.isEmpty() ? ratios : metrics;
    return candidates.isEmpty() ? null : any(candidates);
  }

  private static boolean isRatio(Metric metric) {
    return metric.measured() != Measured.COUNT && !metric.measured().isMoney();
  }

  /** Always a warning, at times something worse. */
  private List<RuleLevel> levels(Lines lines, boolean counts) {
    double size = size(lines.worst());
    double sign = lines.below() ? -1 : 1;
    double fire = lines.fire();
    long seconds = counts ? 0 : List.of(0L, 1_800L, 14_400L).get(random.nextInt(3));
    List<RuleLevel> levels = new ArrayList<>();
    levels.add(new RuleLevel(Severity.WARNING, fire, fire - sign * size * 0.1, seconds));
    if (random.nextInt(5) < 2) {
      double worse = fire + sign * size * 0.3;
      levels.add(new RuleLevel(Severity.CRITICAL, worse, worse - sign * size * 0.1, seconds));
    }
    return levels;
  }

  /** 5 to 60 % beyond that value. */
  final Lines beyond(double worst, boolean below) {
    double sign = below ? -1 : 1;
    return new Lines(
        worst, below, worst + sign * size(worst) * (0.05 + 0.55 * random.nextDouble()));
  }

  private static double size(double worst) {
    return worst == 0 ? 1 : Math.abs(worst);
  }

  /** One to so many scopes of that kind. */
  final Target some(ScopeType type, int most) {
    List<Scope> chosen = new ArrayList<>();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      Scope one = any(scopes.getOrDefault(type, List.of()));
      if (!chosen.contains(one)) {
        chosen.add(one);
      }
    }
    return new Target(List.of(type), chosen);
  }

  /** All scopes of these kinds. */
  static Target every(List<ScopeType> types) {
    return new Target(types, List.of());
  }

  private List<Scope> all(Collection<ScopeType> types) {
    return types.stream().flatMap(type -> scopes.getOrDefault(type, List.of()).stream()).toList();
  }

  /** All figures of that scope and period, in order of time. */
  final List<Observation> figures(Scope scope, String period) {
    return recorded.figures().getOrDefault(scope.key(period), List.of());
  }

  /** Null: nothing was seen of the one that chance chose. */
  final @Nullable Observation anyFigures(List<Scope> watched, String period) {
    List<Observation> seen = figures(any(watched), period);
    return seen.isEmpty() ? null : any(seen);
  }

  final boolean either() {
    return random.nextBoolean();
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  /** One of them. */
  final <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
