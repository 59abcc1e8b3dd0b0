package io.pipelinemonitor.local.simulator;

import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.EventOrigin;
import io.pipelinemonitor.schema.topic.Topic;
import io.pipelinemonitor.schema.topic.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Everything that the simulated systems report, as records. Times are microseconds.
 *
 * <p>Reports of changes are late or sent twice now and then; none comes before what it reports.
 */
public final class Journal {

  private static final String CRM = "northgate-crm";
  private static final long MINUTE = 60_000_000;

  private final Random random;
  private final long end;
  private final Connection connection;
  private final List<SimulatedRecord> records = new ArrayList<>();

  /**
   * @param end what arrives later than this is left out
   */
  public Journal(Random random, long end) {
    this(random, end, at -> at);
  }

  /**
   * @param end what arrives later than this is left out
   * @param connection how what was sent at a time comes to arrive
   */
  public Journal(Random random, long end, Connection connection) {
    this.random = random;
    this.end = end;
    this.connection = connection;
  }

  public <T extends SpecificRecord> void add(long at, Topic<T> topic, T value) {
    String key = topic.key(value);
    if (at <= end) {
      records.add(new SimulatedRecord(at, topic, key == null ? "" : key, value));
    }
  }

  /** A deal that was created at {@code at} and is reported at {@code arrival}. */
  public void created(SimulatedDeal deal, long at, long arrival, EventOrigin origin) {
    report(creation(deal, at).setOrigin(origin).build(), arrival);
  }

  /** A deal that somebody creates now, with what is particular about it. */
  public void created(SimulatedDeal deal, long at, Consumer<DealEvent.Builder> particulars) {
    DealEvent.Builder event = creation(deal, at).setOrigin(EventOrigin.USER);
    particulars.accept(event);
    reportPromptly(event.build(), at);
  }

  private DealEvent.Builder creation(SimulatedDeal deal, long at) {
    return event(deal, DealEventType.CREATED, at)
        .setName(deal.name)
        .setPipelineId(deal.process.id())
        .setStageId(deal.process.stageId(deal.stage))
        .setAmountMinor(deal.amount)
        .setCurrency(deal.currency)
        .setCloseDate(LocalDate.ofEpochDay(deal.closeDate))
        .setCreatedAt(instant(at))
        .setOwnerId(deal.owner.memberId())
        .setAccountId(deal.accountId)
        .setTerritoryId(deal.team.territory())
        .setSegment(deal.team.market().id())
        .setProduct(deal.product)
        .setLeadSource(pick("inbound", "outbound", "partner", "referral", "event"))
        .setNextStep(pick("Discovery call", "Send summary", "Meet sponsor", "Book demo"))
        .setNextStepAt(instant(at + (2 + random.nextInt(12)) * 24 * 60 * MINUTE))
        .setContactCount(deal.contacts);
  }

  /** A change of a deal, reported as it happens, if the network is kind. */
  public void changed(SimulatedDeal deal, long at, Consumer<DealEvent.Builder> change) {
    changed(deal, DealEventType.UPDATED, at, change);
  }

  /** Likewise, of a deal that is deleted, for example. */
  public void changed(
      SimulatedDeal deal, DealEventType type, long at, Consumer<DealEvent.Builder> change) {
    DealEvent.Builder event = event(deal, type, at).setOrigin(EventOrigin.USER);
    change.accept(event);
    reportPromptly(event.build(), at);
  }

  public void changed(
      SimulatedDeal deal,
      long at,
      long arrival,
      EventOrigin origin,
      Consumer<DealEvent.Builder> change) {
    DealEvent.Builder event = event(deal, DealEventType.UPDATED, at).setOrigin(origin);
    change.accept(event);
    report(event.build(), arrival);
  }

  private DealEvent.Builder event(SimulatedDeal deal, DealEventType type, long at) {
    deal.changedAt = at;
    deal.events++;
    return DealEvent.newBuilder()
        .setEventId(deal.dealId + "-" + deal.events)
        .setDealId(deal.dealId)
        .setSource(CRM)
        .setType(type)
        .setOccurredAt(instant(at))
        .setSequence((long) deal.events)
        .setActorId(deal.owner.memberId());
  }

  private void reportPromptly(DealEvent event, long at) {
    long delay = random.nextInt(200) == 0 ? (5 + random.nextInt(90)) * MINUTE : 0;
    long arrival = connection.arrival(at + delay);
    report(event, arrival);
    if (random.nextInt(400) == 0) {
      // The connector sends some events again.
      report(event, arrival + MINUTE);
    }
  }

  private void report(DealEvent event, long arrival) {
    add(arrival, Topics.DEAL_EVENTS, event);
  }

  /** All records in the order of their arrival. */
  public List<SimulatedRecord> inOrder() {
    List<SimulatedRecord> ordered = new ArrayList<>(records);
    ordered.sort(Comparator.comparingLong(SimulatedRecord::at));
    return ordered;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The way from the CRM to Kafka. */
  @FunctionalInterface
  public interface Connection {

    /** When something arrives that was sent at {@code sent}, not earlier; microseconds. */
    long arrival(long sent);
  }
}
