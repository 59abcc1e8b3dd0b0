package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.schema.DealEvent;
import java.time.LocalDate;
import java.util.List;

/** Changes of many deals by one person at once. */
final class BulkEdits {

  private final Crm crm;
  private final Pipeline pipeline;

  BulkEdits(Crm crm, Pipeline pipeline) {
    this.crm = crm;
    this.pipeline = pipeline;
  }

  /** What has been overdue for a week is dated to the end of the quarter, a team in one batch. */
  void tidyCloseDates(List<Team> teams) {
    long date = crm.timing().quarter().endDay() - 1;
    for (Team team : teams) {
      List<Opportunity> overdue =
          pipeline.open().stream()
              .filter(opportunity -> opportunity.seller.team.equals(team))
              .filter(opportunity -> opportunity.deal.closeDate < crm.today() - 7)
              .toList();
      if (!overdue.isEmpty()) {
        crm.changeTogether(
            Crm.ADMINISTRATOR, overdue, (opportunity, event) -> date(opportunity, event, date));
      }
    }
  }

  private static void date(Opportunity opportunity, DealEvent.Builder event, long date) {
    opportunity.deal.closeDate = date;
    event.setCloseDate(LocalDate.ofEpochDay(date));
  }

  /** All open deals of somebody go to others of the team. */
  void handOver(Seller from, String managerId, Staff staff) {
    List<Opportunity> orphans = ownedBy(from);
    crm.changeTogether(
        managerId,
        orphans,
        (opportunity, event) -> give(opportunity, event, staff.colleague(from.team, from)));
  }

  /** Every eighth open deal of the team goes to a new colleague. */
  void handOverSome(Seller to, String managerId) {
    List<Opportunity> chosen =
        pipeline.open().stream()
            .filter(opportunity -> opportunity.seller.team.equals(to.team))
            .filter(opportunity -> Math.floorMod(opportunity.deal.dealId.hashCode(), 8) == 0)
            .toList();
    crm.changeTogether(managerId, chosen, (opportunity, event) -> give(opportunity, event, to));
  }

  private List<Opportunity> ownedBy(Seller seller) {
    return pipeline.open().stream().filter(opportunity -> opportunity.seller == seller).toList();
  }

  private static void give(Opportunity opportunity, DealEvent.Builder event, Seller to) {
    opportunity.seller = to;
    opportunity.deal.owner = to.rep;
    event.setOwnerId(to.rep.memberId());
  }
}
