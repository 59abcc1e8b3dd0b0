package io.pipelinemonitor.local.simulator.quarters;

import io.pipelinemonitor.local.simulator.Journal;
import io.pipelinemonitor.local.simulator.Timing;
import io.pipelinemonitor.schema.DealEvent;
import java.util.List;
import java.util.Random;

/** What sellers mean to do next: planned, done, forgotten or put off. */
final class NextSteps {

  private static final String[] STEPS = {
    "Send proposal", "Call sponsor", "Demo for the team", "Security review", "Agree on terms"
  };

  private final Crm crm;
  private final Random random;

  NextSteps(Crm crm, Random random) {
    this.crm = crm;
    this.random = random;
  }

  /** On a workday. Without discipline a step that is overdue stays so for long. */
  void review(Opportunity opportunity) {
    if (opportunity.nextStepDay >= crm.today()
        || random.nextDouble() > 0.03 + 0.3 * opportunity.seller.style.discipline()) {
      return;
    }
    if (random.nextInt(12) == 0) {
      opportunity.nextStepDay = crm.today() + 30;
      crm.change(opportunity, event -> event.setClearedFields(List.of("nextStep", "nextStepAt")));
    } else if (random.nextInt(4) == 0) {
      crm.change(opportunity, event -> postpone(opportunity, event));
    } else {
      crm.change(opportunity, event -> plan(opportunity, event));
    }
  }

  /** A new step, within three weeks. */
  void plan(Opportunity opportunity, DealEvent.Builder event) {
    event.setNextStep(STEPS[random.nextInt(STEPS.length)]);
    postpone(opportunity, event);
  }

  private void postpone(Opportunity opportunity, DealEvent.Builder event) {
    opportunity.nextStepDay = crm.today() + 3 + random.nextInt(18);
    long at = crm.timing().startOf(opportunity.nextStepDay) + 15 * Timing.HOUR;
    event.setNextStepAt(Journal.instant(at));
  }
}
