package io.pipelinemonitor.jobs.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleDraftTest {

  private static final LevelDraft WARNING = new LevelDraft(Severity.WARNING, 3.0, 3.3, 14_400);
  private static final LevelDraft CRITICAL = new LevelDraft(Severity.CRITICAL, 2.0, 2.2, 14_400);

  private String ruleId = "coverage";
  private int version = 1;
  private String name = "Coverage";
  private @Nullable RuleMode mode = RuleMode.LIVE;
  private @Nullable RuleType type = RuleType.THRESHOLD;
  private List<@Nullable ScopeType> types = List.of(ScopeType.UNIT, ScopeType.COMPANY);
  private List<String> include = List.of();
  private List<String> exclude = List.of();
  private List<@Nullable RulePeriod> periods = List.of(RulePeriod.CURRENT);
  private @Nullable Long minQuota;
  private @Nullable Long minOpenAmount;
  private @Nullable String currency;
  private String metric = "coverageToGo";
  private @Nullable Long over;
  private @Nullable ChangeMeasure changeIn = ChangeMeasure.SHARE;
  private @Nullable DealsDraft deals;
  private @Nullable Direction direction = Direction.BELOW;
  private List<LevelDraft> levels = List.of(WARNING, CRITICAL);
  private long keepFiringFor = 3_600;
  private long cooldown = 86_400;
  private @Nullable ActiveWindow window = new ActiveWindow(0, 90);
  private @Nullable MOfN mOfN;
  private int minObservations;
  private @Nullable Long staleAfter;
  private @Nullable Materiality materiality;
  private @Nullable Long remindEvery;

  @Test
  void acceptsARuleThatIsInOrder() {
    assertThat(check())
        .asInstanceOf(InstanceOfAssertFactories.type(RuleCheck.Accepted.class))
        .extracting(RuleCheck.Accepted::rule)
        .satisfies(
            rule -> {
              assertThat(rule.metric()).isEqualTo(Metric.COVERAGE_TO_GO);
              assertThat(rule.levels().get(0))
                  .isEqualTo(new RuleLevel(Severity.WARNING, 3.0, 3.3, 14_400_000_000L));
              assertThat(rule.keepFiringForMicros()).isEqualTo(3_600_000_000L);
              assertThat(rule.activeWindow()).isEqualTo(new ActiveWindow(0, 90));
            });
  }

  @Test
  void refusesAClearLineOnTheWrongSideAndSaysWhichSideIsRight() {
    levels = List.of(new LevelDraft(Severity.WARNING, 3.0, 2.8, 0));
    assertThat(refusal())
        .isEqualTo(
            "levels[0].clear: is 2.8, but with direction BELOW the clear line lies above the fire"
                + " line; write a number above 3");

    direction = Direction.ABOVE;
    levels = List.of(new LevelDraft(Severity.WARNING, 0.25, 0.25, 0));
    assertThat(refusal())
        .isEqualTo(
            "levels[0].clear: is 0.25, but with direction ABOVE the clear line lies below the fire"
                + " line; write a number below 0.25");
  }

  @Test
  void refusesAnUnknownMetricAndNamesTheNearest() {
    metric = "coverageTogo1";
    assertThat(refusal())
        .isEqualTo(
            "metric: 'coverageTogo1' is none that this version computes; did you mean"
                + " 'coverageToGo'?");
    metric = "wins";
    assertThat(refusal()).contains("write one of openCount, openAmount");
  }

  @Test
  void refusesLevelsOutOfOrderRepeatedOrWithCrossedLines() {
    levels = List.of(CRITICAL, WARNING);
    assertThat(refusal())
        .isEqualTo("levels[1].severity: WARNING comes after CRITICAL; list the mildest first");
    levels = List.of(WARNING, WARNING);
    assertThat(refusal()).isEqualTo("levels[1].severity: WARNING is there twice; remove one");
    levels = List.of(WARNING, new LevelDraft(Severity.CRITICAL, 3.0, 3.2, 0));
    assertThat(refusal())
        .isEqualTo("levels[1].fire: 3 is not worse than WARNING's 3; write a number below 3");
    levels = List.of(WARNING, new LevelDraft(Severity.CRITICAL, 2.0, 3.5, 0));
    assertThat(refusal())
        .isEqualTo(
            "levels[1].clear: 3.5 is reached later than WARNING's 3.3; write a number not beyond"
                + " that");
    levels = List.of();
    assertThat(refusal()).startsWith("levels: is empty");
    levels = List.of(new LevelDraft(null, 3.0, 3.3, 0));
    assertThat(refusal())
        .isEqualTo(
            "levels[0].severity: is none that this version knows; write INFO or WARNING or"
                + " CRITICAL");
    levels = List.of(new LevelDraft(Severity.WARNING, Double.NaN, 3.3, 0));
    assertThat(refusal()).contains("plain numbers");
  }

  @Test
  void refusesNegativeAndEndlessLengthsOfTime() {
    keepFiringFor = -1;
    cooldown = Long.MAX_VALUE;
    levels = List.of(new LevelDraft(Severity.WARNING, 3.0, 3.3, -60));
    assertThat(refusal())
        .contains("levels[0].for: is negative (-60 s)")
        .contains("keepFiringFor: is negative (-1 s); write 0 or a length of time such as 4h")
        .contains("cooldown: is longer than ten years");
  }

  @Test
  void saysPlainlyWhatThisVersionDoesNotDo() {
    type = null;
    assertThat(refusal())
        .contains(
            "type: is none that this version knows; write THRESHOLD, CHANGE, PACING, DRIFT, STALE"
                + " or DEAL");
  }

  @Test
  void acceptsDriftToEitherSideAboveItsLines() {
    type = RuleType.DRIFT;
    types = List.of(ScopeType.UNIT, ScopeType.COMPANY);
    metric = "projectedAmount";
    levels =
        List.of(
            new LevelDraft(Severity.WARNING, 5, 1, 0), new LevelDraft(Severity.CRITICAL, 8, 1, 0));
    materiality = new Materiality(null, 5.0);
    assertThat(accepted().judgement())
        .isEqualTo(new Judgement.Drift(Direction.BELOW, 5, 1, new Materiality(null, 5.0)));
    assertThat(accepted().side()).isEqualTo(Direction.ABOVE);
    direction = Direction.ABOVE;
    assertThat(accepted().judgement())
        .isEqualTo(new Judgement.Drift(Direction.ABOVE, 5, 1, new Materiality(null, 5.0)));
  }

  @Test
  void refusesDriftOfWhatSaysNothingOfIt() {
    type = RuleType.DRIFT;
    types = List.of(ScopeType.REP);
    metric = "openAmount";
    periods = List.of(RulePeriod.NEXT);
    levels = List.of(new LevelDraft(Severity.WARNING, 5, 6, 0));
    assertThat(refusal())
        .isEqualTo(
            "metric: drift is told of projectedAmount alone; write that; periods: NEXT has no drift"
                + " before it begins; write [\"CURRENT\"]; scope.types: the forecasts of others"
                + " are too few deals to tell drift from chance; write [\"UNIT\", \"COMPANY\"]"
                + " or one of them; levels[0].clear: is 6, but with type DRIFT the clear line lies"
                + " below the fire line; write a number below 5");
    metric = "projectedAmount";
    periods = List.of(RulePeriod.CURRENT);
    types = List.of();
    levels = List.of(new LevelDraft(Severity.WARNING, 5, -1, 0));
    over = 86_400L;
    assertThat(refusal())
        .contains("over: has no meaning for DRIFT rules")
        .contains("scope.types: the forecasts of others")
        .contains("levels[0].clear: is -1, but the statistic is never below 0; write 0 or more");
  }

  @Test
  void acceptsAChangeOverDaysOrHours() {
    type = RuleType.CHANGE;
    metric = "projectedAmount";
    levels = List.of(new LevelDraft(Severity.WARNING, -0.1, -0.05, 0));
    over = 7L * 86_400;
    assertThat(accepted().judgement())
        .isEqualTo(new Judgement.Change(new Lookback(Lookback.Unit.DAY, 7), ChangeMeasure.SHARE));
    over = 23L * 3_600;
    changeIn = ChangeMeasure.DIFFERENCE;
    levels = List.of(new LevelDraft(Severity.WARNING, -50_000, -10_000, 0));
    assertThat(accepted().judgement())
        .isEqualTo(
            new Judgement.Change(new Lookback(Lookback.Unit.HOUR, 23), ChangeMeasure.DIFFERENCE));
  }

  @Test
  void refusesAChangeSinceATimeThatNothingIsKeptOf() {
    type = RuleType.CHANGE;
    levels = List.of(new LevelDraft(Severity.WARNING, -0.1, -0.05, 0));
    assertThat(refusal())
        .isEqualTo("over: is missing; write how far back to compare, for example 7d");
    over = 5_400L;
    assertThat(refusal())
        .isEqualTo("over: is 5400 s; write whole days up to 366d, or whole hours below a day");
    over = 36L * 3_600;
    assertThat(refusal()).startsWith("over: is 129600 s;");
    over = 0L;
    assertThat(refusal()).startsWith("over: is 0 s;");
    over = 367L * 86_400;
    assertThat(refusal()).startsWith("over: is 31708800 s;");
  }

  @Test
  void refusesAChangeThatSaysLittleOrCanNeverCome() {
    type = RuleType.CHANGE;
    over = 86_400L;
    levels = List.of(new LevelDraft(Severity.WARNING, -20, -10, 0));
    assertThat(refusal())
        .isEqualTo(
            "levels[0].fire: is -20, but nothing falls by more than all of it; write a share, for"
                + " example -0.2 for a fifth");
    levels = List.of(new LevelDraft(Severity.WARNING, -0.2, -0.1, 0));
    metric = "forecastDrift";
    assertThat(refusal())
        .isEqualTo(
            "changeIn: forecastDrift may be 0 or below, so a share of it says little; write"
                + " DIFFERENCE");
    changeIn = null;
    assertThat(refusal())
        .isEqualTo("changeIn: is none that this version knows; write SHARE or DIFFERENCE");
  }

  @Test
  void acceptsAPaceOfWhatEarlierPeriodsAreKeptOf() {
    type = RuleType.PACING;
    metric = "bookedAmount";
    levels = List.of(new LevelDraft(Severity.WARNING, -0.2, -0.1, 0));
    assertThat(accepted().judgement()).isEqualTo(new Judgement.Pacing());
    metric = "attainment";
    periods = List.of(RulePeriod.CURRENT, RulePeriod.NEXT);
    levels = List.of(new LevelDraft(Severity.WARNING, -1, -0.1, 0));
    assertThat(refusal())
        .isEqualTo(
            "metric: earlier periods are kept for bookedAmount, coverageToGo, projectedAmount;"
                + " write one of them; periods: NEXT has no pace yet; write [\"CURRENT\"];"
                + " levels[0].fire: is -1, but nothing falls by more than all of it; write a"
                + " share, for example -0.2 for a fifth");
  }

  @Test
  void refusesFieldsThatBelongToAnotherType() {
    over = 86_400L;
    changeIn = ChangeMeasure.DIFFERENCE;
    assertThat(refusal())
        .isEqualTo(
            "over: has no meaning for THRESHOLD rules; leave it out, or write type CHANGE;"
                + " changeIn: has no meaning for THRESHOLD rules; leave it out, or write type"
                + " CHANGE");
    type = RuleType.PACING;
    assertThat(refusal()).contains("over: has no meaning for PACING rules");
  }

  private void aboutDeals() {
    type = RuleType.DEAL;
    types = List.of();
    metric = "riskScore";
    direction = Direction.ABOVE;
    levels = List.of(new LevelDraft(Severity.WARNING, 59, 49, 14_400));
  }

  @Test
  void acceptsARuleOnSingleDeals() {
    aboutDeals();
    assertThat(accepted().judgement()).isEqualTo(new Judgement.Deals(Set.of(), null));
    deals = new DealsDraft(List.of(ForecastCategory.COMMIT), 0.07);
    include = List.of("UNIT:emea");
    minOpenAmount = 1_000_000L;
    currency = "EUR";
    assertThat(accepted().judgement())
        .isEqualTo(new Judgement.Deals(Set.of(ForecastCategory.COMMIT), 7));
    assertThat(accepted().watches(Scope.unit("emea"))).isFalse();
    assertThat(accepted().watches(new Scope(ScopeType.DEAL, "d1"))).isTrue();
  }

  @Test
  void refusesWhatSingleDealsDoNotHave() {
    aboutDeals();
    metric = "coverageToGo";
    minQuota = 1L;
    currency = "EUR";
    mOfN = new MOfN(2, 3);
    levels = List.of(new LevelDraft(Severity.WARNING, 59, 49, 0));
    minObservations = 1;
    staleAfter = 86_400L;
    over = 86_400L;
    assertThat(refusal())
        .isEqualTo(
            "over: has no meaning for DEAL rules; leave it out, or write type CHANGE; metric:"
                + " coverageToGo is no figure of a single deal; write riskScore; minQuota: deals"
                + " have no quota; bound their amount by minOpenAmount; mOfN: deals are published"
                + " when they change, which is no count; write for instead; minObservations: deals"
                + " are published when they change; leave it out; staleAfter: a deal that does not"
                + " change is not out of date; leave it out");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.005, 0.125, 1.01, 10, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesAShareOfDealsThatIsNoWholePercent(double share) {
    aboutDeals();
    deals = new DealsDraft(List.of(), share);
    assertThat(refusal())
        .startsWith("deals.topShare: is ")
        .endsWith("write whole percents as a share, from 0.01 for the largest hundredth to 1");
  }

  @Test
  void refusesCategoriesThatNobodyKnowsOrTwice() {
    aboutDeals();
    deals =
        new DealsDraft(Arrays.asList(ForecastCategory.COMMIT, null, ForecastCategory.COMMIT), null);
    assertThat(refusal())
        .contains("deals.categories[1]: is none that this version knows; write OMITTED or")
        .contains("deals.categories[2]: COMMIT is named twice; remove one");
  }

  @Test
  void refusesDealsInRulesOnFigures() {
    metric = "riskScore";
    deals = new DealsDraft(List.of(), 0.1);
    types = List.of(ScopeType.UNIT, ScopeType.DEAL);
    assertThat(refusal())
        .isEqualTo(
            "deals: has no meaning for THRESHOLD rules; leave it out, or write type DEAL; metric:"
                + " riskScore is a figure of single deals; write type DEAL; scope.types[1]: DEAL"
                + " has no figures for THRESHOLD rules; leave it out, or write type DEAL");
  }

  @Test
  void refusesCountsOfObservationsThatCannotBe() {
    mOfN = new MOfN(4, 3);
    levels = List.of(new LevelDraft(Severity.WARNING, 3.0, 3.3, 0));
    assertThat(refusal())
        .isEqualTo("mOfN: is 4 of 3; m is at least 1 and at most n, and n at most 64");
    mOfN = new MOfN(2, 65);
    assertThat(refusal()).startsWith("mOfN: is 2 of 65");
    mOfN = new MOfN(2, 3);
    levels = List.of(WARNING);
    assertThat(refusal())
        .isEqualTo(
            "levels[0].for: stands beside mOfN, which counts breaches instead of timing them; leave"
                + " one out");
    minObservations = -1;
    assertThat(refusal()).contains("minObservations: is below 0");
  }

  @Test
  void refusesToTellOrRemindOfNothingOrWithoutEnd() {
    materiality = new Materiality(null, null);
    remindEvery = 59L;
    staleAfter = 0L;
    assertThat(refusal())
        .contains("materiality: says nothing; write absolute, percent or both, or leave it out")
        .contains("remindEvery: is shorter than 60 s (59 s); write more, or leave it out")
        .contains("staleAfter: is shorter than 1 s (0 s)");
    materiality = new Materiality(0.0, Double.NaN);
    remindEvery = -1L;
    assertThat(refusal())
        .contains("materiality.absolute: is 0; write a number above 0, or leave it out")
        .contains("materiality.percent: is NaN")
        .contains("remindEvery: is negative");
  }

  @Test
  void acceptsWhatSaysHowOftenAndWhatToTell() {
    levels = List.of(new LevelDraft(Severity.WARNING, 3.0, 3.3, 0));
    mOfN = new MOfN(3, 5);
    minObservations = 10;
    staleAfter = 172_800L;
    materiality = new Materiality(0.5, 10.0);
    remindEvery = 86_400L;
    assertThat(check())
        .asInstanceOf(InstanceOfAssertFactories.type(RuleCheck.Accepted.class))
        .extracting(RuleCheck.Accepted::rule)
        .satisfies(
            rule -> {
              assertThat(rule.mOfN()).isEqualTo(new MOfN(3, 5));
              assertThat(rule.minObservations()).isEqualTo(10);
              assertThat(rule.staleAfterMicros()).isEqualTo(172_800_000_000L);
              assertThat(rule.materiality()).isEqualTo(new Materiality(0.5, 10.0));
              assertThat(rule.remindEveryMicros()).isEqualTo(86_400_000_000L);
            });
  }

  @Test
  void refusesScopesThatCanNeverMatch() {
    include = List.of("UNIT:emea", "REP:r1", "emea", "UNIT:", "UNIT:emea");
    exclude = List.of("UNIT:emea");
    assertThat(refusal())
        .contains("scope.include[1]: REP:r1 can never match: scope.types has no REP; add it")
        .contains("scope.include[2]: 'emea' is no scope; write TYPE:id, for example UNIT:emea")
        .contains("scope.include[3]: 'UNIT:' names no scope")
        .contains("scope.include[4]: UNIT:emea is named twice; remove one")
        .contains("scope.exclude: leaves out UNIT:emea, which scope.include names");
    include = List.of();
    exclude = List.of();
    types = Arrays.asList(ScopeType.UNIT, null, ScopeType.UNIT);
    assertThat(refusal())
        .contains("scope.types[1]: is none that this version knows; write COMPANY or UNIT")
        .contains("scope.types[2]: UNIT is named twice; remove one");
  }

  @Test
  void refusesPeriodsModesAndDirectionsThatItDoesNotKnow() {
    periods = Arrays.asList(RulePeriod.CURRENT, null);
    mode = null;
    direction = null;
    assertThat(refusal())
        .contains("periods[1]: is none that this version knows; write CURRENT or NEXT")
        .contains("mode: is none that this version knows; write LIVE or SHADOW")
        .contains("direction: is none that this version knows; write BELOW or ABOVE");
    periods = List.of();
    assertThat(refusal()).contains("periods: names no period");
  }

  @Test
  void refusesAmountsInAnotherCurrencyThanTheFigures() {
    minQuota = 100_000_00L;
    assertThat(refusal()).isEqualTo("currency: is missing beside an amount; write \"EUR\"");
    currency = "USD";
    assertThat(refusal())
        .isEqualTo("currency: is USD, but figures are reported in EUR; state the amounts in EUR");
    currency = "EUR";
    minOpenAmount = -1L;
    assertThat(refusal()).startsWith("minOpenAmount: is below 0");
  }

  @Test
  void refusesAWindowThatIsNoPartOfAPeriod() {
    window = new ActiveWindow(90, 10);
    assertThat(refusal())
        .isEqualTo(
            "activeWindow: is 90 to 10; fromPct is below toPct and both lie between 0 and 100");
    window = new ActiveWindow(0, 101);
    assertThat(refusal()).startsWith("activeWindow: is 0 to 101");
    window = new ActiveWindow(Double.NaN, 100);
    assertThat(refusal()).startsWith("activeWindow:");
  }

  @Test
  void refusesAnIdentityThatCannotBePartOfAKey() {
    ruleId = "a|b";
    version = 0;
    name = " ";
    assertThat(refusal())
        .contains("ruleId: holds a '|'")
        .contains("version: is 0; versions count up from 1")
        .contains("name: is empty");
  }

  private AlertRule accepted() {
    return ((RuleCheck.Accepted) check()).rule();
  }

  private String refusal() {
    return ((RuleCheck.Refused) check()).message();
  }

  private RuleCheck check() {
    return new RuleDraft(
            ruleId,
            version,
            name,
            true,
            mode,
            type,
            types,
            include,
            exclude,
            periods,
            minQuota,
            minOpenAmount,
            currency,
            metric,
            over,
            changeIn,
            deals,
            direction,
            levels,
            keepFiringFor,
            cooldown,
            window,
            mOfN,
            minObservations,
            staleAfter,
            materiality,
            remindEvery)
        .check(
            "EUR",
            (given, known) ->
                given.toLowerCase(Locale.ROOT).startsWith("coverage")
                    ? Optional.of("coverageToGo")
                    : Optional.empty());
  }
}
