package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.SimulatedDeal;
import io.pipelinemonitor.schema.ForecastCategory;
import org.jspecify.annotations.Nullable;

/** A deal as the CRM shows it, and what is behind it. Days are epoch days. */
final class Opportunity {

  final SimulatedDeal deal;

  /** How well the customer and the product go together, added to the odds in logarithms. */
  final double fit;

  final long createdDay;
  Seller seller;
  long stageSince;

  /** The category that the seller has chosen; null while the stage's is good enough. */
  @Nullable ForecastCategory category;

  /** When the next step is due. */
  long nextStepDay;

  /** Deleted, or merged into another deal. */
  boolean gone;

  Opportunity(SimulatedDeal deal, Seller seller, double fit, long createdDay) {
    this.deal = deal;
    this.seller = seller;
    this.fit = fit;
    this.createdDay = createdDay;
    this.stageSince = createdDay;
    this.nextStepDay = createdDay + 7;
  }

  boolean isOpen() {
    return deal.isOpen() && !gone;
  }

  boolean isInLastStage() {
    return deal.stage == deal.process.stages() - 1;
  }

  ForecastCategory forecastCategory() {
    return category == null ? deal.process.category(deal.stage) : category;
  }
}
