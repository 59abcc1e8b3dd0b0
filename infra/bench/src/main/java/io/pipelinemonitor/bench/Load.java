package io.pipelinemonitor.bench;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.DealStatus;
import io.pipelinemonitor.schema.ForecastCategory;
import io.pipelinemonitor.schema.FxRate;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The seeded load: deal events of about 250 bytes over four levels of organisation and eight fiscal
 * quarters. 55 % change amount or stage, 10 % create, 10 % move the close date into another period,
 * 5 % change the owner, 5 % win or lose, 10 % occurred up to an hour earlier, 5 % repeat an event.
 * A few deals get most of the events.
 */
final class Load {

  /** Who sends the heartbeats. */
  static final String HEARTBEAT_SOURCE = "bench";

  private static final Instant START = Instant.parse("2026-02-02T09:00:00Z");

  /** So that a midnight comes soon after all deals are there. */
  private static final Instant EVENING = Instant.parse("2026-02-02T20:40:00Z");

  private static final int EVENTS_PER_SECOND = 20_000;

  /** Well past the tick of the last event. */
  private static final long CLOSING_MILLIS = 1_000;

  /** The unit that is the company. */
  static final String COMPANY_UNIT = "hq";

  /** The only sales process. */
  static final String PIPELINE = "new-business";

  /** Its first stage. */
  static final String FIRST_STAGE = "qualify";

  private static final int REGIONS = 4;
  private static final int TEAMS_PER_REGION = 5;
  private static final int REPS_PER_TEAM = 10;
  private static final int PERIODS = 8;
  private static final List<String> STAGES =
      List.of(FIRST_STAGE, "discover", "propose", "negotiate", "close");

  private final Random random;
  private final Shape shape;
  private final int firstYear;
  private final List<DealEvent> recent = new ArrayList<>();
  private int created;

  /**
   * How much there is and how it lies in time.
   *
   * @param start stream time of the first event
   * @param eventsPerSecond of stream time
   * @param events how many
   * @param deals over how many deals, at the most
   * @param createdFirst how many deals are created before anything else happens
   */
  record Shape(Instant start, int eventsPerSecond, long events, int deals, int createdFirst) {

    /** All there before it is read, spread at 20,000 events a second of stream time. */
    static Shape preloaded(long events, int deals) {
      return new Shape(START, EVENTS_PER_SECOND, events, deals, 0);
    }

    /** Every deal created and then, on average, changed twice. */
    static Shape ofDeals(int deals) {
      return new Shape(START, EVENTS_PER_SECOND, 3L * deals, deals, deals);
    }

    /** Every deal created first; an event each second, into the night. */
    static Shape oneASecond(long events, int deals) {
      return new Shape(EVENING, 1, events, deals, deals);
    }

    /** The moment of the event of that number, milliseconds. */
    long millis(long number) {
      return start.toEpochMilli() + number * 1_000 / eventsPerSecond;
    }

    /** The moment of the last event, milliseconds. */
    long endMillis() {
      return millis(events - 1);
    }

    /** How many events are before the moment. */
    long eventsBefore(long millis) {
      return Math.min(events, (millis - start.toEpochMilli()) * eventsPerSecond / 1_000);
    }

    /** When the plan is published: well before the first event. */
    private Instant before() {
      return start.minusSeconds(60);
    }
  }

  /** One record of the load. */
  record Item<T extends SpecificRecord>(Topic<T> topic, T record, long timestamp) {}

  Load(long seed, Shape shape) {
    this.random = new Random(seed);
    this.shape = shape;
    this.firstYear = shape.start().atZone(ZoneOffset.UTC).getYear();
  }

  /** The organisation, its process and quotas, all in force before the first event. */
  List<Item<?>> plan() {
    List<Item<?>> plan = new ArrayList<>();
    plan.add(unit(COMPANY_UNIT, null));
    for (int region = 0; region < REGIONS; region++) {
      plan.add(unit("region" + region, COMPANY_UNIT));
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
    plan.add(at(Topics.HEARTBEAT, new Heartbeat(HEARTBEAT_SOURCE, shape.before(), List.of())));
    // Nothing needs it, but a partition without a record would be waited for.
    plan.add(at(Topics.FX_RATES, new FxRate("EUR", "1.08", LocalDate.of(firstYear, 1, 1))));
    return plan;
  }

  private static int reps() {
    return REGIONS * TEAMS_PER_REGION * REPS_PER_TEAM;
  }

  /**
   * A late repetition of an event, to be sent to every partition of the deal events: it changes
   * nothing, and tells all of them that the time of the load is over.
   */
  Item<DealEvent> closing() {
    return new Item<>(
        Topics.DEAL_EVENTS, recent.get(recent.size() - 1), shape.endMillis() + CLOSING_MILLIS);
  }

  private Item<OrgUnit> unit(String id, @Nullable String parent) {
    return at(
        Topics.ORG_UNITS,
        OrgUnit.newBuilder()
            .setUnitId(id)
            .setName(id)
            .setKind("unit")
            .setParentUnitId(parent)
            .build());
  }

  private Item<Quota> quota(int rep, int period) {
    return at(
        Topics.QUOTAS,
        Quota.newBuilder()
            .setScopeType(ScopeType.REP)
            .setScopeId("rep" + rep)
            .setPeriod((firstYear + period / 4) + "-Q" + (1 + period % 4))
            .setAmountMinor(50_000_000L)
            .setCurrency("USD")
            .setUpdatedAt(shape.before())
            .build());
  }

  private Item<SalesProcess> process() {
    List<SalesStage> stages = new ArrayList<>();
    for (int i = 0; i < STAGES.size(); i++) {
      stages.add(stage(STAGES.get(i), i + 1, DealStatus.OPEN, (i + 1) / 10.0));
    }
    stages.add(stage("won", 6, DealStatus.WON, 1));
    stages.add(stage("lost", 7, DealStatus.LOST, 0));
    return at(
        Topics.SALES_PROCESSES,
        SalesProcess.newBuilder()
            .setPipelineId(PIPELINE)
            .setName("New business")
            .setStages(stages)
            .setUpdatedAt(shape.before())
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

  /** A definition, in force before the first event. */
  <T extends SpecificRecord> Item<T> at(Topic<T> topic, T record) {
    return new Item<>(topic, record, shape.before().toEpochMilli());
  }

  /** The event of that number; to be asked for in order. */
  Item<DealEvent> event(long number) {
    int dice = random.nextInt(100);
    DealEvent event =
        dice < 5 && created >= shape.createdFirst() && !recent.isEmpty()
            ? recent.get(random.nextInt(recent.size()))
            : newEvent(number, dice);
    if (recent.size() < 1_000) {
      recent.add(event);
    } else {
      recent.set(random.nextInt(1_000), event);
    }
    return new Item<>(Topics.DEAL_EVENTS, event, shape.millis(number));
  }

  private DealEvent newEvent(long number, int dice) {
    long late = random.nextInt(10) == 0 ? random.nextLong(3_600_000) : 0;
    DealEvent.Builder event =
        DealEvent.newBuilder()
            .setEventId("evt-" + number)
            .setSource("bench-crm")
            .setType(DealEventType.UPDATED)
            .setOccurredAt(Instant.ofEpochMilli(shape.millis(number) - late))
            .setActorId("user-" + random.nextInt(500));
    if (created < Math.max(1, shape.createdFirst()) || (dice < 16 && created < shape.deals())) {
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
        .setPipelineId(PIPELINE)
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
    return LocalDate.of(firstYear, 1, 1).plusDays(random.nextInt(PERIODS * 91));
  }
}
