package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.schema.DealEvent;
import java.util.Random;

/** What a workday does to an open deal: it moves on or back, is won or lost, changes its price. */
final class Selling {

  private final Crm crm;
  private final Outcomes outcomes;
  private final Prices prices;
  private final NextSteps nextSteps;
  private final Random random;

  Selling(Crm crm, Outcomes outcomes, Prices prices, NextSteps nextSteps, Random random) {
    this.crm = crm;
    this.outcomes = outcomes;
    this.prices = prices;
    this.nextSteps = nextSteps;
    this.random = random;
  }

  void work(Opportunity opportunity) {
    boolean late = opportunity.deal.stage >= opportunity.deal.process.stages() - 2;
    double season =
        late ? Season.closing(crm.timing(), crm.today(), opportunity.deal.closeDate) : 1;
    if (random.nextDouble() < season * SellingOdds.decide(opportunity)) {
      decide(opportunity);
    } else if (random.nextInt(1_000) < 4) {
      changeAmount(opportunity);
    }
  }

  private void decide(Opportunity opportunity) {
    if (opportunity.deal.stage > 0 && random.nextInt(100) < 6) {
      enter(opportunity, opportunity.deal.stage - 1);
    } else if (random.nextDouble() >= SellingOdds.advance(opportunity, crm.today())) {
      outcomes.lose(opportunity);
    } else if (opportunity.isInLastStage()) {
      outcomes.win(opportunity);
    } else {
      int last = opportunity.deal.process.stages() - 1;
      int steps = random.nextInt(100) < 4 ? 2 : 1;
      enter(opportunity, Math.min(last, opportunity.deal.stage + steps));
    }
  }

  private void enter(Opportunity opportunity, int stage) {
    SimulatedDeal deal = opportunity.deal;
    deal.stage = stage;
    opportunity.stageSince = crm.today();
    boolean better = opportunity.fit + opportunity.seller.style.skill() > 0;
    if (random.nextInt(100) < (better ? 50 : 20)) {
      deal.contacts++;
    }
    boolean priced = random.nextInt(100) < 22;
    crm.change(
        opportunity,
        event -> {
          event.setStageId(deal.process.stageId(stage)).setContactCount(deal.contacts);
          if (priced || deal.amount == 0) {
            price(opportunity, event);
          }
          if (opportunity.seller.style.discipline() > random.nextDouble()) {
            nextSteps.plan(opportunity, event);
          }
        });
  }

  private void changeAmount(Opportunity opportunity) {
    crm.change(opportunity, event -> price(opportunity, event));
  }

  /** Scope grows early on; late in a deal there are discounts. */
  private void price(Opportunity opportunity, DealEvent.Builder event) {
    SimulatedDeal deal = opportunity.deal;
    if (deal.amount == 0) {
      double worth = deal.team.market().size(random);
      deal.amount = prices.quote(worth, deal.currency, crm.today());
    } else {
      double factor =
          opportunity.isInLastStage()
              ? 0.78 + 0.22 * random.nextDouble()
              : 0.72 + 0.5 * random.nextDouble();
      deal.amount = Math.max(1_000, prices.times(deal.amount, factor));
    }
    event.setAmountMinor(deal.amount).setCurrency(deal.currency);
  }
}
