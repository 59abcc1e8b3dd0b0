package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.schema.DealEventType;
import io.pipelinemonitor.schema.EventOrigin;
import java.util.Random;

/** What goes wrong in a CRM, and is mended: duplicates, deletions, deals without an owner. */
final class Housekeeping {

  /** The web site's account in the CRM, which is nobody in the organisation. */
  private static final String WEB_FORM = "web-form";

  private final Crm crm;
  private final Agenda agenda;
  private final Pipeline pipeline;
  private final Prospecting prospecting;
  private final Staff staff;
  private final Random random;

  Housekeeping(
      Crm crm,
      Agenda agenda,
      Pipeline pipeline,
      Prospecting prospecting,
      Staff staff,
      Random random) {
    this.crm = crm;
    this.agenda = agenda;
    this.pipeline = pipeline;
    this.prospecting = prospecting;
    this.staff = staff;
    this.random = random;
  }

  /** Whether to look at an open deal is chance; most days nothing happens to it. */
  void look(Opportunity opportunity) {
    int roll = random.nextInt(10_000);
    boolean young = crm.today() - opportunity.createdDay < 14;
    if (young && roll < 14) {
      duplicate(opportunity);
    } else if (young && roll < 22 || roll < 3) {
      delete(opportunity);
    } else if (roll >= 9_988) {
      hand(opportunity, staff.colleague(opportunity.seller.team, opportunity.seller));
    }
  }

  private void duplicate(Opportunity original) {
    Opportunity duplicate =
        prospecting.duplicate(original, staff.colleague(original.seller.team, original.seller));
    crm.create(duplicate, event -> {});
    agenda.on(crm.today() + 2 + random.nextInt(16), () -> merge(duplicate, original));
  }

  private void merge(Opportunity duplicate, Opportunity original) {
    if (duplicate.isOpen() && !original.gone) {
      duplicate.gone = true;
      crm.change(
          duplicate,
          DealEventType.MERGED,
          event -> event.setMergedInto(original.deal.dealId).setActorId(Crm.ADMINISTRATOR));
    }
  }

  private void delete(Opportunity opportunity) {
    opportunity.gone = true;
    crm.change(opportunity, DealEventType.DELETED, event -> {});
    if (random.nextInt(3) == 0) {
      agenda.on(crm.today() + 1 + random.nextInt(6), () -> restore(opportunity));
    }
  }

  private void restore(Opportunity opportunity) {
    opportunity.gone = false;
    pipeline.add(opportunity);
    crm.change(opportunity, DealEventType.RESTORED, event -> event.setActorId(Crm.ADMINISTRATOR));
  }

  /** Somebody else takes the deal over. */
  void hand(Opportunity opportunity, Seller to) {
    crm.change(opportunity, event -> event.setOwnerId(to.rep.memberId()));
    opportunity.seller = to;
    opportunity.deal.owner = to.rep;
  }

  /** A request over the web site: a workflow finds somebody for it some days later. */
  void receive(String customer) {
    Opportunity request = prospecting.find(staff.any(), customer);
    crm.create(
        request,
        event ->
            event
                .setOwnerId(WEB_FORM)
                .setActorId(WEB_FORM)
                .setOrigin(EventOrigin.API)
                .setLeadSource("inbound"));
    agenda.on(crm.today() + 1 + random.nextInt(5), () -> assign(request));
  }

  private void assign(Opportunity request) {
    if (request.isOpen()) {
      crm.change(
          request,
          event ->
              event
                  .setOwnerId(request.seller.rep.memberId())
                  .setActorId(Crm.ADMINISTRATOR)
                  .setOrigin(EventOrigin.AUTOMATION));
    }
  }
}
