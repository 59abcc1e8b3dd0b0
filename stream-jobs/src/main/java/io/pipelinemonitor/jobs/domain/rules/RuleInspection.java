package io.pipelinemonitor.jobs.domain.rules;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One look at a draft: collects every problem, so that an author can mend all of them at once. */
final class RuleInspection {

  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final String SUPPORTED = "THRESHOLD, CHANGE, PACING, DRIFT, STALE or DEAL";
  private static final Set<Metric> PACED =
      EnumSet.of(Metric.COVERAGE_TO_GO, Metric.BOOKED_AMOUNT, Metric.PROJECTED_AMOUNT);
  private static final Set<ScopeType> DRIFTING = EnumSet.of(ScopeType.UNIT, ScopeType.COMPANY);
  private static final long LONGEST_SECONDS = 10L * 366 * 86_400;

  /** A year of more frequent reminders would be more events than anybody could mean. */
  private static final long LEAST_REMINDER_SECONDS = 60;

  private final RuleDraft draft;
  private final String reportingCurrency;
  private final Spelling spelling;
  private final List<RuleProblem> problems = new ArrayList<>();

  RuleInspection(RuleDraft draft, String reportingCurrency, Spelling spelling) {
    this.draft = draft;
    this.reportingCurrency = reportingCurrency;
    this.spelling = spelling;
  }

  RuleCheck check() {
    checkIdentity();
    Set<ScopeType> types = distinct("scope.types", draft.scopeTypes(), ScopeType.class);
    Set<Scope> include = scopes("scope.include", draft.include(), types);
    Set<Scope> exclude = scopes("scope.exclude", draft.exclude(), types);
    checkOverlap(include, exclude);
    Set<RulePeriod> periods = distinct("periods", draft.periods(), RulePeriod.class);
    if (draft.periods().isEmpty()) {
      problem("periods", "names no period; write [\"CURRENT\"], [\"NEXT\"] or both");
    }
    checkAmounts();
    Metric metric = metric();
    Judgement judgement = judgement(metric);
    checkWatchesFigures(types, metric);
    List<RuleLevel> levels = levels();
    long keepFiringFor = micros("keepFiringFor", draft.keepFiringForSeconds());
    long cooldown = micros("cooldown", draft.cooldownSeconds());
    ActiveWindow window = window();
    checkMOfN();
    if (draft.minObservations() < 0) {
      problem("minObservations", "is below 0; write how many are awaited, or leave it out");
    }
    checkMateriality();
    Long staleAfter = micros("staleAfter", draft.staleAfterSeconds(), 1);
    Long remindEvery = micros("remindEvery", draft.remindEverySeconds(), LEAST_REMINDER_SECONDS);
    RuleMode mode = known("mode", draft.mode(), RuleMode.class);
    Direction direction = known("direction", draft.direction(), Direction.class);
    if (!problems.isEmpty()
        || metric == null
        || judgement == null
        || mode == null
        || direction == null) {
      return new RuleCheck.Refused(List.copyOf(problems));
    }
    return new RuleCheck.Accepted(
        new AlertRule(
            draft.ruleId(),
            draft.version(),
            draft.name(),
            draft.enabled(),
            mode,
            new RuleScope(types, include, exclude),
            periods,
            draft.minQuota(),
            draft.minOpenAmount(),
            metric,
            judgement,
            direction,
            levels,
            keepFiringFor,
            cooldown,
            window,
            draft.mOfN(),
            draft.minObservations(),
            staleAfter,
            draft.materiality(),
            remindEvery));
  }

  private void problem(String field, String message) {
    problems.add(new RuleProblem(field, message));
  }

  private void checkIdentity() {
    if (draft.ruleId().isBlank()) {
      problem("ruleId", "is empty; give the rule a name of its own, for example 'coverage-to-go'");
    } else if (draft.ruleId().indexOf('|') >= 0) {
      problem("ruleId", "holds a '|', which separates the parts of an incident's key; use '-'");
    }
    if (draft.version() < 1) {
      problem("version", "is " + draft.version() + "; versions count up from 1");
    }
    if (draft.name().isBlank()) {
      problem("name", "is empty; write what people should call the rule");
    }
  }

