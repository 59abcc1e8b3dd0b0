package io.pipelinemonitor.bench;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.Heartbeat;
import io.pipelinemonitor.schema.OrgMember;
import io.pipelinemonitor.schema.OrgUnit;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.SalesProcess;
import io.pipelinemonitor.schema.SalesStage;
import io.pipelinemonitor.schema.ScopeType;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/**
 * The seeded load: deal events of about 250 bytes over four levels of organisation and eight fiscal
 * quarters. 55 % change amount or stage, 10 % create, 10 % move the close date into another period,
 * 5 % change the owner, 5 % win or lose, 10 % occurred up to an hour earlier, 5 % repeat an event.
 * A few deals get most of the events. Record timestamps spread it at 20,000 events a second.
 */
final class Load {

  static final Instant START = Instant.parse("2026-02-02T09:00:00Z");

  private static final int EVENTS_PER_SECOND = 20_000;
  private static final int REGIONS = 4;
  private static final int TEAMS_PER_REGION = 5;
  private static final int REPS_PER_TEAM = 10;
  private static final int PERIODS = 8;
  private static final List<String> STAGES =
      List.of("qualify", "discover", "propose", "negotiate", "close");

  private final Random random;
  private final long events;
  private final int deals;
  private final List<DealEvent> recent = new ArrayList<>();
  private int created;

  /** One record of the load. */
  record Item<T extends SpecificRecord>(Topic<T> topic, T record, long timestamp) {}

  Load(long seed, long events, int deals) {
    this.random = new Random(seed);
    this.events = events;
    this.deals = deals;
  }

  /** The moment of the last event, milliseconds. */
  long endMillis() {
    return timestamp(events - 1);
  }

  /** The organisation, its process and quotas, all in force before the first event. */
  List<Item<?>> plan() {
    List<Item<?>> plan = new ArrayList<>();
    plan.add(unit("hq", null));
    for (int region = 0; region < REGIONS; region++) {
      plan.add(unit("region" + region, "hq"));
      for (int team = 0; team < TEAMS_PER_REGION; team++) {
        plan.add(unit("team" + region + "-" + team, "region" + region));
      }
    }
    for (int rep = 0; rep < reps(); rep++) {
      int team = rep / REPS_PER_TEAM;
      plan.add(
          at(
              Topics.ORG_MEMBERS,
              OrgMember.newBuilder()
                  .setMemberId("rep" + rep)
                  .setName("Rep " + rep)
                  .setUnitId("team" + team / TEAMS_PER_REGION + "-" + team % TEAMS_PER_REGION)
                  .build()));
      for (int period = 0; period < PERIODS; period++) {
        plan.add(quota(rep, period));
      }
    }
    plan.add(process());
    plan.add(
        new Item<>(
            Topics.HEARTBEAT,
            new Heartbeat("bench", START.minusSeconds(60)),
            START.minusSeconds(60).toEpochMilli()));
    return plan;
  }

  private static int reps() {
    return REGIONS * TEAMS_PER_REGION * REPS_PER_TEAM;
  }

  private static Item<OrgUnit> unit(String id, @org.jspecify.annotations.Nullable String parent) {
    return at(
        Topics.ORG_UNITS,
        OrgUnit.newBuilder()
            .setUnitId(id)
            .setName(id)
            .setKind("unit")
            .setParentUnitId(parent)
            .build());
  }

  private static Item<Quota> quota(int rep, int period) {
    return at(
        Topics.QUOTAS,
        Quota.newBuilder()
            .setScopeType(ScopeType.REP)
            .setScopeId("rep" + rep)
            .setPeriod((2026 + period / 4) + "-Q" + (1 + period % 4))
            .setAmountMinor(50_000_000L)
            .setCurrency("USD")
            .setUpdatedAt(START.minusSeconds(60))
            .build());
  }

