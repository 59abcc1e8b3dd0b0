package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Timing;
import java.util.Random;

/** When sellers say that deals will close: too early, and put off when the day comes near. */
final class CloseDates {

  private final Crm crm;
  private final Random random;

  CloseDates(Crm crm, Random random) {
    this.crm = crm;
    this.random = random;
  }

  /** The date that a seller would give the deal today. */
  long expected(Opportunity opportunity) {
    double hope = 0.34 + 0.36 * random.nextDouble();
    long day = crm.today() + 4 + Math.round(hope * SellingOdds.daysLeft(opportunity));
    return crm.timing().closeDate(crm.timing().periodOf(day), Math.max(crm.today() + 3, day - 20));
  }

  /** Looks at an open deal's date on a workday. */
  void review(Opportunity opportunity) {
    long today = crm.today();
    long left = opportunity.deal.closeDate - today;
    double discipline = opportunity.seller.style.discipline();
    if (left < 0) {
      if (random.nextDouble() < 0.03 + 0.2 * discipline) {
        crm.setCloseDate(opportunity, later(opportunity));
      }
    } else if (left <= 7 && SellingOdds.daysLeft(opportunity) > left + 12) {
      if (random.nextDouble() < 0.04 + 0.14 * discipline) {
        crm.setCloseDate(opportunity, later(opportunity));
      }
    } else if (isWithinReach(opportunity)) {
      if (random.nextInt(100) < 4) {
        crm.setCloseDate(opportunity, crm.timing().quarter().endDay() - 1 - random.nextInt(3));
      }
    } else if (random.nextInt(1_000) < 3) {
      crm.setCloseDate(opportunity, Math.max(today + 2, opportunity.deal.closeDate + shift()));
    }
  }

  private long later(Opportunity opportunity) {
    return Math.max(expected(opportunity), opportunity.deal.closeDate + 1);
  }

  /** Some days earlier, or many later. */
  private int shift() {
    return random.nextInt(4) == 0 ? -10 - random.nextInt(20) : 14 + random.nextInt(60);
  }

  /** Dated for the next quarter, but near enough to be asked for a signature in this one. */
  private boolean isWithinReach(Opportunity opportunity) {
    Timing timing = crm.timing();
    return opportunity.isInLastStage()
        && timing.quarter().endDay() - crm.today() <= 28
        && opportunity.deal.closeDate >= timing.next().startDay()
        && opportunity.deal.closeDate < timing.next().endDay();
  }
}