  /** What the type, and the fields that belong to it, come to; null if that is nothing. */
  private @Nullable Judgement judgement(@Nullable Metric metric) {
    RuleType type = draft.type();
    if (type == null) {
      problem("type", "is none that this version knows; write " + SUPPORTED);
      return null;
    }
    return switch (type) {
      case THRESHOLD -> {
        checkIsNoChange(type);
        checkIsNotOfDeals(type, metric);
        yield new Judgement.Threshold();
      }
      case CHANGE -> {
        checkIsNotOfDeals(type, metric);
        yield change(metric);
      }
      case PACING -> {
        checkIsNoChange(type);
        checkIsNotOfDeals(type, metric);
        yield pacing(metric);
      }
      case DRIFT -> {
        checkIsNoChange(type);
        checkIsNotOfDeals(type, metric);
        yield drift(metric);
      }
      case DEAL -> {
        checkIsNoChange(type);
        yield deals(metric);
      }
      case STALE -> {
        checkIsNoChange(type);
        problems.addAll(new StaleInspection(draft).problems());
        yield new Judgement.Stale();
      }
    };
  }

  /** Sources have no figures, and no figure says how long a source has been silent. */
  private void checkWatchesFigures(Set<ScopeType> types, @Nullable Metric metric) {
    if (draft.type() == RuleType.STALE) {
      return;
    }
    if (metric == Metric.SILENT_HOURS) {
      problem("metric", "silentHours is for STALE rules; write another metric, or type STALE");
    }
    if (types.contains(ScopeType.SOURCE)) {
      problem("scope.types", "a SOURCE has no figures; remove it, or write type STALE");
    }
  }

  private void checkIsNoChange(RuleType type) {
    if (draft.overSeconds() != null) {
      problem("over", "has no meaning for " + type + " rules; leave it out, or write type CHANGE");
    }
    if (draft.changeIn() != ChangeMeasure.SHARE) {
      problem(
          "changeIn", "has no meaning for " + type + " rules; leave it out, or write type CHANGE");
    }
  }

  private void checkIsNotOfDeals(RuleType type, @Nullable Metric metric) {
    if (draft.deals() != null) {
      problem("deals", "has no meaning for " + type + " rules; leave it out, or write type DEAL");
    }
    if (metric != null && metric.isOfDeals()) {
      problem("metric", metric.publishedName() + " is a figure of single deals; write type DEAL");
    }
    for (int i = 0; i < draft.scopeTypes().size(); i++) {
      if (draft.scopeTypes().get(i) == ScopeType.DEAL) {
        problem(
            "scope.types[" + i + "]",
            "DEAL has no figures for " + type + " rules; leave it out, or write type DEAL");
      }
    }
  }

  private @Nullable Judgement deals(@Nullable Metric metric) {
    if (metric != null && !metric.isOfDeals()) {
      problem(
          "metric",
          metric.publishedName()
              + " is no figure of a single deal; write "
              + Metric.RISK_SCORE.publishedName());
    }
    if (draft.minQuota() != null) {
      problem("minQuota", "deals have no quota; bound their amount by minOpenAmount");
    }
    if (draft.mOfN() != null) {
      problem("mOfN", "deals are published when they change, which is no count; write for instead");
    }
    if (draft.minObservations() > 0) {
      problem("minObservations", "deals are published when they change; leave it out");
    }
    if (draft.staleAfterSeconds() != null) {
      problem("staleAfter", "a deal that does not change is not out of date; leave it out");
    }
    DealsDraft deals = draft.deals();
    if (deals == null) {
      return new Judgement.Deals(Set.of(), null);
    }
    Set<ForecastCategory> categories =
        distinct("deals.categories", deals.categories(), ForecastCategory.class);
    return new Judgement.Deals(categories, topPercent(deals.topShare()));
  }

  private @Nullable Integer topPercent(@Nullable Double topShare) {
    if (topShare == null) {
      return null;
    }
    double percent = Double.isFinite(topShare) ? topShare * 100 : 0;
    long whole = Math.round(percent);
    if (whole < 1 || whole > 100 || Math.abs(percent - whole) > 1e-9) {
      problem(
          "deals.topShare",
          "is "
              + plain(topShare)
              + "; write whole percents as a share, from 0.01 for the largest hundredth to 1");
      return null;
    }
    return (int) whole;
  }

