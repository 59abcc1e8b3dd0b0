package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.jobs.domain.calendar.FiscalPeriod;
import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Names;
import io.pipelinemonitor.local.simulator.Rep;
import io.pipelinemonitor.local.simulator.SalesOrganisation;
import io.pipelinemonitor.local.simulator.Team;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.Quota;
import io.pipelinemonitor.schema.topic.Topics;
import java.util.List;
import java.util.Random;

/**
 * People and teams that move: each quarter somebody changes the team, somebody leaves and somebody
 * is hired; in the second quarter a team goes to another region.
 */
final class Reorganisation {

  private static final String MOVING_TEAM = "uk-ireland";
  private static final String NEW_REGION = "americas";

  private final SalesOrganisation organisation;
  private final Staff staff;
  private final BulkEdits bulkEdits;
  private final Names names;
  private final Crm crm;
  private final Journal journal;
  private final Random random;

  Reorganisation(
      SalesOrganisation organisation,
      Staff staff,
      BulkEdits bulkEdits,
      Names names,
      Crm crm,
      Journal journal,
      Random random) {
    this.organisation = organisation;
    this.staff = staff;
    this.bulkEdits = bulkEdits;
    this.names = names;
    this.crm = crm;
    this.journal = journal;
    this.random = random;
  }

  /**
   * Plans what happens to the organisation in a quarter.
   *
   * @param index 0 for the first quarter
   */
  void plan(Timing quarter, int index, Agenda agenda) {
    agenda.on(quarter.dayAt(0.15), this::moveSeller);
    agenda.on(quarter.dayAt(0.35), this::letGo);
    agenda.on(quarter.dayAt(0.5), () -> hire(agenda, index));
    agenda.on(quarter.dayAt(0.4), () -> publishQuotas(crm.timing().next(), index + 1));
    if (index == 1) {
      agenda.on(quarter.dayAt(0.1), this::moveTeam);
    }
  }

  /** Somebody goes to another team that sells to the same market, deals and all. */
  private void moveSeller() {
    Seller seller = fromTeamOfFour();
    List<Team> others =
        organisation.teams().stream()
            .filter(team -> !team.equals(seller.team) && team.market() == seller.team.market())
            .toList();
    seller.team = others.get(random.nextInt(others.size()));
    publish(seller);
  }

  private void letGo() {
    Seller seller = fromTeamOfFour();
    seller.active = false;
    bulkEdits.handOver(seller, seller.team.managerId(), staff);
    publish(seller);
  }

  /** The new colleague has deals before the planning tool knows the name. */
  private void hire(Agenda agenda, int index) {
    Team team = organisation.teams().get(random.nextInt(organisation.teams().size()));
    String name = names.person();
    long quota = team.quota() / team.reps().size() / 200_000 * 100_000;
    Seller seller = staff.hire(new Rep(Names.id(name), name, quota, 1), team);
    bulkEdits.handOverSome(seller, team.managerId());
    agenda.on(
        crm.today() + 4,
        () -> {
          publish(seller);
          publish(
              SalesOrganisation.quota(
                  seller.rep,
                  seller.team.currency(),
                  crm.timing().next(),
                  SalesOrganisation.growth(index + 1),
                  Journal.instant(now())));
        });
  }

  private void moveTeam() {
    for (Team team : organisation.teams()) {
      if (team.unitId().equals(MOVING_TEAM)) {
        journal.add(
            now(), Topics.ORG_UNITS, organisation.move(team, NEW_REGION, Journal.instant(now())));
      }
    }
  }

  /** The next quarter's quotas, of those who are there to sell it. */
  private void publishQuotas(FiscalPeriod period, int quartersLater) {
    for (Seller seller : staff.active()) {
      publish(
          SalesOrganisation.quota(
              seller.rep,
              seller.team.currency(),
              period,
              SalesOrganisation.growth(quartersLater),
              Journal.instant(now())));
    }
  }

  private void publish(Quota quota) {
    journal.add(now(), Topics.QUOTAS, quota);
  }

  private void publish(Seller seller) {
    journal.add(
        now(),
        Topics.ORG_MEMBERS,
        SalesOrganisation.member(
            seller.rep.name(), seller.team.unitId(), seller.active, Journal.instant(now())));
  }

  private Seller fromTeamOfFour() {
    Seller seller = staff.any();
    while (staff.size(seller.team) < 4) {
      seller = staff.any();
    }
    return seller;
  }

  /** Plans are changed at six in the morning. */
  private long now() {
    return crm.timing().startOf(crm.today()) + 6 * Timing.HOUR;
  }
}
