package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.schema.ForecastCategory;
import java.util.Random;

/** The forecast category that a seller gives a deal, by how sure of it the seller is. */
final class Confidence {

  private final Crm crm;
  private final Random random;

  Confidence(Crm crm, Random random) {
    this.crm = crm;
    this.random = random;
  }

  /** Once a week. */
  void review(Opportunity opportunity) {
    if (random.nextDouble() > 0.35 + 0.5 * opportunity.seller.style.discipline()) {
      return;
    }
    ForecastCategory category = category(opportunity);
    if (category != opportunity.forecastCategory()) {
      opportunity.category = category;
      crm.change(opportunity, event -> event.setForecastCategory(category));
    }
  }

  private ForecastCategory category(Opportunity opportunity) {
    double chance = SellingOdds.win(opportunity, crm.today());
    double sure = chance * opportunity.seller.style.optimism() + 0.04 * random.nextGaussian();
    double daysLeft = (double) (opportunity.deal.closeDate - crm.today());
    if (SellingOdds.daysLeft(opportunity) > 1.6 * Math.max(daysLeft, 1) + 14) {
      sure *= 0.6;
    }
    if (sure > 0.72) {
      return ForecastCategory.COMMIT;
    }
    if (sure > 0.5) {
      return ForecastCategory.BEST_CASE;
    }
    return sure > 0.03 ? ForecastCategory.PIPELINE : ForecastCategory.OMITTED;
  }
}
