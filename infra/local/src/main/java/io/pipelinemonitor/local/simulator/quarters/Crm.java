package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.DealEvent;
import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.EventOrigin;
import java.time.LocalDate;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The CRM as people use it on one day after another. */
final class Crm {

  static final String ADMINISTRATOR = "crm-admin";

  private final Journal journal;
  private Timing timing;
  private long today;
  private int batches;

  Crm(Journal journal, Timing timing) {
    this.journal = journal;
    this.timing = timing;
  }

  void begin(long day) {
    today = day;
    timing = timing.at(day);
  }

  /** The day that it is, an epoch day. */
  long today() {
    return today;
  }

  /** Times of the present quarter. */
  Timing timing() {
    return timing;
  }

  void create(Opportunity opportunity, Consumer<DealEvent.Builder> particulars) {
    journal.created(
        opportunity.deal, timing.workingMoment(opportunity.deal.team, today), particulars);
  }

  void change(Opportunity opportunity, Consumer<DealEvent.Builder> change) {
    change(opportunity, DealEventType.UPDATED, change);
  }

  void change(Opportunity opportunity, DealEventType type, Consumer<DealEvent.Builder> change) {
    journal.changed(opportunity.deal, type, timing.nextMoment(opportunity.deal, today), change);
  }

  void setCloseDate(Opportunity opportunity, long closeDate) {
    opportunity.deal.closeDate = closeDate;
    change(opportunity, event -> event.setCloseDate(LocalDate.ofEpochDay(closeDate)));
  }

  /** Changes many deals within moments, late in the day, in one batch. */
  void changeTogether(
      String actorId,
      List<Opportunity> opportunities,
      BiConsumer<Opportunity, DealEvent.Builder> change) {
    String batchId = "batch-" + ++batches;
    long at = timing.startOf(today) + 23 * Timing.HOUR + 20 * Timing.MINUTE;
    for (Opportunity opportunity : opportunities) {
      at += Timing.MINUTE / 240;
      journal.changed(
          opportunity.deal,
          DealEventType.UPDATED,
          Math.max(at, opportunity.deal.changedAt + Timing.MINUTE / 60),
          event -> {
            event.setActorId(actorId).setBatchId(batchId).setOrigin(EventOrigin.API);
            change.accept(opportunity, event);
          });
    }
  }
}
