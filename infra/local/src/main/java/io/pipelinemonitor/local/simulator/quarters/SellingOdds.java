package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Market;
import io.pipelinemonitor.local.simulator.Process;
import java.util.List;

/**
 * How likely a deal passes its stage, and how long that takes: it depends on the stage, the seller,
 * the market, the deal's age and how well it fits.
 */
final class SellingOdds {

  private static final List<Double> NEW_BUSINESS = List.of(0.53, 0.67, 0.76, 0.82, 0.86);
  private static final List<Double> EXPANSION = List.of(0.62, 0.76, 0.86);

  /** Workdays in a day of the calendar. */
  private static final double WORKDAYS = 5 / 7.0;

  private SellingOdds() {}

  /** The chance that the deal goes on from its stage, rather than being lost in it. */
  static double advance(Opportunity opportunity, long day) {
    return advance(opportunity, opportunity.deal.stage, day);
  }

  /** The chance that the deal is won in the end. */
  static double win(Opportunity opportunity, long day) {
    double chance = 1;
    for (int stage = opportunity.deal.stage; stage < opportunity.deal.process.stages(); stage++) {
      chance *= advance(opportunity, stage, day);
    }
    return chance;
  }

  private static double advance(Opportunity opportunity, int stage, long day) {
    double usual =
        (opportunity.deal.process == Process.EXPANSION ? EXPANSION : NEW_BUSINESS).get(stage);
    double odds =
        Math.log(usual / (1 - usual))
            + opportunity.fit
            + opportunity.seller.style.skill()
            + market(opportunity.deal.team.market())
            - staleness(opportunity, day);
    return 1 / (1 + Math.exp(-odds));
  }

  private static double market(Market market) {
    return switch (market) {
      case ENTERPRISE -> 0;
      case MID_MARKET -> 0.03;
      case SMALL_BUSINESS -> 0.06;
    };
  }

  /** Old deals die: from one and a half usual lengths on the odds fall. */
  private static double staleness(Opportunity opportunity, long day) {
    double age = (day - opportunity.createdDay) / usualDays(opportunity);
    return age < 1.5 ? 0 : Math.min(2, 0.9 * (age - 1.5) + 0.3);
  }

  /** The chance that a stage is decided on a workday in an ordinary season. */
  static double decide(Opportunity opportunity) {
    double workdays =
        usualDays(opportunity)
            * WORKDAYS
            / opportunity.deal.process.stages()
            / opportunity.seller.style.pace();
    return Math.min(0.5, 1 / workdays);
  }

  /** Days of the calendar that the deal will yet take, if all goes as usual. */
  static double daysLeft(Opportunity opportunity) {
    int stages = opportunity.deal.process.stages();
    return usualDays(opportunity)
        * (stages - opportunity.deal.stage)
        / stages
        / opportunity.seller.style.pace();
  }

  private static double usualDays(Opportunity opportunity) {
    double days =
        switch (opportunity.deal.team.market()) {
          case ENTERPRISE -> 200;
          case MID_MARKET -> 140;
          case SMALL_BUSINESS -> 92;
        };
    return opportunity.deal.process == Process.EXPANSION ? 0.55 * days : days;
  }
}
