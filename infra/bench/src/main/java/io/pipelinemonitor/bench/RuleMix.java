package io.pipelinemonitor.bench;

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
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Seeded rules. Of twenty, two watch every unit, one every rep, one every segment, product,
 * territory and pipeline, and sixteen a few scopes by name: nine of them one to five reps, three
 * one to three units, four one or two of the others.
 *
 * <p>Their lines lie 5 to 60 % beyond the worst of a few values that the metric had in such scopes,
 * so that most of them are healthy most of the time, and some are not. Rules for every scope of a
 * kind watch ratios where there are any, as one line for all of them makes more sense there.
 */
final class RuleMix {

  private static final int GROUP = 20;
  private static final int SAMPLES = 4;
  private static final List<ScopeType> OTHERS =
      List.of(ScopeType.SEGMENT, ScopeType.PRODUCT, ScopeType.TERRITORY, ScopeType.PIPELINE);

  private final Random random;
  private final Instant madeAt;
  private final String currentPeriod;
  private final String nextPeriod;
  private final Map<ScopeType, List<Scope>> scopes = new EnumMap<>(ScopeType.class);
  private final Map<String, List<Observation>> figures;
  private int made;

  /**
   * @param figures by scope and period; what the lines are drawn by
   */
  RuleMix(
      long seed,
      Instant madeAt,
      String currentPeriod,
      String nextPeriod,
      Map<String, List<Observation>> figures) {
    this.random = new Random(seed);
    this.madeAt = madeAt;
    this.currentPeriod = currentPeriod;
    this.nextPeriod = nextPeriod;
    this.figures = new TreeMap<>(figures);
    for (List<Observation> ofOne : this.figures.values()) {
      Scope scope = ofOne.get(0).scope();
      List<Scope> known = scopes.computeIfAbsent(scope.type(), type -> new ArrayList<>());
      if (!known.contains(scope)) {
        known.add(scope);
      }
    }
  }

  /** The next so many rules. */
  List<AlertRule> next(int count) {
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

  private @Nullable AlertRule rule(int number) {
    int place = number % GROUP;
    if (place % 10 == 0) {
      return rule(number, List.of(ScopeType.UNIT, ScopeType.COMPANY), List.of());
    }
    if (place == 5) {
      return rule(number, List.of(ScopeType.REP), List.of());
    }
    if (place == 15) {
      return rule(number, OTHERS, List.of());
    }
    ScopeType type =
        switch (place) {
          case 1, 11, 6 -> ScopeType.UNIT;
          case 2, 7, 12, 17 -> OTHERS.get(random.nextInt(OTHERS.size()));
          default -> ScopeType.REP;
        };
    int most = type == ScopeType.REP ? 5 : type == ScopeType.UNIT ? 3 : 2;
    List<Scope> chosen = new ArrayList<>();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      Scope one = any(scopes.getOrDefault(type, List.of()));
      if (!chosen.contains(one)) {
        chosen.add(one);
      }
    }
    return rule(number, List.of(type), chosen);
  }

  /** Null: nothing was seen by which a line could be drawn. */
  private @Nullable AlertRule rule(int number, List<ScopeType> types, List<Scope> include) {
    int dice = random.nextInt(10);
    List<RulePeriod> periods =
        dice < 7
            ? List.of(RulePeriod.CURRENT)
            : dice < 9 ? List.of(RulePeriod.NEXT) : List.of(RulePeriod.CURRENT, RulePeriod.NEXT);
    String period = dice < 7 ? currentPeriod : nextPeriod;
    List<Scope> watched = include.isEmpty() ? all(types) : include;
    Observation sample = anyFigures(watched, period);
    Metric metric = sample == null ? null : metric(sample, include.isEmpty());
    if (sample == null || metric == null) {
      return null;
    }
    boolean below = random.nextBoolean();
    double worst = worst(sample, metric, watched, period, below);
    boolean isBelow = below && worst != 0;
    AlertRule.Builder rule =
        AlertRule.newBuilder()
            .setRuleId("rule-%05d".formatted(number))
            .setVersion(1)
            .setName("Rule number " + number)
            .setType(RuleType.THRESHOLD)
            .setMode(oneIn(5) ? RuleMode.SHADOW : RuleMode.LIVE)
            .setScope(
                new RuleScope(
                    types.stream()
                        .map(type -> io.pipelinemonitor.schema.ScopeType.valueOf(type.name()))
                        .toList(),
                    include.stream().map(Scope::key).toList(),
                    List.of()))
            .setPeriods(periods)
            .setMetric(metric.publishedName())
            .setDirection(isBelow ? RuleDirection.BELOW : RuleDirection.ABOVE)
            .setKeepFiringForSeconds(random.nextBoolean() ? 0 : 3_600)
            .setCooldownSeconds(random.nextBoolean() ? 0 : 86_400)
            .setUpdatedAt(madeAt);
    boolean counts = oneIn(50);
    if (counts) {
      rule.setMOfN(new MOfN(3, 5));
    }
    rule.setLevels(levels(worst, isBelow, counts));
    if (oneIn(100)) {
      rule.setMinObservations(10);
    }
    if (oneIn(10)) {
      rule.setMinQuotaMinor(1_000_00L).setCurrency(sample.currency());
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

  private double worst(
      Observation sample, Metric metric, List<Scope> watched, String period, boolean below) {
    double worst = valueOf(sample, metric, 0);
    for (int i = 1; i < SAMPLES; i++) {
      Observation other = anyFigures(watched, period);
      double value = other == null ? worst : valueOf(other, metric, worst);
      worst = below ? Math.min(worst, value) : Math.max(worst, value);
    }
    return worst;
  }

  private static double valueOf(Observation observation, Metric metric, double otherwise) {
    Double value = observation.value(metric);
    return value == null ? otherwise : value;
  }

  /** Always a warning, at times something worse. */
  private List<RuleLevel> levels(double worst, boolean below, boolean counts) {
    double size = worst == 0 ? 1 : Math.abs(worst);
    double sign = below ? -1 : 1;
    double fire = worst + sign * size * (0.05 + 0.55 * random.nextDouble());
    long seconds = counts ? 0 : List.of(0L, 1_800L, 14_400L).get(random.nextInt(3));
    List<RuleLevel> levels = new ArrayList<>();
    levels.add(new RuleLevel(Severity.WARNING, fire, fire - sign * size * 0.1, seconds));
    if (random.nextInt(5) < 2) {
      double worse = fire + sign * size * 0.3;
      levels.add(new RuleLevel(Severity.CRITICAL, worse, worse - sign * size * 0.1, seconds));
    }
    return levels;
  }

  private List<Scope> all(Collection<ScopeType> types) {
    return types.stream().flatMap(type -> scopes.getOrDefault(type, List.of()).stream()).toList();
  }

  private @Nullable Observation anyFigures(List<Scope> watched, String period) {
    List<Observation> seen = figures.get(any(watched).key(period));
    return seen == null ? null : any(seen);
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