  private @Nullable Judgement change(@Nullable Metric metric) {
    Lookback over = lookback();
    ChangeMeasure in = known("changeIn", draft.changeIn(), ChangeMeasure.class);
    if (in == ChangeMeasure.SHARE) {
      if (metric != null && metric.measured().isSigned()) {
        problem(
            "changeIn",
            metric.publishedName()
                + " may be 0 or below, so a share of it says little; write DIFFERENCE");
      }
      checkLinesAreShares();
    }
    return over == null || in == null ? null : new Judgement.Change(over, in);
  }

  private @Nullable Lookback lookback() {
    Long seconds = draft.overSeconds();
    if (seconds == null) {
      problem("over", "is missing; write how far back to compare, for example 7d");
      return null;
    }
    Lookback over = Lookback.ofSeconds(seconds);
    if (over == null) {
      problem(
          "over",
          "is "
              + seconds
              + " s; write whole days up to "
              + Lookback.MOST_DAYS
              + "d, or whole hours below a day");
    }
    return over;
  }

  private Judgement pacing(@Nullable Metric metric) {
    if (metric != null && !PACED.contains(metric)) {
      problem(
          "metric",
          "earlier periods are kept for "
              + PACED.stream().map(Metric::publishedName).collect(Collectors.joining(", "))
              + "; write one of them");
    }
    if (draft.periods().contains(RulePeriod.NEXT)) {
      problem("periods", "NEXT has no pace yet; write [\"CURRENT\"]");
    }
    checkLinesAreShares();
    return new Judgement.Pacing();
  }

  private @Nullable Judgement drift(@Nullable Metric metric) {
    if (metric != null && metric != Metric.PROJECTED_AMOUNT) {
      problem(
          "metric",
          "drift is told of " + Metric.PROJECTED_AMOUNT.publishedName() + " alone; write that");
    }
    if (draft.periods().contains(RulePeriod.NEXT)) {
      problem("periods", "NEXT has no drift before it begins; write [\"CURRENT\"]");
    }
    List<ScopeType> types = draft.scopeTypes().stream().filter(Objects::nonNull).toList();
    if (types.isEmpty() || !DRIFTING.containsAll(types)) {
      problem(
          "scope.types",
          "the forecasts of others are too few deals to tell drift from chance; write [\"UNIT\","
              + " \"COMPANY\"] or one of them");
    }
    for (int i = 0; i < draft.levels().size(); i++) {
      if (draft.levels().get(i).clear() < 0) {
        problem(
            "levels[" + i + "].clear",
            "is "
                + plain(draft.levels().get(i).clear())
                + ", but the statistic is never below 0; write 0 or more");
      }
    }
    Direction direction = draft.direction();
    if (direction == null || draft.levels().isEmpty()) {
      return null;
    }
    LevelDraft mildest = draft.levels().get(0);
    return new Judgement.Drift(direction, mildest.fire(), mildest.clear(), draft.materiality());
  }

  /** Nothing can lose all of itself and more: who writes -20 means a fifth. */
  private void checkLinesAreShares() {
    if (draft.direction() != Direction.BELOW) {
      return;
    }
    for (int i = 0; i < draft.levels().size(); i++) {
      double fire = draft.levels().get(i).fire();
      if (fire <= -1) {
        problem(
            "levels[" + i + "].fire",
            "is "
                + plain(fire)
                + ", but nothing falls by more than all of it; write a share, for example -0.2 for"
                + " a fifth");
      }
    }
  }

  private void checkOverlap(Set<Scope> include, Set<Scope> exclude) {
    for (Scope scope : include) {
      if (exclude.contains(scope)) {
        problem("scope.exclude", "leaves out " + scope.key() + ", which scope.include names");
      }
    }
  }

  private <E extends Enum<E>> @Nullable E known(String field, @Nullable E word, Class<E> words) {
    if (word == null) {
      problem(field, "is none that this version knows; write " + choice(words));
    }
    return word;
  }