  private static Item<SalesProcess> process() {
    List<SalesStage> stages = new ArrayList<>();
    for (int i = 0; i < STAGES.size(); i++) {
      stages.add(stage(STAGES.get(i), i + 1, DealStatus.OPEN, (i + 1) / 10.0));
    }
    stages.add(stage("won", 6, DealStatus.WON, 1));
    stages.add(stage("lost", 7, DealStatus.LOST, 0));
    return at(
        Topics.SALES_PROCESSES,
        SalesProcess.newBuilder()
            .setPipelineId("new-business")
            .setName("New business")
            .setStages(stages)
            .setUpdatedAt(START.minusSeconds(60))
            .build());
  }

  private static SalesStage stage(String id, int order, DealStatus status, double probability) {
    return SalesStage.newBuilder()
        .setStageId(id)
        .setName(id)
        .setOrder(order)
        .setStatus(status)
        .setProbability(probability)
        .setForecastCategory(
            status == DealStatus.OPEN ? ForecastCategory.PIPELINE : ForecastCategory.CLOSED)
        .build();
  }

  private static <T extends SpecificRecord> Item<T> at(Topic<T> topic, T record) {
    return new Item<>(topic, record, START.minusSeconds(60).toEpochMilli());
  }

  /** The event of that number; to be asked for in order. */
  Item<DealEvent> event(long number) {
    int dice = random.nextInt(100);
    DealEvent event =
        dice < 5 && !recent.isEmpty()
            ? recent.get(random.nextInt(recent.size()))
            : newEvent(number, dice);
    if (recent.size() < 1_000) {
      recent.add(event);
    } else {
      recent.set(random.nextInt(1_000), event);
    }
    return new Item<>(Topics.DEAL_EVENTS, event, timestamp(number));
  }

  private DealEvent newEvent(long number, int dice) {
    long late = random.nextInt(10) == 0 ? random.nextLong(3_600_000) : 0;
    DealEvent.Builder event =
        DealEvent.newBuilder()
            .setEventId("evt-" + number)
            .setSource("bench-crm")
            .setType(DealEventType.UPDATED)
            .setOccurredAt(Instant.ofEpochMilli(timestamp(number) - late))
            .setActorId("user-" + random.nextInt(500));
    if (created == 0 || (dice < 16 && created < deals)) {
      return create(event);
    }
    event.setDealId(deal());
    if (dice < 72) {
      if (random.nextBoolean()) {
        event.setAmountMinor(random.nextLong(1_000_00L, 250_000_00L)).setCurrency("USD");
      } else {
        event.setStageId(STAGES.get(random.nextInt(STAGES.size())));
      }
      event.setNextStep("Call the champion about the draft of the contract");
    } else if (dice < 84) {
      event.setCloseDate(closeDate());
    } else if (dice < 91) {
      event.setOwnerId("rep" + random.nextInt(reps()));
    } else {
      event.setStageId(random.nextInt(4) == 0 ? "won" : "lost");
    }
    return event.build();
  }

  private DealEvent create(DealEvent.Builder event) {
    int deal = created++;
    return event
        .setDealId("deal-" + deal)
        .setType(DealEventType.CREATED)
        .setName("Opportunity number " + deal)
        .setPipelineId("new-business")
        .setStageId(STAGES.get(random.nextInt(3)))
        .setAmountMinor(random.nextLong(1_000_00L, 250_000_00L))
        .setCurrency("USD")
        .setCloseDate(closeDate())
        .setOwnerId("rep" + random.nextInt(reps()))
        .setAccountId("account-" + random.nextInt(20_000))
        .setSegment(List.of("enterprise", "mid-market", "small").get(random.nextInt(3)))
        .setProduct("product-" + random.nextInt(5))
        .setTerritoryId("territory-" + random.nextInt(20))
        .build();
  }

  /** Zipf-like: the density falls with the square root of the rank. */
  private String deal() {
    double uniform = random.nextDouble();
    return "deal-" + (int) (uniform * uniform * created);
  }

  private LocalDate closeDate() {
    return LocalDate.of(2026, 1, 1).plusDays(random.nextInt(PERIODS * 91));
  }

  private static long timestamp(long number) {
    return START.toEpochMilli() + number * 1_000 / EVENTS_PER_SECOND;
  }
}
