package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every snapshot computed from scratch: replay each deal, then loop over the deals of each scope
 * and period.
 */
public final class SnapshotOracle {

  /** What is told of an open deal beyond its amount. */
  private record Health(
      String band,
      boolean untouched,
      boolean missingAmount,
      boolean missingOwner,
      boolean missingNextStep,
      boolean stageSkipped,
      boolean overdue) {

    boolean isClean() {
      return !missingAmount && !missingOwner && !missingNextStep && !stageSkipped && !overdue;
    }
  }

  /** One deal as it counts in one period. Amounts are minor units of the reporting currency. */
  private record Counted(
      ReplayedDeal deal,
      FiscalPeriod period,
      DealStatus status,
      long amount,
      boolean unconverted,
      @Nullable String ownerId,
      Set<Scope> scopes,
      @Nullable Health health) {

    boolean isOpen() {
      return status == DealStatus.OPEN;
    }
  }

  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private final OraclePlan plan;
  private final Policy policy;
  private final long now;
  private final long today;
  private final Map<String, List<Activity>> activitiesByDeal = new HashMap<>();
  private final Map<String, Long> lastTouches = new HashMap<>();
  private final List<Counted> openDeals = new ArrayList<>();
  private final Set<Counted> duplicates = new HashSet<>();
  private final OracleOrganisation organisation;
  private final Map<String, Quota> quotas = new LinkedHashMap<>();
  private final Map<String, List<Counted>> dealsByKey = new HashMap<>();
  private final OracleWaterfalls waterfalls;
  private final OracleForecasts forecasts;
  private final Map<Scope, OracleTrailing> trailing = new HashMap<>();
  private final SortedMap<String, SortedMap<String, Object>> snapshots = new TreeMap<>();

  private SnapshotOracle(OraclePlan plan, Policy policy, long nowMicros) {
    this.plan = plan;
    this.policy = policy;
    this.now = nowMicros;
    this.today = policy.calendar().epochDay(nowMicros);
    this.organisation = new OracleOrganisation(plan);
    plan.quotas().forEach(quota -> quotas.put(quota.scope().key(quota.period()), quota));
    this.waterfalls =
        new OracleWaterfalls(policy.calendar(), plan.rates(), this::convert, this::scopes, today);
    this.forecasts =
        new OracleForecasts(plan, organisation, policy.calendar(), this::convert, today);
  }

  /**
   * Computes every snapshot.
   *
   * @param events all events of all deals, in any order and as often as one likes
   * @param activities all reports of activities, likewise
   * @param plan the plan as it stands now
   * @param policy the site's choices
   * @param nowMicros stream time, microseconds since the epoch; it says what day is today
   * @return by {@code TYPE:id|period}: the fields of PipelineSnapshot by name, without {@code asOf}
   *     and without those that are null; whole numbers, days and instants (microseconds) as Long,
   *     enums by name, records as maps of their fields
   */
  public static SortedMap<String, SortedMap<String, Object>> of(
      Collection<DealEvent> events,
      Collection<Activity> activities,
      OraclePlan plan,
      Policy policy,
      long nowMicros) {
    SnapshotOracle oracle = new SnapshotOracle(plan, policy, nowMicros);
    oracle.countActivities(activities);
    oracle.countDeals(events);
    oracle.findDuplicates();
    oracle.publish();
    return oracle.snapshots;
  }

