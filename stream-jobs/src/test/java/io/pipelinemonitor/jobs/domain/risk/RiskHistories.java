package io.pipelinemonitor.jobs.domain.risk;

import io.pipelinemonitor.jobs.domain.activity.Activity;
import io.pipelinemonitor.jobs.domain.activity.ActivityKind;
import io.pipelinemonitor.jobs.domain.activity.ActivityStatus;
import io.pipelinemonitor.jobs.domain.calendar.FiscalCalendar;
import io.pipelinemonitor.jobs.domain.calendar.PeriodKind;
import io.pipelinemonitor.jobs.domain.deal.DealEvent;
import io.pipelinemonitor.jobs.domain.deal.DealEventType;
import io.pipelinemonitor.jobs.domain.deal.DealField;
import io.pipelinemonitor.jobs.domain.deal.DealStatus;
import io.pipelinemonitor.jobs.domain.deal.ForecastCategory;
import io.pipelinemonitor.jobs.domain.deal.Stamp;
import io.pipelinemonitor.jobs.domain.deal.StatusFact;
import io.pipelinemonitor.jobs.domain.plan.SalesProcess;
import io.pipelinemonitor.jobs.domain.plan.Stage;
import io.pipelinemonitor.jobs.domain.plan.StageStatistics;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Made-up lives of one deal with its activities. One seed gives one history. */
final class RiskHistories {

  /**
   * One history.
   *
   * @param now microseconds since the epoch: a while after the last of it, or shortly before
   */
  record History(
      List<DealEvent> events,
      List<Activity> activities,
      List<SalesProcess> processes,
      StageStatistics learnt,
      RiskPolicy policy,
      FiscalCalendar calendar,
      long now) {}

  private static final long DAY = DealStory.DAY;
  private static final long BEGIN = DealStory.micros("2025-09-01T00:00:00Z");
  private static final List<String> STAGES =
      List.of("lead", "offer", "talks", "close", "lead", "offer", "talks", "won", "lost", "none");
  private static final List<String> ZONES =
      List.of("UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Pacific/Apia");
  private static final List<DealField> REQUIRED =
      List.of(
          DealField.AMOUNT,
          DealField.CLOSE_DATE,
          DealField.NEXT_STEP,
          DealField.OWNER_ID,
          DealField.SEGMENT);

  private final Random random;
  private final long end;

  private RiskHistories(long seed) {
    this.random = new Random(seed * 31 + 7);
    this.end = BEGIN + random.nextLong(5 * DAY, 150 * DAY);
  }

  static History history(long seed) {
    RiskHistories made = new RiskHistories(seed);
    return new History(
        made.events(),
        made.activities(),
        List.of(made.process("new"), made.process("renewal")),
        new StageStatistics(made.quarterDays(30), made.quarterDays(60)),
        made.policy(),
        new FiscalCalendar(
            1 + made.random.nextInt(12),
            made.oneIn(3) ? PeriodKind.MONTH : PeriodKind.QUARTER,
            ZoneId.of(made.pick(ZONES))),
        made.end + made.random.nextLong(-DAY, 60 * DAY));
  }

  private RiskPolicy policy() {
    if (oneIn(3)) {
      return RiskPolicy.DEFAULT;
    }
    return new RiskPolicy(
        new RiskPolicy.NoRecentActivity(1 + random.nextInt(10), 11 + random.nextInt(20), 8, 20),
        new RiskPolicy.StuckInStage(
            new BigDecimal("1.25"), new BigDecimal("1.5"), new BigDecimal("2.5"), 12, 25),
        15,
        new RiskPolicy.CloseDatePushed(1, 2 + random.nextInt(2), 5, 9),
        new RiskPolicy.StageRegressed(1 + random.nextInt(40), 6),
        new RiskPolicy.AmountDropped(1 + random.nextInt(60), 1 + random.nextInt(40), 7),
        4,
        new RiskPolicy.SingleThreaded(
            1 + random.nextInt(3), 5 + random.nextInt(60), 1 + random.nextInt(3), 9),
        oneIn(4) ? 0 : 3,
        11,
        new RiskPolicy.Bands(20, 45));
  }

  /** Quarters of days are exact in binary, so that the oracle may compute with doubles. */
  private @Nullable Double quarterDays(int most) {
    return oneIn(4) ? null : (Double) (random.nextInt(most * 4) / 4.0);
  }

