package io.pipelinemonitor.jobs.domain.oracle;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.forecast.DealAge;
import io.pipelinemonitor.jobs.domain.forecast.DealClass;
import io.pipelinemonitor.jobs.domain.forecast.Expectation;
import io.pipelinemonitor.jobs.domain.forecast.ModelParameters;
import io.pipelinemonitor.jobs.domain.forecast.PeriodCurve;
import io.pipelinemonitor.jobs.domain.forecast.Stretches;
import io.pipelinemonitor.jobs.domain.forecast.WinChance;
import io.pipelinemonitor.jobs.domain.metrics.Policy;
import io.pipelinemonitor.jobs.domain.plan.ForecastCall;
import io.pipelinemonitor.jobs.domain.plan.FxRate;
import io.pipelinemonitor.jobs.domain.plan.LearntStage;
import io.pipelinemonitor.jobs.domain.plan.OrgMember;
import io.pipelinemonitor.jobs.domain.plan.OrgUnit;
import io.pipelinemonitor.jobs.domain.plan.Quota;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import io.pipelinemonitor.jobs.domain.risk.RiskPolicy;
import io.pipelinemonitor.jobs.domain.scope.Scope;
import io.pipelinemonitor.jobs.domain.scope.ScopeType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Small worlds full of what goes wrong in a CRM: events of one instant, reused identifiers, changes
 * before creation, cleared fields, reopened, deleted and merged deals, unknown owners, stages,
 * units and currencies. One seed gives one history.
 */
public final class HistoryGenerator {

  /**
   * One history.
   *
   * @param seed what it was made from
   * @param events of all deals, in the order in which they were made up
   * @param plan the plan at its end
   * @param policy the site's choices
   * @param nowMicros stream time at its end, microseconds since the epoch
   */
  public record History(
      long seed,
      List<DealEvent> events,
      List<Activity> activities,
      OraclePlan plan,
      Policy policy,
      long nowMicros) {}