  private void countActivities(Collection<Activity> reports) {
    Map<String, Activity> latest = new HashMap<>();
    for (Activity report : reports) {
      latest.merge(
          report.activityId(), report, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
    for (Activity activity : latest.values()) {
      if (activity.dealId() != null) {
        activitiesByDeal.computeIfAbsent(activity.dealId(), id -> new ArrayList<>()).add(activity);
      }
      if (activity.status() == ActivityStatus.COMPLETED && !activity.automated()) {
        for (Scope scope : organisation.scopesOfRep(activity.ownerId())) {
          window(scope).addTouch(activity.occurredAt(), activity.kind());
        }
        if (activity.dealId() != null) {
          lastTouches.merge(activity.dealId(), activity.occurredAt(), Math::max);
        }
      }
    }
  }

  private OracleTrailing window(Scope scope) {
    return trailing.computeIfAbsent(
        scope, key -> new OracleTrailing(policy.calendar(), policy.velocityDays(), today));
  }

  /** Every pair of open deals of one account, worth the same and created within two weeks. */
  private void findDuplicates() {
    Map<Object, List<Counted>> byAccount = new HashMap<>();
    for (Counted deal : openDeals) {
      Object account = deal.deal().value(DealField.ACCOUNT_ID);
      if (account != null) {
        byAccount.computeIfAbsent(account, key -> new ArrayList<>()).add(deal);
      }
    }
    byAccount.values().forEach(this::findDuplicates);
  }

  private void findDuplicates(List<Counted> ofAccount) {
    for (Counted one : ofAccount) {
      for (Counted other : ofAccount) {
        Object amount = one.deal().value(DealField.AMOUNT);
        if (one != other
            && amount != null
            && amount.equals(other.deal().value(DealField.AMOUNT))
            && orEmpty(one.deal().text(DealField.CURRENCY))
                .equals(orEmpty(other.deal().text(DealField.CURRENCY)))
            && Math.abs(one.deal().createdAt() - other.deal().createdAt()) <= 14 * MICROS_PER_DAY) {
          duplicates.add(one);
        }
      }
    }
  }

  private void countDeals(Collection<DealEvent> events) {
    Map<String, SalesProcess> processes = new HashMap<>();
    plan.processes().forEach(process -> processes.put(process.pipelineId(), process));
    Map<String, List<DealEvent>> eventsByDeal = new HashMap<>();
    for (DealEvent event : events) {
      eventsByDeal.computeIfAbsent(event.dealId(), id -> new ArrayList<>()).add(event);
    }
    for (List<DealEvent> eventsOfDeal : eventsByDeal.values()) {
      ReplayedDeal deal = new ReplayedDeal(eventsOfDeal, processes);
      waterfalls.add(deal);
      String dealId = eventsOfDeal.get(0).dealId();
      Counted counted = count(deal, dealId, eventsOfDeal);
      if (counted != null && counted.isOpen()) {
        openDeals.add(counted);
      }
      if (deal.exists()) {
        Long touched = lastTouches.get(dealId);
        for (Scope scope : scopes(deal::value)) {
          window(scope).add(deal, counted == null ? 0 : counted.amount());
          if (touched != null) {
            window(scope).addTouchedDeal(touched);
          }
          if (deal.status() == DealStatus.OPEN && counted == null) {
            window(scope).addUndated();
          }
        }
      }
      if (counted != null) {
        for (Scope scope : counted.scopes()) {
          dealsByKey
              .computeIfAbsent(scope.key(counted.period().name()), key -> new ArrayList<>())
              .add(counted);
        }
      }
    }
  }

  private @Nullable Counted count(ReplayedDeal deal, String dealId, List<DealEvent> eventsOfDeal) {
    if (!deal.exists()) {
      return null;
    }
    DealStatus status = deal.status();
    Long closedAt = deal.closedAt();
    Long closeDay = deal.number(DealField.CLOSE_DATE);
    if (closedAt != null) {
      closeDay = policy.calendar().epochDay(closedAt);
    }
    if (closeDay == null) {
      return null;
    }
    Long amount = deal.number(DealField.AMOUNT);
    Long converted =
        amount == null
            ? Long.valueOf(0)
            : convert(
                amount,
                deal.text(DealField.CURRENCY),
                status == DealStatus.OPEN ? today : closeDay);
    String ownerId = deal.text(DealField.OWNER_ID);
    return new Counted(
        deal,
        policy.calendar().periodOf(closeDay),
        status,
        converted == null ? 0 : converted,
        converted == null,
        ownerId,
        scopes(deal::value),
        status == DealStatus.OPEN ? health(deal, dealId, eventsOfDeal) : null);
  }

  private Health health(ReplayedDeal deal, String dealId, List<DealEvent> eventsOfDeal) {
    SortedMap<String, Object> risk =
        RiskOracle.of(
            eventsOfDeal,
            activitiesByDeal.getOrDefault(dealId, List.of()),
            plan.processes(),
            learnt(deal),
            policy.risk(),
            policy.calendar(),
            now);
    long heard = Math.max(deal.createdAt(), lastTouches.getOrDefault(dealId, Long.MIN_VALUE));
    Long closeDate = deal.number(DealField.CLOSE_DATE);
    String nextStep = deal.text(DealField.NEXT_STEP);
    return new Health(
        (String) Objects.requireNonNull(Objects.requireNonNull(risk).get("riskBand")),
        now - heard >= policy.risk().noRecentActivity().days() * MICROS_PER_DAY,
        deal.number(DealField.AMOUNT) == null,
        deal.text(DealField.OWNER_ID) == null,
        (nextStep == null || nextStep.isBlank()) && deal.number(DealField.NEXT_STEP_AT) == null,
        deal.skippedAStage(),
        closeDate != null && closeDate < today);
  }

  private StageStatistics learnt(ReplayedDeal deal) {
    StageStatistics found = StageStatistics.NONE;
    for (LearntStage stage : plan.stages()) {
      if (stage
              .pipelineId()
              .equals(Objects.requireNonNullElse(deal.text(DealField.PIPELINE_ID), ""))
          && stage.stageId().equals(deal.text(DealField.STAGE_ID))) {
        found = stage.statistics();
      }
    }
    return found;
  }

  private Set<Scope> scopes(ReplayedDeal.Values values) {
    Set<Scope> scopes = organisation.scopesOfRep((String) values.of(DealField.OWNER_ID));
    addScope(scopes, ScopeType.SEGMENT, values.of(DealField.SEGMENT));
    addScope(scopes, ScopeType.PRODUCT, values.of(DealField.PRODUCT));
    addScope(scopes, ScopeType.TERRITORY, values.of(DealField.TERRITORY_ID));
    addScope(scopes, ScopeType.PIPELINE, values.of(DealField.PIPELINE_ID));
    return scopes;
  }

  private static void addScope(Set<Scope> scopes, ScopeType type, @Nullable Object id) {
    if (id != null) {
      scopes.add(new Scope(type, (String) id));
    }
  }

  /** In the reporting currency; null if no rate is in force on that day. */
  private @Nullable Long convert(long minorUnits, @Nullable String currency, long day) {
    if (currency == null || currency.equals(policy.reportingCurrency())) {
      return minorUnits;
    }
    FxRate inForce = null;
    for (FxRate rate : plan.rates()) {
      if (rate.currency().equals(currency)
          && rate.effectiveFrom() <= day
          && (inForce == null || rate.effectiveFrom() >= inForce.effectiveFrom())) {
        inForce = rate;
      }
    }
    if (inForce == null) {
      return null;
    }
    return BigDecimal.valueOf(minorUnits, decimals(currency))
        .multiply(inForce.rate())
        .movePointRight(decimals(policy.reportingCurrency()))
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  /** How many decimals a major unit has; 2 for a currency that ISO 4217 says nothing of. */
  private static int decimals(String currency) {
    try {
      int decimals = Currency.getInstance(currency).getDefaultFractionDigits();
      return decimals < 0 ? 2 : decimals;
    } catch (IllegalArgumentException unknown) {
      return 2;
    }
  }

  private void publish() {
    Map<String, Scope> scopes = new HashMap<>();
    Map<String, FiscalPeriod> periods = new HashMap<>();
    for (List<Counted> deals : dealsByKey.values()) {
      for (Counted deal : deals) {
        deal.scopes().forEach(scope -> scopes.put(scope.key(), scope));
        periods.put(deal.period().name(), deal.period());
      }
    }
    for (Quota quota : quotas.values()) {
      FiscalPeriod period = policy.calendar().periodNamed(quota.period());
      if (period != null) {
        periods.put(period.name(), period);
      }
      scopes.put(quota.scope().key(), quota.scope());
      if (quota.scope().type() == ScopeType.REP) {
        organisation
            .scopesOfRep(quota.scope().id())
            .forEach(scope -> scopes.put(scope.key(), scope));
      } else if (quota.scope().type() == ScopeType.UNIT) {
        for (String unitId : organisation.path(quota.scope())) {
          scopes.put(Scope.unit(unitId).key(), Scope.unit(unitId));
        }
        scopes.put(Scope.COMPANY.key(), Scope.COMPANY);
      }
    }
    waterfalls.scopes().values().forEach(scope -> scopes.put(scope.key(), scope));
    waterfalls.periods().values().forEach(period -> periods.put(period.name(), period));
    trailing.keySet().forEach(scope -> scopes.put(scope.key(), scope));
    FiscalPeriod current = policy.calendar().periodOf(today);
    periods.put(current.name(), current);
    for (Scope scope : scopes.values()) {
      if (scope.type() == ScopeType.UNIT && organisation.isRoot(scope.id())) {
        continue;
      }
      for (FiscalPeriod period : periods.values()) {
        if (policy.isReported(period, today)) {
          publish(scope, period);
        }
      }
    }
  }

  private void publish(Scope scope, FiscalPeriod period) {
    List<Counted> deals = deals(scope, period);
    Long quota = quota(scope, period, new HashSet<>());
    List<Rep> reps = reps(scope, period);
    String key = scope.key(period.name());
    OracleTrailing window =
        period.equals(policy.calendar().periodOf(today))
            ? trailing.getOrDefault(
                scope, new OracleTrailing(policy.calendar(), policy.velocityDays(), today))
            : null;
    if (deals.isEmpty()
        && quota == null
        && reps.isEmpty()
        && waterfalls.isZero(key)
        && (window == null || window.isEmpty())) {
      return;
    }
    SortedMap<String, Object> fields = new TreeMap<>();
    fields.put("scopeType", scope.type().name());
    fields.put("scopeId", scope.id());
    fields.put("period", period.name());
    putUnlessNull(fields, "scopeName", organisation.name(scope));
    fields.put("scopePath", organisation.path(scope));
    putUnlessNull(fields, "ownerId", organisation.ownerId(scope));
    fields.put("periodStart", period.startDay());
    fields.put("periodEnd", period.endDay());
    fields.put("periodElapsed", (double) daysElapsed(period) / days(period));
    fields.put("currency", policy.reportingCurrency());
    putTotals(fields, scope, deals);
    putStages(fields, deals, window);
    putCategories(fields, deals);
    putCoverage(fields, quota);
    putReps(fields, reps, period);
    putHealth(fields, deals);
    putForecast(fields, scope, period, deals);
    fields.put("waterfall", waterfalls.sinceStart(key));
    fields.put("waterfallWeek", waterfalls.week(key, amountOf(fields, "openAmount")));
    if (window != null) {
      window.put(fields, amountOf(fields, "openCount"));
    }
    snapshots.put(key, fields);
  }

  private void putTotals(Map<String, Object> fields, Scope scope, List<Counted> deals) {
    Predicate<Counted> open = Counted::isOpen;
    Predicate<Counted> won = deal -> deal.status() == DealStatus.WON;
    Predicate<Counted> lost = deal -> deal.status() == DealStatus.LOST;
    Predicate<Counted> overdue = open.and(this::isOverdue);
    fields.put("openCount", number(deals, open));
    fields.put("openAmount", amount(deals, open));
    fields.put("weightedAmount", sum(deals, open, this::weighted));
    fields.put("qualifiedAmount", amount(deals, open.and(this::isQualified)));
    fields.put("bookedCount", number(deals, won));
    fields.put("bookedAmount", amount(deals, won));
    fields.put("lostCount", number(deals, lost));
    fields.put("lostAmount", amount(deals, lost));
    fields.put("overdueCount", number(deals, overdue));
    fields.put("overdueAmount", amount(deals, overdue));
    fields.put("unconvertedCount", number(deals, Counted::unconverted));
    boolean countsUnknownOwners =
        scope.type() == ScopeType.COMPANY || scope.type() == ScopeType.REP;
    fields.put(
        "unknownOwnerCount",
        number(
            deals,
            open.and(deal -> countsUnknownOwners && !organisation.hasMember(deal.ownerId()))));
    fields.put("unknownStageCount", number(deals, open.and(deal -> deal.deal().stage() == null)));
  }

  private void putHealth(Map<String, Object> fields, List<Counted> deals) {
    Predicate<Counted> atRisk = deal -> isThat(deal, health -> health.band().equals("AT_RISK"));
    Predicate<Counted> watch = deal -> isThat(deal, health -> health.band().equals("WATCH"));
    fields.put("atRiskCount", number(deals, atRisk));
    fields.put("atRiskAmount", amount(deals, atRisk));
    fields.put(
        "atRiskCommit",
        amount(deals, atRisk.and(deal -> category(deal) == ForecastCategory.COMMIT)));
    fields.put("watchCount", number(deals, watch));
    fields.put("watchAmount", amount(deals, watch));
    if (amountOf(fields, "openAmount") > 0) {
      fields.put(
          "riskShare", (double) amountOf(fields, "atRiskAmount") / amountOf(fields, "openAmount"));
    }
    fields.put("untouchedOpenAmount", amount(deals, deal -> isThat(deal, Health::untouched)));
    fields.put("missingAmount", number(deals, deal -> isThat(deal, Health::missingAmount)));
    fields.put("missingOwner", number(deals, deal -> isThat(deal, Health::missingOwner)));
    fields.put("missingNextStep", number(deals, deal -> isThat(deal, Health::missingNextStep)));
    fields.put("stageSkipped", number(deals, deal -> isThat(deal, Health::stageSkipped)));
    fields.put("duplicateSuspects", number(deals, duplicates::contains));
    if (amountOf(fields, "openCount") > 0) {
      long clean =
          number(deals, deal -> isThat(deal, Health::isClean) && !duplicates.contains(deal));
      fields.put("hygieneScore", (double) clean / amountOf(fields, "openCount"));
    }
  }

  private void putForecast(
      Map<String, Object> fields, Scope scope, FiscalPeriod period, List<Counted> deals) {
    List<OracleForecasts.OpenDeal> open = new ArrayList<>();
    for (Counted deal : deals) {
      if (deal.isOpen()) {
        open.add(
            new OracleForecasts.OpenDeal(
                orEmpty(deal.deal().text(DealField.PIPELINE_ID)),
                orEmpty(deal.deal().text(DealField.STAGE_ID)),
                deal.deal().createdAt(),
                category(deal),
                deal.amount()));
      }
    }
    forecasts.put(
        fields,
        scope,
        period,
        open,
        amountOf(fields, "bookedAmount"),
        amountOf(fields, "weightedAmount"));
  }

  private static boolean isThat(Counted deal, Predicate<Health> which) {
    return deal.health() != null && which.test(deal.health());
  }

  private boolean isOverdue(Counted deal) {
    Long closeDate = deal.deal().number(DealField.CLOSE_DATE);
    return closeDate != null && closeDate < today;
  }

  private boolean isQualified(Counted deal) {
    Stage stage = deal.deal().stage();
    return stage != null && stage.order() >= policy.qualifiedFromOrder();
  }

  private long weighted(Counted deal) {
    Stage stage = deal.deal().stage();
    Object own = deal.deal().value(DealField.PROBABILITY);
    BigDecimal partsPerMillion = BigDecimal.ZERO;
    if (own != null) {
      partsPerMillion =
          BigDecimal.valueOf((Double) own).multiply(MILLION).setScale(0, RoundingMode.HALF_EVEN);
    } else if (stage != null) {
      partsPerMillion = BigDecimal.valueOf(stage.probability());
    }
    return BigDecimal.valueOf(deal.amount())
        .multiply(partsPerMillion)
        .movePointLeft(6)
        .setScale(0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  private static void putStages(
      Map<String, Object> fields, List<Counted> deals, @Nullable OracleTrailing window) {
    SortedMap<String, SortedMap<String, List<Counted>>> stages = new TreeMap<>();
    for (Counted deal : deals) {
      if (deal.isOpen()) {
        stages
            .computeIfAbsent(
                orEmpty(deal.deal().text(DealField.PIPELINE_ID)), id -> new TreeMap<>())
            .computeIfAbsent(orEmpty(deal.deal().text(DealField.STAGE_ID)), id -> new ArrayList<>())
            .add(deal);
      }
    }
    List<SortedMap<String, Object>> totals = new ArrayList<>();
    stages.forEach(
        (pipelineId, byStage) ->
            byStage.forEach(
                (stageId, inStage) -> {
                  SortedMap<String, Object> total = total(inStage);
                  total.put("pipelineId", pipelineId);
                  total.put("stageId", stageId);
                  totals.add(total);
                }));
    if (window == null) {
      OracleTrailing.putNoStages(totals);
    } else {
      window.putStages(totals);
    }
    fields.put("stages", totals);
  }

  private static void putCategories(Map<String, Object> fields, List<Counted> deals) {
    List<SortedMap<String, Object>> totals = new ArrayList<>();
    for (ForecastCategory category : ForecastCategory.values()) {
      List<Counted> inCategory = new ArrayList<>();
      for (Counted deal : deals) {
        if (deal.isOpen() && category(deal) == category) {
          inCategory.add(deal);
        }
      }
      if (!inCategory.isEmpty()) {
        SortedMap<String, Object> total = total(inCategory);
        total.put("category", category.name());
        totals.add(total);
      }
    }
    fields.put("categories", totals);
  }

  private static ForecastCategory category(Counted deal) {
    Object own = deal.deal().value(DealField.FORECAST_CATEGORY);
    if (own != null) {
      return (ForecastCategory) own;
    }
    Stage stage = deal.deal().stage();
    if (stage != null && stage.category() != null) {
      return stage.category();
    }
    return ForecastCategory.PIPELINE;
  }

  private static SortedMap<String, Object> total(List<Counted> deals) {
    SortedMap<String, Object> total = new TreeMap<>();
    total.put("count", number(deals, deal -> true));
    total.put("amount", amount(deals, deal -> true));
    return total;
  }

  private void putCoverage(Map<String, Object> fields, @Nullable Long quota) {
    long open = amountOf(fields, "openAmount");
    long booked = amountOf(fields, "bookedAmount");
    fields.put("attained", quota != null && booked >= quota);
    if (quota == null) {
      return;
    }
    long toGo = quota - booked;
    fields.put("quota", quota);
    fields.put("coverageFull", (double) open / quota);
    fields.put("attainment", (double) booked / quota);
    if (toGo <= 0) {
      fields.put("pipelineNeeded", 0L);
      return;
    }
    fields.put("coverageToGo", (double) open / toGo);
    fields.put("coverageWeighted", (double) amountOf(fields, "weightedAmount") / toGo);
    fields.put("coverageQualified", (double) amountOf(fields, "qualifiedAmount") / toGo);
    BigDecimal wanted = policy.coverageTarget().multiply(BigDecimal.valueOf(toGo));
    BigDecimal needed = wanted.subtract(BigDecimal.valueOf(open)).max(BigDecimal.ZERO);
    fields.put("pipelineNeeded", needed.setScale(0, RoundingMode.CEILING).longValueExact());
  }

  /** What the scope is to book in the period; null if there is no quota. */
  private @Nullable Long quota(Scope scope, FiscalPeriod period, Set<Scope> seen) {
    Long own = ownQuota(scope, period);
    if (own != null) {
      return own;
    }
    if (scope.type() != ScopeType.UNIT && scope.type() != ScopeType.COMPANY) {
      return null;
    }
    seen.add(scope);
    boolean setOnARoot =
        scope.type() == ScopeType.COMPANY
            && organisation.roots().stream()
                .anyMatch(root -> ownQuota(Scope.unit(root), period) != null);
    long sum =
        setOnARoot ? ofRoots(period, seen) : sumOfQuotas(organisation.parts(scope), period, seen);
    return sum > 0 ? sum : null;
  }

  /** What is set for the roots; for a root for which nothing is, the sum below it. */
  private long ofRoots(FiscalPeriod period, Set<Scope> seen) {
    long sum = 0;
    for (String root : organisation.roots()) {
      Long own = ownQuota(Scope.unit(root), period);
      sum += own == null ? sumOfQuotas(organisation.directlyBelow(root), period, seen) : own;
    }
    return sum;
  }

  private long sumOfQuotas(List<Scope> parts, FiscalPeriod period, Set<Scope> seen) {
    long sum = 0;
    for (Scope part : parts) {
      Long quota = seen.contains(part) ? null : quota(part, period, seen);
      sum += quota == null ? 0 : quota;
    }
    return sum;
  }

  private @Nullable Long ownQuota(Scope scope, FiscalPeriod period) {
    Quota quota = quotas.get(scope.key(period.name()));
    if (quota == null) {
      return null;
    }
    Long amount = convert(quota.amount(), quota.currency(), period.startDay());
    return amount == null || amount <= 0 ? null : amount;
  }

  /** A rep who carries a quota. */
  private record Rep(long quota, long booked) {}

  private List<Rep> reps(Scope scope, FiscalPeriod period) {
    List<Rep> reps = new ArrayList<>();
    if (scope.type() == ScopeType.REP) {
      addRep(reps, scope, period);
    } else if (scope.type() == ScopeType.UNIT || scope.type() == ScopeType.COMPANY) {
      for (OrgMember member : organisation.members()) {
        if (organisation.scopesOfRep(member.memberId()).contains(scope)) {
          addRep(reps, Scope.rep(member.memberId()), period);
        }
      }
    }
    return reps;
  }

  private void addRep(List<Rep> reps, Scope rep, FiscalPeriod period) {
    Long quota = ownQuota(rep, period);
    if (quota != null) {
      reps.add(new Rep(quota, amount(deals(rep, period), deal -> deal.status() == DealStatus.WON)));
    }
  }

  private void putReps(Map<String, Object> fields, List<Rep> reps, FiscalPeriod period) {
    long atQuota = reps.stream().filter(rep -> rep.booked() >= rep.quota()).count();
    long onPace =
        reps.stream()
            .filter(
                rep ->
                    BigDecimal.valueOf(rep.booked())
                            .multiply(BigDecimal.valueOf(days(period)))
                            .compareTo(
                                BigDecimal.valueOf(rep.quota())
                                    .multiply(BigDecimal.valueOf(daysElapsed(period))))
                        >= 0)
            .count();
    fields.put("repsWithQuota", (long) reps.size());
    fields.put("repsAtQuotaCount", atQuota);
    fields.put("repsOnPaceCount", onPace);
    if (!reps.isEmpty()) {
      fields.put("repsAtQuota", (double) atQuota / reps.size());
      fields.put("repsOnPace", (double) onPace / reps.size());
    }
  }

  private List<Counted> deals(Scope scope, FiscalPeriod period) {
    return dealsByKey.getOrDefault(scope.key(period.name()), List.of());
  }

  private static long days(FiscalPeriod period) {
    return period.endDay() - period.startDay();
  }

  /** Whole days of the period that are over. */
  private long daysElapsed(FiscalPeriod period) {
    return Math.max(0, Math.min(days(period), today - period.startDay()));
  }

  private static long number(List<Counted> deals, Predicate<Counted> which) {
    return sum(deals, which, deal -> 1);
  }

  private static long amount(List<Counted> deals, Predicate<Counted> which) {
    return sum(deals, which, Counted::amount);
  }

  private static long sum(
      List<Counted> deals, Predicate<Counted> which, ToLongFunction<Counted> what) {
    return deals.stream().filter(which).mapToLong(what).sum();
  }

  private static long amountOf(Map<String, Object> fields, String name) {
    return (Long) Objects.requireNonNull(fields.get(name));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static void putUnlessNull(
      Map<String, Object> fields, String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
