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

/** Everything that the simulated systems report, as records. Times are microseconds. */
final class Journal {

  private static final String CRM = "northgate-crm";
  private static final long MINUTE = 60_000_000;

  private final Random random;
  private final long end;
  private final List<SimulatedRecord> records = new ArrayList<>();
  private int dealEvents;
  private int repeatedDealEvents;

  /**
   * @param end nothing arrives later than this
   */
  Journal(Random random, long end) {
    this.random = random;
    this.end = end;
  }

  <T extends SpecificRecord> void add(long at, Topic<T> topic, T value) {
    String key = topic.key(value);
    records.add(new SimulatedRecord(Math.min(at, end), topic, key == null ? "" : key, value));
  }

  /** A deal that was created at {@code at} and is reported at {@code arrival}. */
  void created(SimulatedDeal deal, long at, long arrival, EventOrigin origin) {
    DealEvent event =
        event(deal, DealEventType.CREATED, at)
            .setOrigin(origin)
            .setName(deal.name)
            .setPipelineId(deal.process.id())
            .setStageId(deal.process.stageId(deal.stage))
            .setAmountMinor(deal.amount)
            .setCurrency(deal.team.currency())
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
            .setContactCount(deal.contacts)
            .build();
    report(event, arrival);
  }

  /** A change of a deal, reported as it happens, if the network is kind. */
  void changed(SimulatedDeal deal, long at, Consumer<DealEvent.Builder> change) {
    long delay = random.nextInt(200) == 0 ? (5 + random.nextInt(90)) * MINUTE : 0;
    changed(deal, at, at + delay, EventOrigin.USER, change);
    if (random.nextInt(400) == 0) {
      // The connector sends some events again.
      SimulatedRecord last = records.get(records.size() - 1);
      records.add(
          new SimulatedRecord(
              Math.min(last.at() + MINUTE, end), last.topic(), last.key(), last.value()));
      dealEvents++;
      repeatedDealEvents++;
    }
  }

  void changed(
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

  private void report(DealEvent event, long arrival) {
    dealEvents++;
    add(arrival, Topics.DEAL_EVENTS, event);
  }

  /** All records in the order of their arrival. */
  List<SimulatedRecord> inOrder() {
    List<SimulatedRecord> ordered = new ArrayList<>(records);
    ordered.sort(Comparator.comparingLong(SimulatedRecord::at));
    return ordered;
  }

  /** How many deal events are reported, repetitions included. */
  int dealEvents() {
    return dealEvents;
  }

  /** How many of them had been reported before. */
  int repeatedDealEvents() {
    return repeatedDealEvents;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