  private static final long DAY = 86_400L * FiscalCalendar.MICROS_PER_SECOND;
  private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "KWD");
  private static final List<String> STAGES = List.of("lead", "offer", "talks", "won", "lost");
  private static final List<String> ZONES = List.of("UTC", "Europe/Zurich", "America/New_York");

  private final Random random;

  /** By itself, so that histories stay the same in all else. */
  private final Random forecasts;

  private final long seed;
  private final Policy policy;
  private final long now;
  private final List<Long> instants = new ArrayList<>();
  private final List<String> memberIds = new ArrayList<>();
  private final List<String> unitIds = new ArrayList<>();

  private HistoryGenerator(long seed) {
    this.seed = seed;
    this.random = new Random(seed * 7919 + 17);
    this.forecasts = new Random(seed * 6271 + 5);
    this.policy =
        new Policy(
            new FiscalCalendar(
                oneIn(2) ? 1 : 1 + random.nextInt(12),
                oneIn(4) ? PeriodKind.MONTH : PeriodKind.QUARTER,
                ZoneId.of(pick(ZONES))),
            oneIn(4) ? pick(CURRENCIES) : "EUR",
            1 + random.nextInt(3),
            new BigDecimal(pick(List.of("3.0", "2.5", "3.333"))),
            random.nextInt(6),
            pick(List.of(7, 30, 90)),
            RiskPolicy.DEFAULT);
    this.now = LocalDate.of(2026, 2, 20).toEpochDay() * DAY + random.nextLong(0, 60 * DAY);
    for (int i = 0; i < 5; i++) {
      instants.add(now - random.nextLong(0, 300 * DAY));
    }
  }

  /** The history of that seed. */
  public static History history(long seed) {
    HistoryGenerator generator = new HistoryGenerator(seed);
    OraclePlan plan = generator.plan();
    return new History(
        seed, generator.events(), generator.activities(), plan, generator.policy, generator.now);
  }

  /** The events in another order. */
  public static List<DealEvent> shuffled(List<DealEvent> events, Random random) {
    List<DealEvent> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** The events with some of them repeated, anywhere after or before. */
  public static List<DealEvent> duplicated(List<DealEvent> events, Random random) {
    List<DealEvent> duplicated = new ArrayList<>(events);
    for (DealEvent event : events) {
      for (int copies = random.nextInt(3); copies > 0; copies--) {
        duplicated.add(random.nextInt(duplicated.size() + 1), event);
      }
    }
    return duplicated;
  }

  private OraclePlan plan() {
    List<OrgUnit> units = units();
    List<OrgMember> members = members();
    List<ModelParameters> models = models();
    boolean ofCompany = models.stream().anyMatch(model -> model.scope().equals(Scope.COMPANY));
    return new OraclePlan(
        units,
        members,
        processes(),
        quotas(),
        rates(),
        calls(),
        models,
        ofCompany ? learntStages() : List.of());
  }

  private List<OrgUnit> units() {
    List<OrgUnit> units = new ArrayList<>();
    if (!oneIn(12)) {
      units.add(new OrgUnit("root", "Acme", null, oneIn(3) ? null : "rep1"));
    }
    unitIds.add("root");
    if (oneIn(12)) {
      units.add(new OrgUnit("root2", "Acme Too", null, null));
      unitIds.add("root2");
    }
    int count = 1 + random.nextInt(5);
    for (int i = 1; i <= count; i++) {
      String unitId = "unit" + i;
      String parent = oneIn(15) ? "nowhere" : pick(unitIds);
      units.add(new OrgUnit(unitId, "Unit " + i, parent, oneIn(2) ? null : "rep" + i));
      unitIds.add(unitId);
    }
    if (oneIn(12)) {
      units.add(new OrgUnit("ring1", "Ring 1", "ring2", null));
      units.add(new OrgUnit("ring2", "Ring 2", oneIn(3) ? "ring3" : "ring1", "rep1"));
      units.add(new OrgUnit("ring3", "Ring 3", "ring1", null));
      unitIds.addAll(List.of("ring1", "ring2", "ring3"));
    }
    Collections.shuffle(units, random);
    return units;
  }

  private List<OrgMember> members() {
    List<OrgMember> members = new ArrayList<>();
    int count = 2 + random.nextInt(4);
    for (int i = 1; i <= count; i++) {
      String unitId = oneIn(12) ? "nowhere" : pick(unitIds);
      members.add(new OrgMember("rep" + i, "Rep " + i, unitId));
      memberIds.add("rep" + i);
    }
    return members;
  }

  private List<SalesProcess> processes() {
    List<SalesProcess> processes = new ArrayList<>();
    processes.add(process("new", oneIn(10)));
    if (!oneIn(6)) {
      processes.add(process("renewal", oneIn(3)));
    }
    return processes;
  }

  /** A process; one that is upside down closes deals in the stages where others keep them open. */
  private SalesProcess process(String pipelineId, boolean upsideDown) {
    List<Stage> stages = new ArrayList<>();
    for (int order = 1; order <= STAGES.size(); order++) {
      String stageId = STAGES.get(order - 1);
      DealStatus status =
          switch (stageId) {
            case "won" -> upsideDown ? DealStatus.LOST : DealStatus.WON;
            case "lost" -> upsideDown ? DealStatus.OPEN : DealStatus.LOST;
            case "offer" -> upsideDown ? DealStatus.WON : DealStatus.OPEN;
            default -> DealStatus.OPEN;
          };
      if (!oneIn(10)) {
        stages.add(
            new Stage(
                pipelineId,
                stageId,
                order,
                status,
                random.nextInt(1_000_001),
                oneIn(4) ? null : pick(List.of(ForecastCategory.values())),
                oneIn(3) ? null : (Double) (random.nextInt(40) / 2.0),
                oneIn(3) ? Set.of(DealField.AMOUNT, DealField.NEXT_STEP) : Set.of()));
      }
    }
    return new SalesProcess(pipelineId, stages);
  }

  private List<Quota> quotas() {
    List<Scope> scopes = new ArrayList<>();
    memberIds.forEach(id -> scopes.add(Scope.rep(id)));
    unitIds.forEach(id -> scopes.add(Scope.unit(id)));
    scopes.add(Scope.COMPANY);
    scopes.add(new Scope(ScopeType.SEGMENT, "large"));
    scopes.add(new Scope(ScopeType.PIPELINE, "new"));
    scopes.add(Scope.rep("stranger"));
    List<Quota> quotas = new ArrayList<>();
    for (Scope scope : scopes) {
      for (FiscalPeriod period : periods()) {
        boolean usual = scope.type() == ScopeType.REP && !scope.id().equals("stranger");
        if (usual ? oneIn(2) : oneIn(8)) {
          long amount = oneIn(10) ? random.nextInt(3) - 1 : random.nextInt(2_000_000);
          String currency = oneIn(4) ? pick(CURRENCIES) : policy.reportingCurrency();
          quotas.add(new Quota(scope, period.name(), amount, currency));
        }
      }
    }
    if (oneIn(5)) {
      quotas.add(new Quota(Scope.rep("rep1"), "1999-X9", 100, "EUR"));
    }
    Collections.shuffle(quotas, random);
    return quotas;
  }

  /** What was said, early and late, some of it for scopes that nobody knows. */
  private List<ForecastCall> calls() {
    List<ForecastCall> calls = new ArrayList<>();
    for (Scope scope : forecastScopes()) {
      for (FiscalPeriod period : periods()) {
        long start = policy.calendar().startOfDay(period.startDay());
        for (int said = forecasts.nextInt(5); said > 0; said--) {
          long supposed = start + forecasts.nextLong(-20 * DAY, 60 * DAY);
          // Never two at one moment: which of them holds depends on the order.
          long at = supposed <= now ? supposed : now - forecasts.nextLong(60 * DAY);
          calls.add(
              new ForecastCall(
                  scope,
                  period.name(),
                  forecasts.nextInt(4) == 0 ? ForecastCategory.BEST_CASE : ForecastCategory.COMMIT,
                  forecasts.nextInt(10) == 0 ? 0 : forecasts.nextLong(2_000_000),
                  forecasts.nextInt(4) == 0
                      ? CURRENCIES.get(forecasts.nextInt(CURRENCIES.size()))
                      : policy.reportingCurrency(),
                  "rep" + forecasts.nextInt(9),
                  at,
                  at <= start));
        }
      }
    }
    Collections.shuffle(calls, forecasts);
    return calls;
  }

  private List<Scope> forecastScopes() {
    List<Scope> scopes = new ArrayList<>();
    memberIds.forEach(id -> scopes.add(Scope.rep(id)));
    unitIds.forEach(id -> scopes.add(Scope.unit(id)));
    scopes.add(Scope.COMPANY);
    scopes.add(new Scope(ScopeType.SEGMENT, "large"));
    scopes.removeIf(scope -> forecasts.nextInt(3) != 0);
    return scopes;
  }

  private List<ModelParameters> models() {
    return forecastScopes().stream().map(this::model).toList();
  }

  private List<LearntStage> learntStages() {
    List<LearntStage> stages = new ArrayList<>();
    for (String pipelineId : List.of("new", "renewal", "")) {
      for (String stageId : STAGES) {
        stages.add(
            new LearntStage(
                pipelineId,
                stageId,
                new StageStatistics(
                    forecasts.nextInt(4) == 0 ? null : (Double) (1 + forecasts.nextDouble() * 60),
                    forecasts.nextInt(4) == 0
                        ? null
                        : (Double) (1 + forecasts.nextDouble() * 90))));
      }
    }
    return stages;
  }

  private ModelParameters model(Scope scope) {
    SortedMap<DealClass, WinChance> chances = new TreeMap<>();
    for (String pipelineId : List.of("new", "renewal", "")) {
      for (String stageId : STAGES) {
        for (DealAge age : DealAge.values()) {
          double[] values = forecasts.doubles(Stretches.COUNT).toArray();
          PeriodCurve curve = PeriodCurve.falling(stretch -> values[stretch]);
          chances.put(new DealClass(pipelineId, stageId, age), new WinChance(curve, curve));
        }
      }
    }
    double[] values = forecasts.doubles(Stretches.COUNT).toArray();
    return new ModelParameters(
        scope,
        now - forecasts.nextLong(300 * DAY),
        new Expectation(
            chances,
            PeriodCurve.lasting(stretch -> 0.5 + values[stretch]),
            PeriodCurve.falling(stretch -> values[stretch]),
            forecasts.nextLong(3_000_000),
            forecasts.nextLong(500_000),
            forecasts.nextLong(900_000)),
        PeriodCurve.lasting(stretch -> 0.3 * values[stretch]));
  }

  private List<FiscalPeriod> periods() {
    List<FiscalPeriod> periods = new ArrayList<>();
    FiscalPeriod period = policy.calendar().periodAt(now - 120 * DAY);
    for (int i = 0; i < 4; i++) {
      periods.add(period);
      period = policy.calendar().periodOf(period.endDay());
    }
    return periods;
  }

  private List<FxRate> rates() {
    List<FxRate> rates = new ArrayList<>();
    long today = policy.calendar().epochDay(now);
    for (String currency : CURRENCIES) {
      int count = random.nextInt(4);
      for (int i = 0; i < count; i++) {
        rates.add(
            new FxRate(
                currency,
                new BigDecimal(random.nextInt(1, 20_000)).movePointLeft(4),
                today - 250 + i * 90L + random.nextInt(60)));
      }
    }
    return rates;
  }

  private List<DealEvent> events() {
    List<DealEvent> events = new ArrayList<>();
    int deals = 3 + random.nextInt(10);
    for (int deal = 1; deal <= deals; deal++) {
      eventsOf("deal" + deal, events);
    }
    return events;
  }

  /** Up to 40 days back: what is older is remembered by what was known when it was forgotten. */
  private List<Activity> activities() {
    List<Activity> activities = new ArrayList<>();
    int count = random.nextInt(25);
    for (int i = 0; i < count; i++) {
      String activityId = "activity" + i;
      String dealId = oneIn(6) ? null : "deal" + (1 + random.nextInt(12));
      for (int reports = 1 + random.nextInt(3); reports > 0; reports--) {
        activities.add(
            new Activity(
                activityId,
                activityId + "-" + random.nextInt(100),
                dealId,
                oneIn(10) ? "stranger" : pick(memberIds),
                pick(List.of(ActivityKind.values())),
                oneIn(3) ? pick(List.of(ActivityStatus.values())) : ActivityStatus.COMPLETED,
                now - random.nextLong(0, 40 * DAY),
                oneIn(3) ? (Long) (now + random.nextLong(-20 * DAY, 20 * DAY)) : null,
                List.of("contact" + random.nextInt(3), "contact" + random.nextInt(3)),
                oneIn(5)));
      }
    }
    return activities;
  }

  private void eventsOf(String dealId, List<DealEvent> events) {
    int count = 1 + random.nextInt(9);
    for (int i = 0; i < count; i++) {
      boolean reusesId = oneIn(10);
      String eventId = reusesId ? "again" : dealId + "-" + random.nextInt(1_000);
      DealEvent event =
          new DealEvent(
              eventId,
              dealId,
              i == 0 && !oneIn(8) ? DealEventType.CREATED : type(),
              reusesId || oneIn(3) ? pick(instants) : now - random.nextLong(0, 300 * DAY),
              oneIn(3) ? random.nextInt(3) : Stamp.NO_SEQUENCE);
      state(event, i == 0 ? 2 : 4);
      events.add(event);
    }
  }

  private DealEventType type() {
    return switch (random.nextInt(14)) {
      case 0 -> DealEventType.CREATED;
      case 1 -> DealEventType.DELETED;
      case 2 -> DealEventType.RESTORED;
      case 3 -> oneIn(2) ? DealEventType.MERGED : DealEventType.RESTORED;
      default -> DealEventType.UPDATED;
    };
  }

  /** States about one field in {@code rarity}, in the fields' order as the mapping does. */
  private void state(DealEvent event, int rarity) {
    stateOrClear(event, DealField.PIPELINE_ID, rarity, pick(List.of("new", "renewal", "nowhere")));
    stateOrClear(event, DealField.STAGE_ID, 2, oneIn(12) ? "nowhere" : pick(STAGES));
    stateOrClear(event, DealField.STATUS, 8, StatusFact.of(pick(List.of(DealStatus.values()))));
    if (oneIn(rarity)) {
      // Some deals are worth the same: they may be duplicates.
      long amount = oneIn(3) ? 5_000L : random.nextLong(1, 1_000_000);
      event.with(DealField.AMOUNT, oneIn(10) ? (Long) 0L : (Long) amount);
      event.with(DealField.CURRENCY, oneIn(2) ? "EUR" : pick(CURRENCIES));
    } else if (oneIn(10)) {
      event.clearing(DealField.AMOUNT);
      if (oneIn(2)) {
        event.clearing(DealField.CURRENCY);
      }
    }
    long today = policy.calendar().epochDay(now);
    stateOrClear(event, DealField.CLOSE_DATE, rarity, today - 200 + random.nextInt(400));
    stateOrClear(event, DealField.CREATED_AT, 8, now - random.nextLong(0, 300 * DAY));
    stateOrClear(event, DealField.CLOSED_AT, 6, now - random.nextLong(0, 250 * DAY));
    stateOrClear(event, DealField.FORECAST_CATEGORY, 6, pick(List.of(ForecastCategory.values())));
    stateOrClear(
        event,
        DealField.PROBABILITY,
        6,
        oneIn(3) ? random.nextDouble() : random.nextInt(101) / 100.0);
    stateOrClear(event, DealField.OWNER_ID, rarity, oneIn(10) ? "stranger" : pick(memberIds));
    stateOrClear(event, DealField.SEGMENT, rarity * 2, pick(List.of("small", "large")));
    stateOrClear(event, DealField.ACCOUNT_ID, rarity, pick(List.of("acme", "umbrella")));
    stateOrClear(event, DealField.NEXT_STEP, rarity, pick(List.of("call", " ")));
    stateOrClear(event, DealField.NEXT_STEP_AT, 5, now + random.nextLong(-30 * DAY, 30 * DAY));
    stateOrClear(event, DealField.PRODUCT, rarity * 2, pick(List.of("core", "extra")));
    stateOrClear(event, DealField.TERRITORY_ID, rarity * 2, pick(List.of("north", "south")));
  }

  private void stateOrClear(DealEvent event, DealField field, int rarity, Object value) {
    if (oneIn(rarity)) {
      event.with(field, value);
    } else if (oneIn(20)) {
      event.clearing(field);
    }
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