  private SalesProcess process(String pipelineId) {
    int step = 1 + random.nextInt(10);
    List<Stage> stages = new ArrayList<>();
    for (String stageId : List.of("lead", "offer", "talks", "close")) {
      Set<DealField> required = EnumSet.noneOf(DealField.class);
      for (DealField field : REQUIRED) {
        if (oneIn(4)) {
          required.add(field);
        }
      }
      stages.add(
          new Stage(
              pipelineId,
              stageId,
              step * (stages.size() + (oneIn(5) ? 0 : 1)),
              DealStatus.OPEN,
              500_000,
              pick(List.of(ForecastCategory.values())),
              quarterDays(30),
              required));
    }
    stages.add(new Stage(pipelineId, "won", 90, DealStatus.WON, 1_000_000, null));
    stages.add(new Stage(pipelineId, "lost", 91, DealStatus.LOST, 0, null));
    return new SalesProcess(pipelineId, stages);
  }

  private List<DealEvent> events() {
    List<DealEvent> events = new ArrayList<>();
    long at = BEGIN;
    int count = 2 + random.nextInt(14);
    for (int i = 0; i < count; i++) {
      DealEvent event = new DealEvent("e" + i, "A", type(i), at, oneIn(3) ? i : Stamp.NO_SEQUENCE);
      state(event, i == 0 ? 2 : 4, at);
      events.add(event);
      at = oneIn(8) ? at : Math.min(end, at + random.nextLong((end - BEGIN) / 6 + 1));
    }
    return events;
  }

  private DealEventType type(int index) {
    if (index == 0) {
      return DealEventType.CREATED;
    }
    if (oneIn(30)) {
      return DealEventType.DELETED;
    }
    return oneIn(12) ? DealEventType.RESTORED : DealEventType.UPDATED;
  }

  private void state(DealEvent event, int rarity, long at) {
    stateOrClear(event, DealField.PIPELINE_ID, rarity * 2, oneIn(4) ? "renewal" : "new");
    stateOrClear(event, DealField.STAGE_ID, 2, pick(STAGES));
    stateOrClear(event, DealField.STATUS, 8, oneIn(4) ? StatusFact.WON : StatusFact.OPEN);
    if (oneIn(rarity)) {
      event.with(DealField.AMOUNT, (long) random.nextInt(5) * random.nextInt(200));
      event.with(DealField.CURRENCY, oneIn(6) ? "EUR" : "USD");
    } else if (oneIn(15)) {
      event.clearing(oneIn(2) ? DealField.AMOUNT : DealField.CURRENCY);
    }
    long day = at / DAY;
    stateOrClear(event, DealField.CLOSE_DATE, rarity / 2, day - 20 + random.nextInt(180));
    stateOrClear(event, DealField.CREATED_AT, 15, at - random.nextLong(-2 * DAY, 20 * DAY));
    stateOrClear(
        event,
        DealField.FORECAST_CATEGORY,
        3,
        oneIn(2) ? ForecastCategory.COMMIT : ForecastCategory.PIPELINE);
    stateOrClear(event, DealField.NEXT_STEP, rarity, oneIn(6) ? " " : "call");
    stateOrClear(event, DealField.NEXT_STEP_AT, rarity, at + random.nextLong(-DAY, 60 * DAY));
    stateOrClear(event, DealField.OWNER_ID, rarity, "ann");
    stateOrClear(event, DealField.CONTACT_COUNT, rarity, (long) random.nextInt(4));
    stateOrClear(event, DealField.SEGMENT, rarity, "large");
  }

  private void stateOrClear(DealEvent event, DealField field, int rarity, Object value) {
    if (oneIn(rarity)) {
      event.with(field, value);
    } else if (oneIn(15)) {
      event.clearing(field);
    }
  }

  /** Reports in the order in which they happened, corrected within days if at all. */
  private List<Activity> activities() {
    List<Activity> activities = new ArrayList<>();
    int count = random.nextInt(14);
    for (int i = 0; i < count; i++) {
      ActivityKind kind = oneIn(3) ? ActivityKind.MEETING : pick(List.of(ActivityKind.values()));
      long at = BEGIN - 10 * DAY + random.nextLong(end - BEGIN + 11 * DAY);
      for (int reports = 1 + random.nextInt(3); reports > 0; reports--) {
        activities.add(
            new Activity(
                "a" + i,
                "r" + activities.size(),
                "A",
                "ann",
                kind,
                oneIn(2) ? ActivityStatus.COMPLETED : pick(List.of(ActivityStatus.values())),
                at,
                oneIn(4) ? null : (Long) (at + random.nextLong(-DAY, 50 * DAY)),
                random.ints(random.nextInt(3), 0, 5).mapToObj(id -> "contact" + id).toList(),
                oneIn(5)));
        at = Math.min(end + DAY, at + random.nextLong(4 * DAY));
      }
    }
    activities.sort(null);
    return activities;
  }

  private boolean oneIn(int times) {
    return random.nextInt(Math.max(1, times)) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