  private <E extends Enum<E>> Set<E> distinct(
      String field, List<@Nullable E> words, Class<E> allowed) {
    Set<E> distinct = EnumSet.noneOf(allowed);
    for (int i = 0; i < words.size(); i++) {
      E word = known(field + '[' + i + ']', words.get(i), allowed);
      if (word != null && !distinct.add(word)) {
        problem(field + '[' + i + ']', word + " is named twice; remove one");
      }
    }
    return distinct;
  }

  private static <E extends Enum<E>> String choice(Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .map(Enum::name)
        .collect(Collectors.joining(" or "));
  }

  private Set<Scope> scopes(String field, List<String> keys, Collection<ScopeType> types) {
    Set<Scope> scopes = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      String place = field + '[' + i + ']';
      Scope scope = scope(place, keys.get(i));
      if (scope == null) {
        continue;
      }
      if (!types.isEmpty() && !types.contains(scope.type())) {
        problem(
            place,
            scope.key() + " can never match: scope.types has no " + scope.type() + "; add it");
      }
      if (!scopes.add(scope)) {
        problem(place, scope.key() + " is named twice; remove one");
      }
    }
    return scopes;
  }

  private @Nullable Scope scope(String place, String key) {
    Scope scope;
    try {
      scope = Scope.ofKey(key);
    } catch (IllegalArgumentException notAScope) {
      problem(place, "'" + key + "' is no scope; write TYPE:id, for example UNIT:emea");
      return null;
    }
    if (scope.id().isEmpty()) {
      problem(place, "'" + key + "' names no scope; write TYPE:id, for example UNIT:emea");
      return null;
    }
    return scope;
  }

  private void checkAmounts() {
    checkAmount("minQuota", draft.minQuota());
    checkAmount("minOpenAmount", draft.minOpenAmount());
    boolean anyAmount = draft.minQuota() != null || draft.minOpenAmount() != null;
    if (anyAmount && draft.currency() == null) {
      problem("currency", "is missing beside an amount; write \"" + reportingCurrency + "\"");
    } else if (anyAmount && !reportingCurrency.equals(draft.currency())) {
      problem(
          "currency",
          "is "
              + draft.currency()
              + ", but figures are reported in "
              + reportingCurrency
              + "; state the amounts in "
              + reportingCurrency);
    }
  }

  private void checkAmount(String field, @Nullable Long amount) {
    if (amount != null && amount < 0) {
      problem(field, "is below 0; write the least amount that is worth judging, or leave it out");
    }
  }

  private @Nullable Metric metric() {
    Metric metric = Metric.named(draft.metric());
    if (metric == null) {
      String hint =
          spelling
              .nearest(draft.metric(), Metric.names())
              .map(name -> "did you mean '" + name + "'?")
              .orElseGet(() -> "write one of " + String.join(", ", Metric.names()));
      problem("metric", "'" + draft.metric() + "' is none that this version computes; " + hint);
    }
    return metric;
  }

  private List<RuleLevel> levels() {
    if (draft.levels().isEmpty()) {
      problem("levels", "is empty; give at least one, for example WARNING with its fire and clear");
    }
    List<RuleLevel> levels = new ArrayList<>();
    for (int i = 0; i < draft.levels().size(); i++) {
      RuleLevel level = level("levels[" + i + "]", draft.levels().get(i));
      if (level != null && !levels.isEmpty()) {
        checkOrder("levels[" + i + "]", levels.get(levels.size() - 1), level);
      }
      if (level != null) {
        levels.add(level);
      }
    }
    return levels;
  }

  private @Nullable RuleLevel level(String place, LevelDraft level) {
    Severity severity = known(place + ".severity", level.severity(), Severity.class);
    boolean usable = severity != null;
    Direction side = side();
    if (!Double.isFinite(level.fire()) || !Double.isFinite(level.clear())) {
      problem(place, "its fire and clear lines have to be plain numbers");
      usable = false;
    } else if (side != null && !side.isBetter(level.clear(), level.fire())) {
      boolean below = side == Direction.BELOW;
      problem(
          place + ".clear",
          String.format(
              Locale.ROOT,
              "is %s, but with %s the clear line lies %s the fire line; write a number %s %s",
              plain(level.clear()),
              draft.type() == RuleType.DRIFT ? "type DRIFT" : "direction " + draft.direction(),
              below ? "above" : "below",
              below ? "above" : "below",
              plain(level.fire())));
    }
    long forMicros = micros(place + ".for", level.forSeconds());
    return usable && severity != null
        ? new RuleLevel(severity, level.fire(), level.clear(), forMicros)
        : null;
  }

  /** On which side of its lines the value is in breach; null if that is not known. */
  private @Nullable Direction side() {
    return draft.type() == RuleType.DRIFT ? Direction.ABOVE : draft.direction();
  }

  private void checkOrder(String place, RuleLevel milder, RuleLevel level) {
    int order = level.severity().compareTo(milder.severity());
    if (order == 0) {
      problem(place + ".severity", level.severity() + " is there twice; remove one");
      return;
    }
    if (order < 0) {
      problem(
          place + ".severity",
          level.severity() + " comes after " + milder.severity() + "; list the mildest first");
      return;
    }
    Direction side = side();
    if (side == null) {
      return;
    }
    String worse = side == Direction.BELOW ? "below " : "above ";
    if (!side.isWorse(level.fire(), milder.fire())) {
      problem(
          place + ".fire",
          plain(level.fire())
              + " is not worse than "
              + milder.severity()
              + "'s "
              + plain(milder.fire())
              + "; write a number "
              + worse
              + plain(milder.fire()));
    }
    if (side.isBetter(level.clear(), milder.clear())) {
      problem(
          place + ".clear",
          plain(level.clear())
              + " is reached later than "
              + milder.severity()
              + "'s "
              + plain(milder.clear())
              + "; write a number not beyond that");
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private long micros(String field, long seconds) {
    if (seconds < 0) {
      problem(field, "is negative (" + seconds + " s); write 0 or a length of time such as 4h");
      return 0;
    }
    if (seconds > LONGEST_SECONDS) {
      problem(field, "is longer than ten years (" + seconds + " s); write a shorter time");
      return 0;
    }
    return seconds * MICROS_PER_SECOND;
  }

  private @Nullable Long micros(String field, @Nullable Long seconds, long least) {
    if (seconds != null && seconds >= 0 && seconds < least) {
      problem(
          field,
          "is shorter than " + least + " s (" + seconds + " s); write more, or leave it out");
    }
    return seconds == null ? null : (Long) micros(field, seconds.longValue());
  }

  private void checkMOfN() {
    MOfN mOfN = draft.mOfN();
    if (mOfN == null) {
      return;
    }
    if (mOfN.m() < 1 || mOfN.m() > mOfN.n() || mOfN.n() > MOfN.MOST) {
      problem(
          "mOfN",
          "is "
              + mOfN.m()
              + " of "
              + mOfN.n()
              + "; m is at least 1 and at most n, and n at most "
              + MOfN.MOST);
    }
    for (int i = 0; i < draft.levels().size(); i++) {
      if (draft.levels().get(i).forSeconds() != 0) {
        problem(
            "levels[" + i + "].for",
            "stands beside mOfN, which counts breaches instead of timing them; leave one out");
      }
    }
  }

  private void checkMateriality() {
    Materiality materiality = draft.materiality();
    if (materiality == null) {
      return;
    }
    if (materiality.absolute() == null && materiality.percent() == null) {
      problem("materiality", "says nothing; write absolute, percent or both, or leave it out");
    }
    checkAboveZero("materiality.absolute", materiality.absolute());
    checkAboveZero("materiality.percent", materiality.percent());
  }

  private void checkAboveZero(String field, @Nullable Double number) {
    if (number != null && !(number > 0 && Double.isFinite(number))) {
      problem(field, "is " + plain(number) + "; write a number above 0, or leave it out");
    }
  }

  private ActiveWindow window() {
    ActiveWindow window = draft.activeWindow();
    if (window == null) {
      return ActiveWindow.WHOLE_PERIOD;
    }
    boolean inside = window.fromPct() >= 0 && window.toPct() <= 100;
    if (!inside || !(window.fromPct() < window.toPct())) {
      problem(
          "activeWindow",
          "is "
              + plain(window.fromPct())
              + " to "
              + plain(window.toPct())
              + "; fromPct is below toPct and both lie between 0 and 100");
    }
    return window;
  }
}
